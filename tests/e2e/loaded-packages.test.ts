import {pathToFileURL} from 'node:url'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import type {Mturk} from '../support/mturk.js'
import {userKeyOf, writeProfile} from './support/account.js'

/** Notes each package that a module comes from, imported or required. */
const NOTE = `
import {registerHooks} from 'node:module'
import {writeFileSync} from 'node:fs'
const packages = new Set()
registerHooks({
  load(url, context, next) {
    const name = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]
    if (name) packages.add(name)
    return next(url, context)
  },
})
process.on('exit', () => writeFileSync(process.env.PACKAGES, JSON.stringify([...packages])))
`

async function packagesOf(home: Home, mturk: Mturk, ...args: readonly string[]): Promise<string[]> {
  const note = pathToFileURL(home.write('note.mjs', NOTE)).href
  const env = {NODE_OPTIONS: `--import=${note}`, PACKAGES: home.at('packages.json')}
  expect(await mturk(...args, {env})).toMatchObject({exit: 0})
  return JSON.parse(home.read('packages.json')) as string[]
}

const clientsAmong = (packages: readonly string[]) => packages.filter((name) => name.startsWith('@aws-sdk/client-'))

describe.concurrent('where Secrets Manager is set up, its client', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it.beforeEach(({home, emulator}) => {
    writeProfile(home, userKeyOf(emulator))
    home.write('.config/mturk/config.ini', '[secrets-manager]\nregion = us-east-1\n')
  })

  it('is not loaded by --version, nor is anything else', async ({home, mturk}) => {
    expect(await packagesOf(home, mturk, '--version')).toEqual([])
  })

  it('is not loaded by a balance, which needs one client', async ({home, mturk}) => {
    expect(clientsAmong(await packagesOf(home, mturk, 'balance'))).toEqual(['@aws-sdk/client-mturk'])
  })

  it('is loaded by whoever asks it', async ({home, mturk}) => {
    const list = ['credentials', 'list', '--profile', 'default', '--backend', 'secrets-manager']
    expect(clientsAmong(await packagesOf(home, mturk, ...list))).toEqual(['@aws-sdk/client-secrets-manager'])
  })
})
