import {randomUUID} from 'node:crypto'

import {maskAccessKeyId, type AccessKey} from './access-key.js'
import type {Location} from './contract.js'
import {malformed, type HandedOverKey} from './csv.js'
import {occupantOf, storeInto, type Target} from './place.js'
import {complaintAboutNewProfile} from './profile-name.js'
import type {CredentialSources} from './sources.js'
import {interrupted, messageOf, usageError} from '../errors.js'
import {run, say} from '../remedy.js'

export interface ImportedKey {
  readonly profile: string
  readonly accessKeyId: string
  /** null where a dry run would store it. */
  readonly storedIn: Location | null
  /** The very same key was there before, so nothing was changed. */
  readonly alreadyThere: boolean
}

export interface Imported {
  readonly imported: readonly ImportedKey[]
  readonly warnings: readonly string[]
}

export interface ImportOptions {
  /** What a single key is stored as: the profile named, or the one that Boto would choose. */
  readonly profile: string
  readonly profileGiven: boolean
  /** Goes in front. With it a key is named after its user, as several are, unless a profile is named. */
  readonly prefix: string
  readonly backend: string
  readonly dryRun: boolean
}

export interface ImportTools {
  readonly sources: CredentialSources
  /** The id that the target holds and that may be replaced, null where it is free; refuses by throwing. */
  readonly agree: (target: Target, accessKeyId: string) => Promise<string | null>
}

/**
 * Stores what a file of AWS held. Every target is agreed on before the first one is written, so that a refusal leaves
 * everything as it was; if writing itself fails half-way, what this run wrote is put back.
 *
 * @throws MturkError `interrupted` where putting back failed, too; it names what is left
 */
export async function importKeys(
  {sources, agree}: ImportTools,
  keys: readonly HandedOverKey[],
  options: ImportOptions,
): Promise<Imported> {
  const plan: Step[] = []
  for (const {key, target} of targetsOf(keys, options)) {
    const expect = await agree(target, key.accessKeyId)
    const held = expect === null ? null : await heldAt(sources, target, expect)
    plan.push({key, target, expect, held, alreadyThere: held !== null && isSameKey(held.key, key)})
  }
  const warnings = keys.flatMap((key) => key.warnings)
  if (options.dryRun) {
    const imported = plan.map((step) => outcomeOf(step, null))
    return {imported, warnings: [...warnings, ...(await hindrances(sources, options.backend))]}
  }
  return {imported: await storeAll(sources, plan), warnings}
}

interface Step {
  readonly key: AccessKey
  readonly target: Target
  readonly expect: string | null
  readonly held: {readonly location: Location; readonly key: AccessKey} | null
  readonly alreadyThere: boolean
}

async function storeAll(sources: CredentialSources, plan: readonly Step[]): Promise<readonly ImportedKey[]> {
  const done: {step: Step; storedIn: Location}[] = []
  try {
    for (const step of plan) {
      // Also where the key is there already: a stale session token may stand beside it in another file.
      done.push({step, storedIn: await storeInto(sources, step.target, step.key, step.expect)})
    }
  } catch (error) {
    const left: Location[] = []
    for (const {step, storedIn} of done.toReversed()) {
      await putBack(sources, step, storedIn).catch(() => left.push(storedIn))
    }
    throw left.length === 0 ? error : notTakenBack(error, left)
  }
  return done.map(({step, storedIn}) => outcomeOf(step, storedIn))
}

/** Files that cannot be read: storing into one of them would be refused. */
async function hindrances(sources: CredentialSources, backend: string): Promise<readonly string[]> {
  const entries = await sources.backend(backend).list({explicit: false})
  const problems = entries.flatMap(({problem}) => (problem?.code === 'unreadable_file' ? problem.message : []))
  return [...new Set(problems)]
}

function outcomeOf({key, target, held, alreadyThere}: Step, storedIn: Location | null): ImportedKey {
  const {accessKeyId} = key
  const location = storedIn ?? (alreadyThere && held ? held.location : null)
  return {profile: target.profile, accessKeyId, storedIn: location, alreadyThere}
}

/** The key that is to be replaced, or that is the same; null where it cannot be read, as where half of it is missing. */
async function heldAt(sources: CredentialSources, target: Target, expect: string): Promise<Step['held']> {
  const occupant = await occupantOf(sources, target)
  if (occupant?.accessKeyId !== expect) return null
  const {location} = occupant
  return sources.read(location).then(
    (key) => ({location, key}),
    () => null,
  )
}

function isSameKey(held: AccessKey, {accessKeyId, secretAccessKey}: AccessKey): boolean {
  return held.accessKeyId === accessKeyId && held.secretAccessKey.equals(secretAccessKey) && !held.sessionToken
}

async function putBack(sources: CredentialSources, {key, target, held, alreadyThere}: Step, storedIn: Location) {
  if (alreadyThere) return
  if (held) await storeInto(sources, target, held.key, key.accessKeyId)
  else
    await sources
      .backend(target.backend)
      .remove({location: storedIn, expect: key.accessKeyId, operationId: randomUUID()})
}

function notTakenBack(error: unknown, left: readonly Location[]): Error {
  const places = left.map(({display}) => display).join(', ')
  return interrupted(
    `${messageOf(error)} What had been stored before that could not be taken back: ${places}.`,
    [run('mturk credentials list')],
    error,
  )
}

function targetsOf(keys: readonly HandedOverKey[], {profile, profileGiven, prefix, backend}: ImportOptions) {
  const named = keys.map((key) => {
    const byUser = keys.length > 1 || (prefix !== '' && !profileGiven && key.userName !== null)
    if (!byUser) return {key, target: {profile: prefix + profile, backend}}
    if (key.userName === null) {
      throw usageError(
        'The file holds several keys and does not say whose they are, so mturk cannot name their profiles.',
        [say('Split it into one file for each key, and give each a --profile.')],
      )
    }
    assertUserName(key.userName, key.where)
    return {key, target: {profile: prefix + key.userName, backend}}
  })
  if (keys.length > 1 && profileGiven) {
    throw usageError(`The file holds ${keys.length} keys, and the profile ${profile} takes one. Nothing was stored.`, [
      say('Without --profile each is stored under the name of its user.'),
      say(`To put something in front of these names: --profile-prefix ${profile}-`),
    ])
  }
  const names = named.map(({target}) => target.profile)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return named
  const rows = named.flatMap(({key: {where, accessKeyId}, target}) =>
    target.profile === twice ? [`${where === undefined ? '' : `${where}: `}${maskAccessKeyId(accessKeyId)}`] : [],
  )
  throw usageError(
    `The file holds ${rows.length} keys for the profile ${twice} (${rows.join('; ')}), which takes one.`,
    [say('Split it into one file for each key, and give each a --profile.')],
  )
}

/** A name in a file may be anything. One that no place could hold must be known before the first key is written. */
function assertUserName(userName: string, where: string | undefined): void {
  const complaint = complaintAboutNewProfile(userName)
  if (complaint === undefined) return
  throw malformed(`${where === undefined ? '' : `${where}: `}the user name ${complaint}, so no profile can have it.`, [
    say('Mend the name in the file, or split it into one file for each key, and give each a --profile.'),
  ])
}
