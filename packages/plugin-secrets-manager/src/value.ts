import type {Key} from '@mturk-cli/core'

/** The names that people and tools give the two parts, ours first; AWS prescribes none. */
const SPELLINGS = [
  ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'],
  ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'],
  ['AccessKeyId', 'SecretAccessKey', 'SessionToken'],
  ['accessKeyId', 'secretAccessKey', 'sessionToken'],
  ['access_key_id', 'secret_access_key', 'session_token'],
] as const

type Members = Readonly<Record<string, unknown>>

/** What a secret holds, or in words why that is no key; the words never repeat any of it. */
export type Held = {readonly key: Key; readonly members: Members} | Unfit

export interface Unfit {
  readonly problem: string
  /** A key may well be in there; nobody could tell which. */
  readonly mayHoldKey: boolean
}

export function readValue(text: string | undefined): Held {
  if (text === undefined) return {problem: 'it holds bytes instead of JSON', mayHoldKey: true}
  const members = membersOf(text)
  if (members === undefined) return {problem: 'it does not hold a JSON object', mayHoldKey: true}
  const keys = SPELLINGS.flatMap(([id, secret, token]) => keyOf(members[id], members[secret], members[token]))
  const [first] = keys
  if (first === undefined) {
    return {problem: 'its JSON has no aws_access_key_id with an aws_secret_access_key', mayHoldKey: false}
  }
  if (keys.some((key) => !isSameKey(key, first))) return {problem: 'it holds two different keys', mayHoldKey: true}
  return {key: first, members}
}

/** Numbers stay as they are written, however many digits they have. */
function membersOf(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text, exact as (this: unknown, name: string, value: unknown) => unknown)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined
  } catch {
    return undefined
  }
}

function exact(_name: string, value: unknown, {source}: {source: string}): unknown {
  if (typeof value !== 'number') return value
  return (JSON as unknown as {rawJSON(text: string): unknown}).rawJSON(source)
}

function keyOf(id: unknown, secret: unknown, token: unknown): Key[] {
  if (typeof id !== 'string' || typeof secret !== 'string' || id === '' || secret === '') return []
  const sessionToken = typeof token === 'string' && token !== '' ? {sessionToken: token} : {}
  return [{accessKeyId: id, secretAccessKey: secret, ...sessionToken}]
}

export function isSameKey(one: Key, other: Key): boolean {
  return (
    one.accessKeyId === other.accessKeyId &&
    one.secretAccessKey === other.secretAccessKey &&
    (one.sessionToken || undefined) === (other.sessionToken || undefined)
  )
}

/** The key under every spelling that is there already, so that whoever reads it finds it; ours where there is none. */
export function writeValue({accessKeyId, secretAccessKey}: Key, before: Members = {}): string {
  const entries = new Map(Object.entries(before))
  const there = SPELLINGS.filter(([id, secret]) => entries.has(id) && entries.has(secret))
  for (const [, , token] of SPELLINGS) entries.delete(token)
  for (const [id, secret] of there.length > 0 ? there : [SPELLINGS[0]]) {
    entries.set(id, accessKeyId).set(secret, secretAccessKey)
  }
  return JSON.stringify(Object.fromEntries(entries))
}
