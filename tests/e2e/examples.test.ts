import type {Emulator} from '@mturk-cli/emulator'
import {chmodSync} from 'node:fs'
import {delimiter} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {mturkIn} from '../support/mturk.js'
import {keyCsv, writeProfile} from './support/account.js'
import {backendSource, linkPlugins, writePlugin} from './support/plugins.js'
import {readCommands} from './usage.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** The first two run until they are stopped (emulator-commands.test.ts), the others want a registry (plugins-install.test.ts). */
const ELSEWHERE = new Set(['demo', 'emulator:start', 'plugins:install', 'plugins:add'])

const VAULT = '@org/mturk-plugin-vault'

const examples = [...readCommands('packages')].flatMap(([id, {examples: given = [], flags}]) =>
  given.map((example) => ({
    id,
    asks: id.startsWith('plugins:') && flags['yes'] !== undefined && !/--(?:yes|dry-run)/.test(example),
    line: example.replaceAll('<%= config.bin %>', 'mturk').replaceAll('<%= command.id %>', id.replaceAll(':', ' ')),
  })),
)

/** What the examples speak of: profiles of a lab and of an administrator, and files that AWS handed out. */
async function furnish(home: Home, emulator: Emulator, {id, line}: (typeof examples)[number]) {
  if (id.startsWith('plugins')) return furnishPlugins(home, id)
  const makesUser = id === 'iam:create-user' || line.includes('init --from-csv')
  emulator.link('production')
  emulator.setBalance('production', {available: '182.50'})
  emulator.link('sandbox')
  writeProfile(home, emulator.rootKey, 'admin')
  for (const file of ['rootkey.csv', 'Downloads/rootkey.csv']) home.write(file, keyCsv(emulator.rootKey))
  // Whoever names no administrator has one in the environment.
  const admin = {
    AWS_ACCESS_KEY_ID: emulator.rootKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.rootKey.secretAccessKey,
  }
  if (line.includes('--adopt')) emulator.createUser('old-user', {policies: ['AmazonMechanicalTurkFullAccess']})
  if (id === 'psiturk:migrate') {
    home.write('.aws/credentials', '')
    // Where nobody can be asked, there must be nothing to ask.
    if (!/--(?:yes|dry-run)/.test(line)) return {}
    const {accessKeyId, secretAccessKey} = emulator.rootKey
    const lines = ['[AWS Access]', `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`]
    home.write(line.includes('old-study') ? 'old-study/config.txt' : '.psiturkconfig', `${lines.join('\n')}\n`)
    return {}
  }
  if (makesUser) return id === 'init' ? {} : admin
  const mturk = mturkIn({...home.env(), ...emulator.environment()})
  await mturk('iam', 'create-user', 'anna', '--admin-profile', 'admin', '--profile', 'anna')
  const [key] = emulator.state().users.flatMap(({accessKeys}) => accessKeys)
  const [, secretAccessKey = ''] =
    /\[anna\]\n.*\naws_secret_access_key ?= ?(.*)\n/.exec(home.read('.aws/credentials')) ?? []
  const anna = {accessKeyId: key?.accessKeyId ?? '', secretAccessKey}
  for (const file of ['anna.csv', 'Downloads/anna_accessKeys.csv']) home.write(file, keyCsv(anna))
  home.write(
    'credentials.csv',
    `User name,Access key ID,Secret access key\nanna,${anna.accessKeyId},${secretAccessKey}\n`,
  )
  if (id === 'keys:import') {
    home.write('.aws/credentials', '')
    return {}
  }
  if (id.startsWith('iam:')) return admin
  for (const profile of ['default', 'lab']) writeProfile(home, anna, profile)
  home.write('.aws/config', '[default]\nregion = us-east-1\n')
  if (line.includes('--resume')) {
    const denied = {kind: 'error', status: 403, code: 'AccessDenied', message: 'Not now.'} as const
    emulator.addFault({match: {operation: 'UpdateAccessKey', nth: 2}, effect: denied})
    await mturk('keys', 'rotate')
  }
  // A root key can ask for no balance that is worth showing.
  if (line.includes('--all-profiles'))
    home.write('.aws/credentials', home.read('.aws/credentials').replace(/^\[admin\]\n.*\n.*\n/, ''))
  return {}
}

/** A plugin in this folder and in another; whoever takes one away has it. */
function furnishPlugins(home: Home, id: string): Record<string, string> {
  const plugin = {name: VAULT, hook: `export default async () => [${backendSource('vault')}]`}
  writePlugin(home, plugin, '.')
  if (id === 'plugins:link') {
    writePlugin(home, plugin, 'src/mturk-plugin-vault')
    return {MTURK_DATA_DIR: home.at('data')}
  }
  return linkPlugins(home, [plugin], '.')
}

/** What no furnishing can foresee: the id of a key. */
const SOME_KEY = 'AKIAABCDEFGHIJKLMNOP'

/** A line of the config file names a program, which is then run in the same way. Nobody is here to say yes. */
function typed({line, asks}: (typeof examples)[number], emulator: Emulator): string {
  const told = line.includes(SOME_KEY) ? line.replace(SOME_KEY, emulator.createAccessKey('anna').accessKeyId) : line
  return told.replace(/^credential_process = /, '') + (asks ? ' --yes' : '')
}

/** `mturk`, and the password manager of one example, as a shell finds them. */
function install(home: Home): string {
  const programs = {mturk: `exec "${process.execPath}" "${RUN_JS}" "$@"`, pass: 'cat "$HOME/anna.csv"'}
  for (const [name, line] of Object.entries(programs))
    chmodSync(home.write(`bin/${name}`, `#!/bin/sh\n${line}\n`), 0o700)
  return home.at('bin')
}

describe.skipIf(process.platform === 'win32').concurrent('an example of --help', () => {
  it('stands at every command of ours', () => {
    const without = [...readCommands('packages')].filter(
      ([id, {hidden}]) => !hidden && !examples.some((example) => example.id === id),
    )
    expect(without).toEqual([])
    expect(examples.length).toBeGreaterThan(25)
  })

  it.for(examples.filter(({id}) => !ELSEWHERE.has(id)))(
    'does what it says: $line',
    async (example, {home, emulator}) => {
      const more = await furnish(home, emulator, example)
      const {PATH = '', ...env} = home.env()
      const {exit, stdout, stderr} = await runChild('/bin/sh', ['-c', typed(example, emulator)], {
        cwd: home.path,
        env: {
          ...env,
          ...emulator.environment(),
          ...more,
          SHELL: '/bin/bash',
          PATH: [install(home), PATH].join(delimiter),
        },
      })
      expect({line: example.line, exit, stdout, stderr}).toMatchObject({exit: 0})
    },
  )
})
