import assert from 'node:assert/strict'
import {
  isBackendError,
  type BackendErrorCode,
  type ChangeOptions,
  type CredentialBackend,
  type Entry,
  type Key,
  type Location,
} from '../credentials/contract.js'

/** A backend under test, with a storage of its own that nothing else uses. */
export interface Trial {
  /** A new instance on the same storage, as another process would have it. */
  readonly open: () => CredentialBackend | Promise<CredentialBackend>
  /** Puts a key there as its owner would, without the backend. A backend that cannot `store` needs it. */
  readonly seed?: (profile: string, key: Key) => void | Promise<void>
  /** Takes the storage away. */
  readonly close?: () => void | Promise<void>
}

/** What vitest, node:test, jest and mocha all have. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

export const FIRST = 'mturk-first'
export const SECOND = 'mturk-second'

/** Long-lived and well-formed, and not alike in any part. */
export const KEY_A: Key = {
  accessKeyId: 'AKIAAAAAAAAAAAAAAAA2',
  secretAccessKey: 'marker/SecretOfKeyA+0123456789abcdefghij',
}
export const KEY_B: Key = {
  accessKeyId: 'AKIABBBBBBBBBBBBBBB3',
  secretAccessKey: 'marker/SecretOfKeyB+0123456789abcdefghij',
}
export const KEY_C: Key = {
  accessKeyId: 'AKIACCCCCCCCCCCCCCC4',
  secretAccessKey: 'marker/SecretOfKeyC+0123456789abcdefghij',
}
export const TEMPORARY: Key = {
  accessKeyId: 'ASIATTTTTTTTTTTTTTT5',
  secretAccessKey: 'marker/SecretOfKeyT+0123456789abcdefghij',
  sessionToken: 'marker/TokenOfKeyT+0123456789abcdefghij',
}
/** Nothing that may be shown has this in it. */
export const MARKER = 'marker/'

let operations = 0
/** Options for a call; each has an operation of its own unless one is named. */
export function call(operationId = `trial-${++operations}`): ChangeOptions {
  return {signal: new AbortController().signal, operationId}
}

export async function keysOf(backend: CredentialBackend, profile?: string): Promise<readonly Entry[]> {
  const entries = await backend.list({...(profile === undefined ? {} : {profile}), explicit: false}, call())
  return entries.filter(({accessKeyId, problem}) => accessKeyId !== undefined && problem === undefined)
}

/** The one place where the profile's key is. */
export async function placeOf(
  backend: CredentialBackend,
  profile: string,
  key: Key,
  sentence?: string,
): Promise<Location> {
  const entries = await keysOf(backend, profile)
  const found = entries.find(({accessKeyId}) => accessKeyId === key.accessKeyId)
  const shown = entries.map(({accessKeyId}) => accessKeyId).join(', ') || 'no key'
  const before = sentence === undefined ? '' : `${sentence} `
  const expected = `${before}list() of the profile "${profile}" must show ${key.accessKeyId}, which was put there`
  assert.ok(found, `${expected}; it shows ${shown}.`)
  assert.ok(found.location, `${expected}, with its location.`)
  return found.location
}

/** Puts a key there in whatever way the backend has. */
export async function put(trial: Trial, profile: string, key: Key): Promise<void> {
  if (trial.seed) return trial.seed(profile, key)
  const backend = await opened(trial, 'store')
  await backend.store({profile, key, expect: null}, call())
}

type Changing = Required<Pick<CredentialBackend, 'store' | 'replace' | 'remove'>>

/** The backend with one of its changing methods, bound; a backend without it has its tests left out. */
export async function opened<Verb extends keyof Changing>(
  trial: Trial,
  verb: Verb,
): Promise<CredentialBackend & Pick<Changing, Verb>> {
  const backend = await trial.open()
  assert.ok(backend[verb], `This instance has no ${verb}(), but another one of the same backend has.`)
  return backend as CredentialBackend & Pick<Changing, Verb>
}

export async function rejects(
  work: Promise<unknown>,
  codes: readonly BackendErrorCode[],
  sentence: string,
): Promise<void> {
  const error: unknown = await work.then(
    () => assert.fail(`${sentence} It succeeded instead.`),
    (thrown: unknown) => thrown,
  )
  if (error instanceof assert.AssertionError) throw error
  assert.ok(isBackendError(error), `${sentence} It threw something that is no MturkBackendError: ${String(error)}`)
  assert.ok(codes.includes(error.code), `${sentence} Its code is "${error.code}" instead of "${codes.join('" or "')}".`)
  const words = error.message + JSON.stringify(error)
  assert.ok(!words.includes(MARKER), `An error repeats a secret: ${error.code}`)
}

export async function holds(backend: CredentialBackend, profile: string, key: Key, sentence: string): Promise<void> {
  const read = await backend.read(await placeOf(backend, profile, key, sentence), call())
  const {accessKeyId} = read
  assert.ok(
    accessKeyId === key.accessKeyId,
    `${sentence} read() for the profile "${profile}" gives ${accessKeyId} instead of ${key.accessKeyId}.`,
  )
  assert.ok(read.secretAccessKey === key.secretAccessKey, `${sentence} The secret is another one.`)
  assert.ok(read.sessionToken === key.sessionToken, `${sentence} The session token is another one.`)
}
