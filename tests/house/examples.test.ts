import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import type {BackendContext, CredentialBackendsHook} from '@mturk-cli/core'
import {root} from './sources.js'

const examples = path.join(root, 'examples')

const context: BackendContext = {
  apiVersion: 1,
  env: {},
  home: '/nowhere',
  settings: {},
  interactive: false,
  adminCredentials: () => Promise.reject(new Error('nobody asks for them here')),
}

describe('an example', () => {
  it.each(readdirSync(examples))('%s names in its package.json what its hook brings', async (name) => {
    const {mturk} = JSON.parse(readFileSync(path.join(examples, name, 'package.json'), 'utf8')) as {mturk: unknown}
    const {default: hook} = (await import(path.join(examples, name, 'src/hook.ts'))) as {
      default: CredentialBackendsHook
    }
    const brought = await hook({context})
    expect(mturk).toEqual({apiVersion: 1, backends: brought.map(({id}) => id)})
  })
})
