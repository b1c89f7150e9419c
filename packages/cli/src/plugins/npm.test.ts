import {describe, expect, it} from 'vitest'

import {isSame} from './locked.js'
import {restrainNpm} from './npm.js'

describe('the npm that this process starts', () => {
  it('runs no scripts, whatever the environment says', () => {
    const env: NodeJS.ProcessEnv = {npm_config_ignore_scripts: 'false', NPM_CONFIG_IGNORE_SCRIPTS: 'false'}
    restrainNpm(env)
    const said = Object.entries(env).filter(([name]) => /ignore_scripts/i.test(name))
    expect(said).toEqual([['npm_config_ignore_scripts', 'true']])
  })

  it('is as patient as a person has said, and else not for minutes', () => {
    const env: NodeJS.ProcessEnv = {npm_config_fetch_timeout: '60000'}
    restrainNpm(env)
    expect(env).toMatchObject({npm_config_fetch_timeout: '60000', npm_config_fetch_retries: '1'})
  })
})

describe('two packages', () => {
  const commit = (id: string) => ({version: '1.0.0', resolved: `git+ssh://git@example.org/vault.git#${id.repeat(40)}`})

  it.each([
    ['the same tarball', {version: '1.0.0', integrity: 'a'}, {version: '1.0.0', integrity: 'a'}, true],
    [
      'another tarball of the same version',
      {version: '1.0.0', integrity: 'a'},
      {version: '1.0.0', integrity: 'b'},
      false,
    ],
    ['another version', {version: '1.0.0', integrity: 'a'}, {version: '1.1.0', integrity: 'a'}, false],
    ['the same commit', commit('a'), commit('a'), true],
    ['another commit of the same version', commit('a'), commit('b'), false],
    ['nothing and something', {}, {version: '1.0.0'}, false],
  ])('are told apart: %s', (_, one, other, same) => {
    expect(isSame(one, other)).toBe(same)
  })
})
