import {describe, expect, it} from 'vitest'

import {npmFailure} from './npm-failure.js'
import type {PackageSpec} from './package-spec.js'

const VAULT: PackageSpec = {kind: 'registry', spec: '@org/vault@2.0.0'}
const GIT: PackageSpec = {kind: 'git', spec: 'git+https://anna:hush-hush@example.org/vault.git'}

/** As npm 11 writes it for --json. */
const said = (code: string | number, summary = '', detail = '') => ({
  exit: 1,
  stdout: JSON.stringify({error: {code, summary, detail}}),
})

describe('what npm says of a failure, in our words', () => {
  it.each([
    ['ECONNREFUSED', 7, 'unreachable', /^The package registry of npm cannot be reached \(ECONNREFUSED\)/],
    ['ENOTFOUND', 7, 'unreachable', /\(ENOTFOUND\), so nothing was installed/],
    ['ENOTCACHED', 7, 'unreachable', /without a network \(offline\), and has not kept @org\/vault@2\.0\.0/],
    ['E401', 2, 'registry_refused', /the token in \.npmrc is missing, wrong/],
    ['E403', 2, 'registry_refused', /may not read it \(E403\)/],
    ['ENEEDAUTH', 2, 'registry_refused', /^The registry refuses/],
    ['E404', 2, 'usage', /^The registry has no package @org\/vault@2\.0\.0/],
    ['ETARGET', 2, 'usage', /^There is no such version of @org\/vault: @org\/vault@2\.0\.0\.$/],
    ['EALLOWGIT', 1, 'unknown', /depends on a package from git/],
    ['ESOMETHINGNEW', 1, 'unknown', /npm says: ESOMETHINGNEW it broke\.$/],
  ])('%s', (code, exit, name, message) => {
    expect(npmFailure(said(code, 'it broke'), VAULT)).toMatchObject({
      exit,
      code: name,
      message: expect.stringMatching(message) as string,
    })
  })

  it('names the scope’s registry where a package of a scope is missing, and only there', () => {
    const stepsFor = (spec: string) => JSON.stringify(npmFailure(said('E404'), {kind: 'registry', spec}).remedy)
    expect(stepsFor('@org/vault')).toContain('@org:registry=')
    expect(stepsFor('mturk-plugin-vault')).not.toContain('registry=')
  })

  it('quotes git, without the password in the address, and without what a terminal would obey', () => {
    const detail =
      'git ls-remote https://anna:hush-hush@example.org/vault.git\nfatal: \u001B[2Jno https://anna:hush-hush@example.org/vault.git\nmore'
    const {message} = npmFailure(said(128, 'An unknown git error occurred', detail), GIT)
    expect(message).toBe(
      'git+https://example.org/vault.git cannot be had: git says: fatal: no https://example.org/vault.git.',
    )
  })

  it('is words, too, where npm said nothing that can be read', () => {
    expect(npmFailure({stdout: 'Segmentation fault'}, VAULT)).toMatchObject({code: 'unknown', exit: 1})
    expect(npmFailure({stdout: ''}, VAULT)).toMatchObject({code: 'unknown', exit: 1})
  })

  it('says of a tarball that is not there where it was looked for', () => {
    const {message} = npmFailure(said('ENOENT'), {kind: 'tarball', spec: 'file:/srv/vault.tgz'})
    expect(message).toBe('/srv/vault.tgz is not there, or is no tarball of a package.')
  })
})
