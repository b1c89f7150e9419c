import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it as base} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {mturkIn} from '../support/mturk.js'
import {openShell, prepareShell, requireShell, SHELLS, type ShellName} from './support/shells.js'
import type {Terminal} from './support/terminal.js'

/** Opens a shell in which completion is switched on, as often as a test likes; each is closed at its end. */
// oxlint-disable-next-line no-empty-pattern -- vitest reads from it which fixtures are wanted
const it = base.extend('open', ({}, {onCleanup}) => {
  const opened: Terminal[] = []
  onCleanup(() => opened.forEach((terminal) => terminal.close()))
  return async (shell: ShellName, env: Record<string, string>): Promise<Terminal> => {
    const terminal = await openShell(shell, env)
    opened.push(terminal)
    return terminal
  }
})

/** Types what the command prints, word for word, into that very shell; answers its environment. */
async function switchOn(home: Home, shell: ShellName): Promise<Record<string, string>> {
  const env = prepareShell(home, shell)
  const {exit, stdout} = await mturkIn(env)('autocomplete', ...(shell === 'zsh' ? [] : [shell]))
  expect(exit).toBe(0)
  const told = stdout.split('\n').filter((line) => /^ {2}(mkdir|ln|printf)/.test(line))
  const toType = shell === 'fish' ? told : told.slice(0, 1)
  expect(toType).not.toEqual([])
  const typed = await runChild(shell, ['-c', toType.join('\n')], {env, cwd: home.path})
  expect(typed).toMatchObject({exit: 0, stderr: ''})
  return env
}

/** What is typed in front of the Tab key, and what must be on the screen after it. */
const TYPED: readonly {typed: string; shows: readonly string[]}[] = [
  {typed: 'mturk li', shows: ['mturk link-check']},
  {typed: 'mturk ', shows: ['balance', 'credentials', 'init', 'keys', 'link-check']},
  {typed: 'mturk credentials ', shows: ['backends', 'list']},
  {typed: 'mturk iam cr', shows: ['mturk iam create-user']},
  {typed: 'mturk balance --', shows: ['--fail-below', '--profile', '--sandbox']},
  {typed: 'mturk keys import --profile-', shows: ['--profile-prefix']},
  {typed: 'mturk balance --sandbox --fa', shows: ['--sandbox --fail-below']},
  {typed: 'mturk balance --profile lab --sa', shows: ['lab --sandbox']},
  {typed: 'mturk keys import a.csv --dr', shows: ['a.csv --dry-run']},
  {typed: 'mturk init --no-', shows: ['mturk init --no-open']},
  {typed: 'mturk iam create-user --policy ', shows: ['full', 'read-only']},
  {typed: 'mturk init --from-csv root', shows: ['--from-csv rootkey.csv']},
  {typed: 'mturk keys import root', shows: ['import rootkey.csv']},
]

describe.skipIf(process.platform === 'win32').concurrent.each(Object.keys(SHELLS) as ShellName[])('%s', (shell) => {
  // A dozen terminals one after the other, on a machine that may have other things to do.
  const timeout = 180_000
  it(
    'completes what is typed in front of the Tab key, once it is switched on as we say',
    {timeout},
    async ({home, open, skip}) => {
      requireShell(shell, skip)
      const env = await switchOn(home, shell)
      home.write('rootkey.csv', '')
      for (const {typed, shows} of TYPED) {
        const terminal = await open(shell, env)
        terminal.press('-l', typed)
        await terminal.until(typed.trim())
        terminal.press('Tab')
        for (const shown of shows) {
          await terminal.until(shown)
        }
        terminal.close()
      }
    },
  )
})

/** What fish would offer, a line each: the word and, behind a tab, what it says about it. */
async function offeredByFish(env: Record<string, string>, typed: string): Promise<string[]> {
  const {exit, stdout, stderr} = await runChild('fish', ['-c', 'complete -C $typed'], {env: {...env, typed}})
  expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
  return stdout.split('\n').filter((line) => line !== '')
}

/** What bash would offer, by the function that it calls. */
async function offeredByBash(env: Record<string, string>, words: readonly string[]): Promise<string[]> {
  const script = `source ~/cache/autocomplete/bash_setup
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    __mturk_complete
    printf '%s\\n' "\${COMPREPLY[@]}"`
  const {exit, stdout, stderr} = await runChild('bash', ['--norc', '-c', script, 'bash', ...words], {env})
  expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
  return stdout.split('\n').filter((line) => line !== '')
}

