import {readFileSync, writeFileSync} from 'node:fs'
import {adminFromKey, createAws, endpointResolver} from '@mturk-cli/core/aws'
import {Secret} from '@mturk-cli/core/credentials'
import {iamApi, type IamApi} from '@mturk-cli/core/iam'
import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {expect} from 'vitest'
import {it} from '../../support/fixtures.js'
import type {Home} from '../../support/home.js'
import {mturkIn, type Mturk} from '../../support/mturk.js'
import {writeProfile} from './account.js'
import {linkPlugins} from './plugins.js'

export const USER = 'anna'

/** As `mturk iam create-user` gives it to a user. */
export const SELF_ROTATION = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'iam:CreateAccessKey',
        'iam:DeleteAccessKey',
        'iam:GetAccessKeyLastUsed',
        'iam:GetUser',
        'iam:ListAccessKeys',
        'iam:UpdateAccessKey',
      ],
      Resource: 'arn:aws:iam::*:user/${aws:username}',
    },
  ],
}

/** A place to rotate in: a user who may rotate its own keys, and the key in places of two backends. */
export interface Scene {
  readonly home: Home
  readonly emulator: Emulator
  readonly mturk: Mturk
  readonly env: Readonly<Record<string, string>>
  readonly key: EmulatorKey
}

/** A backend of somebody else's that keeps its keys in a JSON file, whole and by rename. */
export const VAULT = `
import {readFileSync, writeFileSync, renameSync} from 'node:fs'
import {join} from 'node:path'
const error = (code, message) => Object.assign(new Error(message), {name: 'MturkBackendError', code})
export default async function ({context}) {
  const file = join(context.home, 'vault.json')
  const load = () => JSON.parse(readFileSync(file, 'utf8'))
  const at = (profile) => ({
    backend: 'vault', id: 'entry:' + profile, profile, display: 'vault ' + profile,
    ...(load()[profile]?.readOnly ? {writable: false, why: 'it is sealed'} : {writable: true}),
  })
  const keyOf = (location) => {
    const {accessKeyId, secretAccessKey} = load()[location.profile] ?? {}
    if (!accessKeyId) throw error('not_found', location.display + ' holds no key.')
    return {accessKeyId, secretAccessKey}
  }
  const save = (profile, key) => {
    writeFileSync(file + '.tmp', JSON.stringify({...load(), [profile]: key}), {mode: 0o600})
    renameSync(file + '.tmp', file)
  }
  return [{
    apiVersion: 1, id: 'vault', title: 'Vault', lookup: 'on-request', order: 400,
    probe: async () => ({state: 'available'}),
    list: async ({profile, accessKeyId}) => {
      if (load().broken) throw error('unavailable', 'The vault is jammed.')
      return Object.entries(load())
        .filter(([name, key]) => (profile === undefined || profile === name) && (accessKeyId === undefined || accessKeyId === key.accessKeyId))
        .map(([name, key]) => ({location: at(name), accessKeyId: key.accessKeyId}))
    },
    read: async (location) => keyOf(location),
    replace: async ({location, key, expect}) => {
      const now = keyOf(location)
      if (now.accessKeyId === key.accessKeyId) return at(location.profile)
      if (now.accessKeyId !== expect) throw error('conflict', location.display + ' holds another key by now.')
      save(location.profile, key)
      return at(location.profile)
    },
  }]
}
`

export const withScene = it.extend('scene', ({home, emulator}): Scene => sceneOf(home, emulator))

export function sceneOf(home: Home, emulator: Emulator): Scene {
  emulator.link('production')
  emulator.link('sandbox')
  emulator.createUser(USER, {
    policies: ['AmazonMechanicalTurkFullAccess'],
    inlinePolicies: {'mturk-self-rotation': SELF_ROTATION},
  })
  const key = emulator.createAccessKey(USER)
  writeProfile(home, key)
  writeProfile(home, key, 'lab')
  home.write(
    '.boto',
    `[Credentials]\nAWS_ACCESS_KEY_ID = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\n`,
  )
  writeVault(home, {team: key})
  const plugin = linkPlugins(home, [{name: 'mturk-plugin-vault', hook: VAULT}])
  const env = {...home.env(), ...emulator.environment(), ...plugin}
  return {home, emulator, mturk: mturkIn(env), env, key}
}

