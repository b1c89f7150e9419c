import {describe, expect, it} from 'vitest'

import {declaredBackends, declaredIn} from './declared.js'

const VAULT = {
  name: '@org/mturk-plugin-vault',
  version: '2.1.0',
  oclif: {hooks: {'mturk:credential-backends': './hook.js'}},
}

const usage = (message: RegExp) =>
  expect.objectContaining({code: 'usage', exit: 2, message: expect.stringMatching(message) as string}) as Error

describe('what a package.json says of a plugin', () => {
  it('names the backends that it would add', () => {
    const declared = {name: VAULT.name, version: '2.1.0', hasHook: true, backends: ['vault', 'vault-2'], besides: []}
    expect(declaredIn({...VAULT, mturk: {backends: ['vault', 'vault-2']}}, 'x')).toEqual(declared)
  })

  it.each([
    ['nothing', {}],
    ['no list', {mturk: {backends: 'vault'}}],
    ['ids that could not be used, or would move the cursor', {mturk: {backends: ['vault', '\u001B[2J']}}],
    ['something else', {mturk: 7}],
  ])('says that they are not known where it says %s', (_, more) => {
    expect(declaredIn({...VAULT, ...more}, 'x')).toMatchObject({hasHook: true, backends: null})
  })

  it('knows a plugin that brings commands alone', () => {
    const manifest = {...VAULT, oclif: {commands: './commands'}, mturk: {backends: ['vault']}}
    expect(declaredIn(manifest, 'x')).toMatchObject({hasHook: false, backends: [], besides: ['commands']})
  })

  it('says what else of it will run, and when', () => {
    const hooks = {...VAULT.oclif.hooks, init: './init.js', jit_plugin_not_installed: './jit.js'}
    const {besides} = declaredIn({...VAULT, oclif: {hooks}}, 'x')
    expect(besides).toEqual(['code that runs at the start of every command', 'a hook for jit_plugin_not_installed'])
  })

  it.each([
    ['a package that is no plugin', {name: 'left-pad', version: '1.0.0'}, /^left-pad 1\.0\.0 is no plugin/],
    ['a plugin of something else', {name: 'a', version: '1.0.0', oclif: {hooks: {init: './x.js'}}}, /^a 1\.0\.0 is no/],
    ['a package without a name', {version: '1.0.0'}, /^x has no package\.json with a name/],
    ['a package.json that is a text', 'text', /^x has no package\.json/],
    ['one that is nothing', null, /^x has no package\.json/],
  ])('is refused for %s', (_, manifest, message) => {
    expect(() => declaredIn(manifest, 'x')).toThrow(usage(message))
  })

  it.each([
    [2, /is written for version 2 .* speaks version 1/, /^Update mturk/],
    [0, /is written for version 0 .* speaks version 1/, /^Install a newer version of the plugin/],
  ])('is refused where it is written for version %i of the contract', (apiVersion, message, first) => {
    const manifest = {...VAULT, mturk: {apiVersion, backends: ['vault']}}
    expect(() => declaredIn(manifest, 'x')).toThrow(usage(message))
    const text = expect.stringMatching(first) as string
    const remedy: unknown = expect.arrayContaining([{kind: 'say', text}])
    expect(() => declaredIn(manifest, 'x')).toThrow(expect.objectContaining({remedy}) as Error)
  })

  it('can be asked of one that is installed already, whatever it is', () => {
    expect(declaredBackends({mturk: {backends: ['vault', 7, 'Not an id']}})).toEqual(['vault'])
    expect(declaredBackends(undefined)).toEqual([])
  })
})
