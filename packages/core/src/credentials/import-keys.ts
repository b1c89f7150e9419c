import {randomUUID} from 'node:crypto'

import type {AccessKey} from './access-key.js'
import type {Location} from './contract.js'
import type {HandedOverKey} from './csv.js'
import {occupantOf, storeInto, type Target} from './place.js'
import type {CredentialSources} from './sources.js'
import {usageError} from '../errors.js'
import {say} from '../remedy.js'

export interface Imported {
  readonly imported: readonly {
    readonly profile: string
    readonly accessKeyId: string
    /** null in a dry run. */
    readonly storedIn: Location | null
  }[]
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
 */
export async function importKeys(
  {sources, agree}: ImportTools,
  keys: readonly HandedOverKey[],
  options: ImportOptions,
): Promise<Imported> {
  const warnings = keys.flatMap((key) => key.warnings)
  const plan = []
  for (const {key, target} of targetsOf(keys, options)) {
    plan.push({key, target, expect: await agree(target, key.accessKeyId)})
  }
  if (options.dryRun) {
    const imported = plan.map(({key, target}) => ({
      profile: target.profile,
      accessKeyId: key.accessKeyId,
      storedIn: null,
    }))
    return {imported, warnings}
  }
  const done: (Stored & {target: Target})[] = []
  try {
    for (const {key, target, expect} of plan) {
      const before = expect === null ? null : await keyAt(sources, target)
      const storedIn = await storeInto(sources, target, key, expect)
      done.push({profile: target.profile, accessKeyId: key.accessKeyId, storedIn, target, before})
    }
  } catch (error) {
    for (const stored of done.toReversed()) await putBack(sources, stored)
    throw error
  }
  return {imported: done, warnings}
}

interface Stored {
  readonly profile: string
  readonly accessKeyId: string
  readonly storedIn: Location
  readonly before: AccessKey | null
}

async function keyAt(sources: CredentialSources, target: Target): Promise<AccessKey | null> {
  const occupant = await occupantOf(sources, target)
  return occupant && sources.read(occupant.location)
}

async function putBack(sources: CredentialSources, {target, storedIn, accessKeyId, before}: Stored & {target: Target}) {
  if (before) await storeInto(sources, target, before, accessKeyId)
  else
    await sources.backend(target.backend).remove({location: storedIn, expect: accessKeyId, operationId: randomUUID()})
}

function targetsOf(keys: readonly HandedOverKey[], {profile, profileGiven, prefix, backend}: ImportOptions) {
  const named = keys.map((key) => {
    const byUser = keys.length > 1 || (prefix !== '' && !profileGiven && key.userName !== null)
    const name = byUser ? key.userName : profile
    if (name === null) {
      throw usageError(
        'The file holds several keys and does not say whose they are, so mturk cannot name their profiles.',
        [say('Split it into one file for each key, and give each a --profile.')],
      )
    }
    return {key, target: {profile: prefix + name, backend}}
  })
  const names = named.map(({target}) => target.profile)
  // A name in a file may be anything. This one no place could hold, and that must be known before the first is written.
  if (names.some((name) => /[\p{Cc}\p{Cf}]/u.test(name))) {
    throw usageError(
      'A user name in the file holds a control character or a mark that cannot be seen, so no profile can be called by it.',
    )
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw usageError(`The file holds two keys for the profile ${twice}.`)
  return named
}