describe.skipIf(process.platform === 'win32').concurrent('completion', () => {
  it('in fish says what each word means, and offers files only where one is wanted', async ({home, skip}) => {
    requireShell('fish', skip)
    const env = await switchOn(home, 'fish')
    home.write('rootkey.csv', '')
    expect(await offeredByFish(env, 'mturk cred')).toEqual([
      'credentials\tSee which places hold a key, and which one your tools use.',
    ])
    expect(await offeredByFish(env, 'mturk init --no-op')).toEqual([
      '--no-open\tOpen pages in the browser; otherwise only show their addresses.',
    ])
    expect(await offeredByFish(env, 'mturk help cred')).toHaveLength(1)
    expect(await offeredByFish(env, 'mturk autocomplete f')).toEqual(['fish'])
    expect(await offeredByFish(env, `mturk init --from-csv ${home.path}/root`)).toEqual([`${home.path}/rootkey.csv`])
    expect(await offeredByFish(env, `mturk balance ${home.path}/root`)).toEqual([])
    expect(await offeredByFish(env, 'mturk nonsense ')).toEqual([])
  })

  it('in bash knows the two ways to give a value, and offers nothing where it knows nothing', async ({home, skip}) => {
    requireShell('bash', skip)
    const env = await switchOn(home, 'bash')
    const policies = ['full', 'read-only']
    expect(await offeredByBash(env, ['mturk', 'iam', 'create-user', '--policy', ''])).toEqual(policies)
    expect(await offeredByBash(env, ['mturk', 'iam', 'create-user', '--policy', '='])).toEqual(policies)
    expect(await offeredByBash(env, ['mturk', 'iam', 'create-user', '--policy', '=', 'r'])).toEqual(['read-only'])
    expect(await offeredByBash(env, ['mturk', 'help', 'cred'])).toEqual(['credentials'])
    expect(await offeredByBash(env, ['mturk', 'autocomplete', 'f'])).toEqual(['fish'])
    expect(await offeredByBash(env, ['mturk', 'balance', '--profile', ''])).toEqual([])
    expect(await offeredByBash(env, ['mturk', 'nonsense', ''])).toEqual([])
  })

  for (const again of [
    ['autocomplete', '--refresh-cache'],
    ['autocomplete', 'create'],
  ]) {
    it(`takes up a new plugin’s commands with ${again.join(' ')}, whatever stands in them`, async ({home, skip}) => {
      for (const shell of ['bash', 'fish'] as const) requireShell(shell, skip)
      const env = await switchOn(home, 'fish')
      const mturk = mturkIn({...env, ...linkVault(home)})
      expect(await offeredByFish(env, 'mturk vau')).toEqual([])
      expect(await mturk(...again)).toMatchObject({exit: 0, stdout: ''})
      expect(await offeredByFish(env, 'mturk vau')).toEqual([`vault\t${ODD}`])
      expect(await offeredByFish(env, 'mturk vault open --co')).toEqual([`--colour\t${ODD}`])
      expect(await offeredByFish(env, 'mturk vault open --colour ')).toEqual([`blue\t${ODD}`, `red\t${ODD}`])
      expect(await offeredByBash(env, ['mturk', 'vault', 'o'])).toEqual(['open'])
      expect(await offeredByBash(env, ['mturk', 'vault', 'open', '--colour', ''])).toEqual(['red', 'blue'])
      expect(home.list()).not.toContain('owned')
    })
  }

  it('says that it is not for a shell it does not know, and names those it is for', async ({home}) => {
    const {exit, stdout, stderr} = await mturkIn({...home.env(), SHELL: '/bin/tcsh'})('autocomplete')
    expect({exit, stdout}).toEqual({exit: 2, stdout: ''})
    expect(stderr).toContain('bash, fish, powershell, zsh')
    expect(stderr).toContain('tcsh')
  })

  it('names the file where it cannot be written', async ({home}) => {
    home.write('cache/autocomplete', 'in the way')
    const {exit, stderr} = await mturkIn({...home.env(), MTURK_CACHE_DIR: home.at('cache')})('autocomplete', 'fish')
    expect(exit).toBe(3)
    expect(stderr).toContain(home.at('cache/autocomplete'))
    expect(stderr).not.toMatch(/^ +at /m)
  })
})

/** Every mark that some shell would act on. */
const ODD = `it's 100% "$HOME" \\ \`touch owned\` $(touch ~/owned); [a] {b} *`

/** A linked plugin with a command of which nothing is ever loaded but its manifest; answers the variables that make it count. */
function linkVault(home: Home): Record<string, string> {
  const [name, version] = ['mturk-plugin-vault', '1.0.0']
  const colour = {name: 'colour', type: 'option', options: ['red', 'blue', '$(touch ~/owned)'], summary: ODD}
  const command = {id: 'vault:open', summary: ODD, args: {}, aliases: [], hiddenAliases: [], flags: {colour}}
  const oclif = {commands: './commands', topics: {vault: {description: ODD}}}
  home.write('vault/package.json', JSON.stringify({name, version, type: 'module', oclif}))
  home.write('vault/oclif.manifest.json', JSON.stringify({version, commands: {'vault:open': command}}))
  home.write(
    'data/package.json',
    JSON.stringify({private: true, oclif: {schema: 1, plugins: [{name, root: home.at('vault'), type: 'link'}]}}),
  )
  return {MTURK_DATA_DIR: home.at('data')}
}
