import {Buffer} from 'node:buffer'
import {backendError} from '@mturk-cli/core'
import {acquireLock, lockPathOf, makeDirectory, readForEdit, writeOwnerOnly} from '@mturk-cli/core/files'
import {dirname} from 'node:path'
import type {Item} from './request.js'

/**
 * Which key each profile has in the keychain, so that a list need not open it. Ids only, no secret. null: somebody is about
 * to change it, or died doing so, and the keychain has to say.
 */
export type Known = ReadonlyMap<string, string | null>

type Services = Record<string, Record<string, string | null>>

/** undefined: nothing is known of that service, as where the file is lost. What is no such file counts as none. */
export async function readIndex(file: string, service: string): Promise<Known | undefined> {
  const services = new Map(Object.entries(await readServices(file)))
  const profiles = services.get(service)
  return profiles && new Map(Object.entries(profiles))
}

/** Only under `locked`. */
export async function writeIndex(file: string, service: string, known: Known): Promise<void> {
  const services = {...(await readServices(file)), [service]: Object.fromEntries([...known].toSorted(byName))}
  await writeOwnerOnly(file, Buffer.from(`${JSON.stringify(services, null, 2)}\n`))
}

/** One change at a time, of all processes of this person: keychains have no compare-and-set of their own. */
export async function locked<T>(file: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  await makeDirectory(dirname(file))
  const lock = await acquireLock(lockPathOf(file), {guards: 'the keychain', signal})
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

export function knownFrom(items: readonly Item[]): Known {
  return new Map(items.map(({account, accessKeyId}) => [account, accessKeyId]))
}

async function readServices(file: string): Promise<Services> {
  const bytes = await readForEdit(file)
  try {
    const value: unknown = JSON.parse(bytes?.toString('utf8') ?? '{}')
    return isServices(value) ? value : {}
  } catch {
    return {}
  }
}

function isServices(value: unknown): value is Services {
  return isObject(value) && Object.values(value).every((each) => isObject(each) && Object.values(each).every(isId))
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isId = (value: unknown) => value === null || typeof value === 'string'

const LONGEST_NAME = 256

export function assertNameable(profile: string): void {
  // A service of the library takes no empty name, and Windows none of more than 513 characters (CREDENTIALW, UserName).
  const isLong = profile.length > LONGEST_NAME
  if (profile !== '' && !isLong && !/\p{Cc}/u.test(profile)) return
  const why = isLong ? `more than ${LONGEST_NAME} characters` : profile === '' ? 'nothing' : 'control characters'
  const name = JSON.stringify(isLong ? `${profile.slice(0, 32)}…` : profile)
  throw backendError('not_writable', `The profile name ${name} cannot name an item of the keychain: it has ${why}.`)
}
