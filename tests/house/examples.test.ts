import {mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import type {BackendContext, CredentialBackendsHook} from '@mturk-cli/core'
import pass from '../../examples/plugin-pass/src/hook.js'
import {vaultBackend} from '../../examples/template/src/backend.js'
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

describe('the vault that everybody copies', () => {
  const call = (operationId: string) => ({signal: new AbortController().signal, operationId})
  const key = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}

  it('goes on after a change that was killed, and lists what is broken beside what is not', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vault-'))
    try {
      const vault = vaultBackend({home: '/nowhere', settings: {'vault.folder': folder}})
      const leftOver = path.join(folder, 'zed.json.new')
      writeFileSync(leftOver, '{"key":')
      utimesSync(leftOver, 0, 0)
      await vault.store?.({profile: 'zed', key, expect: null}, call('1'))
      writeFileSync(path.join(folder, 'ann.json'), '{}')
      expect(await vault.list({explicit: false}, call('2'))).toMatchObject([
        {location: {profile: 'ann'}, problem: {code: 'malformed_credentials', stops: 'entry'}},
        {location: {profile: 'zed'}, accessKeyId: key.accessKeyId},
      ])
      expect(readdirSync(folder).toSorted()).toEqual(['ann.json', 'zed.json'])
    } finally {
      rmSync(folder, {recursive: true})
    }
  })
})
