import type {BackendContext} from '@mturk-cli/core'
import {expect, it} from 'vitest'
import hook from './hook.js'

it('answers the hook with one backend, which stands second in line', async () => {
  const context: BackendContext = {
    apiVersion: 1,
    env: {},
    home: '/nowhere',
    settings: {},
    interactive: false,
    adminCredentials: () => Promise.reject(new Error('not asked for')),
  }
  const backends = await hook({context})
  expect(backends.map(({id, order, lookup, apiVersion}) => ({id, order, lookup, apiVersion}))).toEqual([
    {id: 'boto-files', order: 200, lookup: 'default', apiVersion: 1},
  ])
})
