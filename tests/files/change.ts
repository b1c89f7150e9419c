import {isBackendError, type CredentialBackend, type Key, type Location} from '@mturk-cli/core'
import {botoPaths, homeOf} from '@mturk-cli/core/files'
import {botoFiles} from '@mturk-cli/plugin-boto-files'
import type {LaidOut} from './file-set.js'
import type {Random} from './random.js'

/** What one run of mturk does to the files of a machine. */
export interface Change {
  readonly kind: 'store' | 'replace' | 'remove'
  readonly place: Place
  /** The key that goes there; for `remove` the one that goes. */
  readonly key: Key
  /** The code of the refusal; null where it was done. */
  readonly refused: string | null
}

interface Place {
  readonly kind: 'credentials' | 'config' | 'boto' | 'ec2'
  readonly path: string
  readonly profile: string | null
}

const PROFILES = ['default', 'a', 'lab', 'Zoë', 'a b', 'new', "it's", 'x#y', 'ä = b', '"q"', 'profile a'] as const
const UNWRITABLE = ['', 'a]b', 'DEFAULT', 'a\nb'] as const

/** Stores, replaces or removes a key somewhere below the home, as a process of its own would. */
export async function changeSomething(machine: LaidOut, random: Random): Promise<Change> {
  const {env} = machine
  const backend = botoFiles({env, home: homeOf(env)}) as Required<CredentialBackend>
  const options = {signal: new AbortController().signal, operationId: 'one'}
  const held = (await backend.list({explicit: false}, options)).flatMap(({location, accessKeyId}) =>
    location?.file?.startsWith(machine.home) && accessKeyId ? [{location, accessKeyId}] : [],
  )
  const key = newKey(random)
  if (held.length > 0 && random.chance(55)) {
    const {location, accessKeyId} = random.pick(held)
    const expect = random.chance(5) ? 'AKIAANOTHERANOTHER22' : accessKeyId
    return random.chance(40)
      ? attempt({kind: 'remove', place: placeOf(location), key}, () => backend.remove({location, expect}, options))
      : attempt({kind: 'replace', place: placeOf(location), key}, () =>
          backend.replace({location, key, expect}, options),
        )
  }
  const profile = random.pick(random.chance(5) ? UNWRITABLE : PROFILES)
  const there = held.find(({location}) => location.profile === profile && placeOf(location).kind === 'credentials')
  const place = {kind: 'credentials', path: botoPaths({env, home: homeOf(env)}).credentials, profile} as const
  const expect = random.chance(5) ? 'AKIAANOTHERANOTHER22' : (there?.accessKeyId ?? null)
  return attempt({kind: 'store', place, key}, () => backend.store({profile, key, expect}, options))
}

async function attempt(change: Omit<Change, 'refused'>, work: () => Promise<unknown>): Promise<Change> {
  try {
    await work()
    return {...change, refused: null}
  } catch (error) {
    if (!isBackendError(error)) throw error
    return {...change, refused: error.code}
  }
}

function placeOf({id}: Location): Place {
  const [kind, path, profile = null] = JSON.parse(id) as [Place['kind'], string, string?]
  return {kind, path, profile}
}

function newKey(random: Random): Key {
  const id = `AKIANEW${Array.from({length: 13}, () => 'ABCDEFG234567'[random.below(13)]).join('')}`
  const secret = random.pick([
    'wJalrXUtnFEMI/K7MDENG+bPxRfiCY',
    'a=b',
    ':x',
    'x # y',
    'x;y',
    '%s%(a)s',
    '"q"',
    '=',
    "it's",
  ])
  return {
    accessKeyId: id,
    secretAccessKey: secret,
    ...(random.chance(10) ? {sessionToken: 'a/token=='} : {}),
  }
}

/** Generated variables may name a file anywhere, and this writes. */
export function withinHome({home, env}: LaidOut): LaidOut {
  const paths = botoPaths({env, home: homeOf(env)})
  const named = {
    AWS_SHARED_CREDENTIALS_FILE: paths.credentials,
    AWS_CONFIG_FILE: paths.config,
    AWS_CREDENTIAL_FILE: paths.ec2 ?? '',
    BOTO_CONFIG: paths.boto[0] ?? '',
  } as Readonly<Record<string, string>>
  return {home, env: Object.fromEntries(Object.entries(env).filter(([name]) => (named[name] ?? home).startsWith(home)))}
}