export function writeVault(home: Home, content: object): void {
  home.write('vault.json', JSON.stringify(content))
}

export function readVault(home: Home): Record<string, EmulatorKey> {
  return JSON.parse(home.read('vault.json')) as Record<string, EmulatorKey>
}

/** Where the scene keeps its key, as `--json` names the places. */
export const PLACES = [
  '~/.aws/credentials [default]',
  '~/.aws/credentials [lab]',
  '~/.boto [Credentials]',
  'vault team',
]

/** Every id that the home's places hold, in the order of PLACES. */
export function idsIn(home: Home): string[] {
  const files = home.read('.aws/credentials') + home.read('.boto')
  const ids = [...files.matchAll(/aws_access_key_id = (\w+)/gi)].map(([, id = '']) => id)
  return [...ids, readVault(home)['team']?.accessKeyId ?? '']
}

/** The user's keys in IAM: `AKIA…: Active`, in the order in which they were made. */
export function keysOf(emulator: Emulator, userName: string = USER): Record<string, string> {
  const user = emulator.state().users.find((each) => each.userName === userName)
  return Object.fromEntries((user?.accessKeys ?? []).map(({accessKeyId, status}) => [accessKeyId, status]))
}

/**
 * AWS does not know the new key of the scene's user yet, as it may be for some seconds: whoever made it goes on asking, for a
 * minute at most. So a rotation stays in its middle without holding up any request.
 *
 * @returns what lets the key work
 */
export async function newKeySleeps({emulator, key}: Scene): Promise<() => void> {
  await emulator.waitForRequest(({operation, status}) => operation === 'CreateAccessKey' && status === 200, {
    timeoutMs: 60_000,
  })
  // Set before the maker of the key can have read the answer, and so before anybody asks with it.
  const accessKeyId = Object.keys(keysOf(emulator)).find((each) => each !== key.accessKeyId) ?? ''
  const message = 'The security token included in the request is invalid.'
  return emulator.addFault({
    match: {operation: 'GetCallerIdentity', accessKeyId},
    effect: {kind: 'error', status: 403, code: 'InvalidClientTokenId', message},
  })
}

/** The journal of the scene's rotation; undefined where none is open. */
export function journalOf(home: Home): {readonly file: string; readonly state: any} | undefined {
  const file = home.list().find((each) => each.endsWith('-rotate.json'))
  return file === undefined ? undefined : {file, state: (JSON.parse(home.read(file)) as {state: unknown}).state}
}

/** Every file below the home that holds one of these texts. */
export function filesWith(home: Home, ...texts: readonly string[]): string[] {
  return home.list().filter((file) => {
    const content = readFileSync(home.at(file)).toString('latin1')
    return texts.some((text) => content.includes(text))
  })
}

/** All places hold one and the same key, which works; the journal is closed, and no secret lies anywhere else. */
export async function expectAllOn(scene: Scene, accessKeyId: string): Promise<void> {
  const {home, mturk} = scene
  expect(idsIn(home)).toEqual(PLACES.map(() => accessKeyId))
  expect(journalOf(home)).toBeUndefined()
  const secret = readVault(home)['team']?.secretAccessKey ?? ''
  expect(filesWith(home, secret)).toEqual(['.aws/credentials', '.boto', 'vault.json'])
  const check = await mturk('link-check', '--json')
  expect(check.json).toMatchObject({ok: true, accessKeyId})
}

export function overwrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

/** What somebody does by hand in the console, who may do everything. */
export function consoleOf(emulator: Emulator): IamApi {
  const endpoints = endpointResolver({env: emulator.environment()})
  const {accessKeyId, secretAccessKey} = emulator.rootKey
  return iamApi(
    createAws({endpoints}),
    adminFromKey({accessKeyId, secretAccessKey: new Secret(secretAccessKey)}, 'the console'),
  )
}

/** Every command that a remedy prints. */
export function commandsOf({error}: {error: {remedy: string | null}}): string[] {
  return [...(error.remedy ?? '').matchAll(/`(mturk [^`]+)`/g)].map(([, command = '']) => command)
}
