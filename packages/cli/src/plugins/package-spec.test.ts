import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'

import {packageSpec} from './package-spec.js'

const here = mkdtempSync(join(tmpdir(), 'mturk-spec-'))
mkdirSync(join(here, 'vault'))
mkdirSync(join(here, 'lab/vault'), {recursive: true})
afterAll(() => rmSync(here, {recursive: true}))

const specOf = (typed: string) => packageSpec(typed, here)

describe('what was typed after plugins install', () => {
  it.each([
    ['@org/mturk-plugin-vault', 'registry', '@org/mturk-plugin-vault'],
    ['@org/vault@2.1.0', 'registry', '@org/vault@2.1.0'],
    ['@org/vault@^2', 'registry', '@org/vault@^2'],
    ['mturk-plugin-vault', 'registry', 'mturk-plugin-vault'],
    ['mturk-plugin-vault@next', 'registry', 'mturk-plugin-vault@next'],
    ['npm:somebodys-vault', 'registry', 'somebodys-vault'],
    ['npm:@org/vault', 'registry', '@org/vault'],
    ['vault-1.0.0.tgz', 'tarball', `file:${join(here, 'vault-1.0.0.tgz')}`],
    ['mturk-plugin-vault-1.0.0.tgz', 'tarball', `file:${join(here, 'mturk-plugin-vault-1.0.0.tgz')}`],
    ['./lab/vault.tar.gz', 'tarball', `file:${join(here, 'lab/vault.tar.gz')}`],
    ['file:lab/vault.tgz', 'tarball', `file:${join(here, 'lab/vault.tgz')}`],
    ['https://example.org/vault.tgz', 'tarball', 'https://example.org/vault.tgz'],
    ['https://example.org/vault.git', 'git', 'https://example.org/vault.git'],
    ['https://github.com/org/vault', 'git', 'https://github.com/org/vault'],
    ['git+ssh://git@example.org/vault.git#v2', 'git', 'git+ssh://git@example.org/vault.git#v2'],
    ['git@example.org:org/vault.git', 'git', 'git@example.org:org/vault.git'],
    ['git+file:///srv/vault', 'git', 'git+file:///srv/vault'],
    ['github:org/vault', 'git', 'github:org/vault'],
    ['org/vault', 'git', 'github:org/vault'],
  ])('is read as npm does: %s', (typed, kind, spec) => {
    expect(specOf(typed)).toEqual({kind, spec})
  })

  it.each(['keyring', 'keyring@1.0.0', 'plugin-vault', 'mturk'])(
    'is refused where it is a short name, with the names that it may stand for: %s',
    (typed) => {
      const refused = expect.objectContaining({
        code: 'usage',
        exit: 2,
        message: expect.stringContaining('short name') as string,
      }) as Error
      expect(() => specOf(typed)).toThrow(refused)
      const commands = remedyOf(typed).flatMap((step) => (step.kind === 'run' ? [step.command] : []))
      expect(commands.map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
        'mturk plugins install',
        'mturk plugins install',
      ])
    },
  )

  it.each([
    ['vault', 'vault'],
    ['./vault', 'vault'],
    ['lab/vault', 'lab/vault'],
    ['file:vault', 'vault'],
  ])('is refused where it is a folder, which is linked: %s', (typed, folder) => {
    expect(remedyOf(typed)).toEqual([{kind: 'run', command: `mturk plugins link ${join(here, folder)}`}])
  })

  it.each([
    '',
    '-g',
    '--force',
    '@org',
    '@org/',
    '@org/a/b',
    'a b',
    'npm:',
    'npm:a/b',
    'Vault!',
    'mturk-plugin-a:b',
    '$(x)',
  ])('is refused where npm would take it for something else: %s', (typed) => {
    expect(() => specOf(typed)).toThrow(expect.objectContaining({code: 'usage', exit: 2}) as Error)
  })
})

function remedyOf(typed: string) {
  try {
    specOf(typed)
  } catch (error) {
    return (error as {remedy: readonly ({kind: 'run'; command: string} | {kind: 'say'})[]}).remedy
  }
  throw new Error(`${typed} was not refused`)
}
