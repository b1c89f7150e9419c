import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {CreateSecretCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {writeProfile} from '../../e2e/support/account.js'
import {linkPlugins} from '../../e2e/support/plugins.js'
import {SELF_ROTATION} from '../../e2e/support/rotation.js'
import {Home} from '../../support/home.js'
import type {Machine} from './on-core.js'

/** A home of its own with a user of its own, whose key lies in two backends. Worlds can share one AWS. */
export interface World {
  readonly home: Home
  readonly emulator: Emulator
  readonly user: string
  readonly key: EmulatorKey
  /** For core. */
  readonly machine: Machine
  /** For the real command: the vault is a linked plugin. */
  readonly env: Readonly<Record<string, string>>
  /** Where it keeps its key. */
  readonly places: readonly Place[]
  /** The files among them. */
  readonly files: readonly string[]
  /** The name of the secret that holds the key, too; undefined: none does. */
  readonly secret?: string
}

/** Profiles of the credentials file, `~/.boto`, an entry of the vault, a secret. */
export type Place = 'default' | 'lab' | 'boto' | 'vault' | 'secret'

/** `one file`: two profiles of it, and nothing else, as most people have it. */
export type Kind = 'two backends' | 'one file' | 'with a secret'

const VAULT = new URL('vault.ts', import.meta.url).href

let worlds = 0

export function newWorld(emulator: Emulator, kind: 'two backends' | 'one file' = 'two backends'): World {
  const home = new Home()
  const user = `anna-${++worlds}`
  emulator.createUser(user, {
    policies: ['AmazonMechanicalTurkFullAccess'],
    inlinePolicies: {'mturk-self-rotation': SELF_ROTATION},
  })
  const key = emulator.createAccessKey(user)
  writeProfile(home, key)
  writeProfile(home, key, 'lab')
  const hasVault = kind === 'two backends'
  const machine = {home: home.path, dataDirectory: home.at('data'), env: emulator.environment(), hasVault}
  const world = {home, emulator, user, key, machine, env: {...home.env(), ...emulator.environment()}}
  if (!hasVault) return {...world, places: ['default', 'lab'], files: ['.aws/credentials']}
  const {accessKeyId, secretAccessKey} = key
  home.write('.boto', `[Credentials]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`)
  home.write('vault.json', JSON.stringify({team: key}))
  const plugin = linkPlugins(home, [{name: 'mturk-plugin-vault', hook: `export {default} from '${VAULT}'\n`}])
  return {
    ...world,
    env: {...world.env, ...plugin},
    places: ['default', 'lab', 'boto', 'vault'],
    files: ['.aws/credentials', '.boto', 'vault.json'],
  }
}

const REGION = 'eu-central-1'

/** The same, and its key is in Secrets Manager, too. Nobody else's secrets are under its prefix: emulators are shared. */
export async function newWorldWithSecret(at: Emulator): Promise<World> {
  const world = newWorld(at)
  const {emulator, user, key, machine} = world
  const {endpoint, rootKey} = emulator
  const secret = `${user}/team`
  const client = new SecretsManagerClient({region: REGION, endpoint, credentials: rootKey})
  const SecretString = JSON.stringify({aws_access_key_id: key.accessKeyId, aws_secret_access_key: key.secretAccessKey})
  await client.send(new CreateSecretCommand({Name: secret, SecretString}))
  client.destroy()
  const settings = {'secrets-manager.region': REGION, 'secrets-manager.prefix': `${user}/`}
  return {
    ...world,
    secret,
    places: [...world.places, 'secret'],
    machine: {...machine, secrets: {settings, key: rootKey}},
  }
}

/** The journal as it lies on the disk; undefined where none is open. */
export function journalOf({home}: Pick<World, 'home'>): JournalOnDisk | undefined {
  const file = home.list().find((each) => each.endsWith('-rotate.json'))
  return file === undefined ? undefined : (JSON.parse(home.read(file)) as JournalOnDisk)
}

export interface JournalOnDisk {
  readonly state: {
    readonly step: string
    readonly direction: string
    readonly oldKey: EmulatorKey
    readonly newKey?: EmulatorKey
  }
}

/** Every file below the home that holds one of these texts. */
export function filesWith({home}: Pick<World, 'home'>, texts: readonly string[]): string[] {
  return home.list().filter((file) => {
    const content = readFileSync(home.at(file)).toString('latin1')
    return texts.some((text) => content.includes(text))
  })
}

/** The user's keys by what the emulator knows. */
export function keysOf({emulator, user}: Pick<World, 'emulator' | 'user'>): Record<string, string> {
  const found = emulator.state().users.find(({userName}) => userName === user)
  return Object.fromEntries((found?.accessKeys ?? []).map(({accessKeyId, status}) => [accessKeyId, status]))
}

export const PROCESS = fileURLToPath(new URL('process.ts', import.meta.url))
