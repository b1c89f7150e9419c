import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import type {BackendContext, CredentialBackendsHook} from '@mturk-cli/core'
import pass from '../../examples/plugin-pass/src/hook.js'
import template from '../../examples/template/src/hook.js'
import {root} from './sources.js'

const HOOKS: Readonly<Record<string, CredentialBackendsHook>> = {'plugin-pass': pass, template}

const context: BackendContext = {
  apiVersion: 1,
  env: {},
  home: '/nowhere',
  settings: {},
  interactive: false,
  adminCredentials: () => Promise.reject(new Error('nobody asks for them here')),
}

describe('an example', () => {
  it.each(readdirSync(path.join(root, 'examples')))(
    '%s says in its package.json what its hook brings',
    async (name) => {
      const {mturk} = JSON.parse(readFileSync(path.join(root, 'examples', name, 'package.json'), 'utf8')) as {
        mturk: unknown
      }
      const brought = await HOOKS[name]?.({context})
      expect(mturk).toEqual({apiVersion: 1, backends: brought?.map(({id}) => id)})
    },
  )
})
