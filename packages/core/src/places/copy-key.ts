import {randomUUID} from 'node:crypto'

import {
  isBackendError,
  occupantOf,
  occupantWords,
  storeInto,
  type AccessKey,
  type CredentialSources,
  type Environment,
  type Location,
  type Occupant,
  type Target,
} from '../credentials/index.js'
import {answerNeeded, interrupted, messageOf, MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {agreeToHide, type Presenter} from '../guide/index.js'
import {run, say} from '../remedy.js'
import {assertRemovable} from './removable.js'
import {isSameKey, isSamePlace, samePlace} from './same.js'
import {agreeToSetUp, supposing, withSetUp, type SetUp} from './set-up.js'
import {findSource, type Source} from './source.js'
import {foundBy, heldElsewhere, type FoundByTools} from './what-tools-find.js'

export interface CopyOptions {
  /** Backends, by their ids. */
  readonly from: string
  readonly to: string
  /** Whose key it is; undefined: the profile that Boto would choose. */
  readonly profile: string | undefined
  /** The profile that it gets in `to`; undefined: the same. */
  readonly as: string | undefined
  /** Another key in its place there is given up. */
  readonly replace: boolean
  /** The place that was copied loses the key, once the copy was read back. */
  readonly deleteSource: boolean
}

export interface CopyTools {
  readonly sources: CredentialSources
  readonly presenter: Presenter
  readonly env: Environment
  /** Refuses, by throwing, a key that something unfinished is about, as a rotation. */
  readonly assertFree: (accessKeyId: string) => Promise<void>
  /** What the backend that gets the key still needs in `config.ini`; null: nothing. */
  readonly setUp: SetUp | null
  /** `--yes`: it may be written unasked. */
  readonly yes: boolean
}

export interface CopyPlan {
  readonly options: CopyOptions
  readonly source: Source
  readonly target: Target
  /** What stands there now; null where it is free. */
  readonly occupant: Occupant | null
  /** The very same key stands there already. */
  readonly alreadyThere: boolean
  /** What is to be written into `config.ini` first; null: nothing. */
  readonly setUp: SetUp | null
}

export interface CopiedKey {
  readonly plan: CopyPlan
  readonly accessKeyId: string
  readonly storedIn: Location
  /** The place lost the key in this run. */
  readonly sourceDeleted: boolean
  readonly found: FoundByTools
}

/**
 * What copying a key would do. Nothing is changed.
 *
 * @throws MturkError `no_credentials` and the like where the source has no usable key, `usage` where the target cannot take
 *   one, or is the same place, or the source is to be deleted and cannot be
 */
export async function planCopy({sources, assertFree, setUp}: CopyTools, options: CopyOptions): Promise<CopyPlan> {
  const source = await findSource(sources, options)
  const target = {profile: options.as ?? source.profile, backend: options.to}
  const occupant = await supposing(setUp, () => occupantOf(sources, target))
  if (source.state === 'gone') {
    // What an earlier run has done is done: the key is there, and the place that it was copied from is empty.
    if (!occupant?.isWhole || occupant.accessKeyId === null || !(await isReadable(sources, occupant))) throw source.why
    return {options, source, target, occupant, alreadyThere: true, setUp}
  }
  const {location, key} = source
  await assertFree(key.accessKeyId)
  if (occupant && isSamePlace(occupant.location, location)) throw samePlace(location)
  if (options.deleteSource) assertRemovable(sources, source)
  return {options, source, target, occupant, alreadyThere: await holds(sources, occupant, key), setUp}
}

/**
 * Copies the key, reads it back, and only then takes it out of the place that it came from. Killed at whatever moment, the
 * key is in one of the two, or in both; the same command again goes on.
 *
 * A set-up of the backend is written before anything is stored, and stays whatever becomes of the copy.
 *
 * @throws MturkError `answer_needed` where another key stands in the way, or a set-up is lacking, and nobody agreed,
 *   `conflict` where what is read back is not what was stored, `interrupted` where the copy is made and the source could
 *   not be taken away
 */
export async function copyKey(tools: CopyTools, plan: CopyPlan): Promise<CopiedKey> {
  const {source, occupant, alreadyThere, options, setUp} = plan
  if (source.state === 'found' && !alreadyThere) {
    await agreeToHide(tools, plan.target, {
      expect: occupant?.accessKeyId ?? null,
      other: copyCommand({...options, as: 'OTHER'}),
    })
    if (occupant) await agree(tools, plan, occupant)
  }
  await agreeToSetUp(tools, setUp, copyCommand(options, '--yes'))
  return withSetUp(setUp, () => carryOut(tools, plan))
}

async function carryOut(tools: CopyTools, plan: CopyPlan): Promise<CopiedKey> {
  const {sources} = tools
  const {source, target, occupant, alreadyThere, options} = plan
  if (source.state === 'gone') {
    const {location, accessKeyId} = occupant as Occupant
    return {
      plan,
      accessKeyId: accessKeyId as string,
      storedIn: location,
      sourceDeleted: false,
      found: await foundBy(tools, target.profile, location),
    }
  }
  const {key} = source
  const storedIn =
    alreadyThere && occupant
      ? occupant.location
      : await storeInto(sources, target, key, occupant ? occupant.accessKeyId : null)
  await assertStored(sources, storedIn, key)
  if (options.deleteSource) await emptySource(sources, plan, source, storedIn)
  return {
    plan,
    accessKeyId: key.accessKeyId,
    storedIn,
    sourceDeleted: options.deleteSource,
    found: await foundBy(tools, target.profile, storedIn),
  }
}

/** The same command, as it goes on or is answered. */
function copyCommand({from, to, as, replace, deleteSource}: CopyOptions, ...more: readonly string[]) {
  const words = [...(as === undefined ? [] : ['--as', as]), ...(replace ? ['--replace'] : [])]
  return run(
    'mturk credentials copy',
    '--from',
    from,
    '--to',
    to,
    ...words,
    ...(deleteSource ? ['--delete-source'] : []),
    ...more,
  )
}

async function holds(sources: CredentialSources, occupant: Occupant | null, key: AccessKey): Promise<boolean> {
  if (!occupant?.isWhole || occupant.accessKeyId !== key.accessKeyId) return false
  const held = await sources.read(occupant.location).catch(() => null)
  return held !== null && isSameKey(held, key)
}

function isReadable(sources: CredentialSources, {location}: Occupant): Promise<boolean> {
  return sources.read(location).then(
    () => true,
    () => false,
  )
}

async function agree({sources, presenter}: CopyTools, {source, options}: CopyPlan, occupant: Occupant): Promise<void> {
  if (options.replace || source.state === 'gone') return
  const {location, accessKeyId} = occupant
  const what =
    accessKeyId === source.key.accessKeyId && occupant.isWhole
      ? 'the same id with another secret'
      : occupantWords(occupant)
  const isLast = accessKeyId !== null && (await heldElsewhere(sources, accessKeyId, [location])).length === 0
  const lost = isLast ? ' It is kept nowhere else that is known here.' : ''
  const refusal = () =>
    answerNeeded(`${location.display} already holds ${what}.${lost} Nothing was changed.`, [
      say('To have it replaced:'),
      copyCommand({...options, replace: true}),
      say('To keep both:'),
      copyCommand({...options, as: 'OTHER'}),
    ])
  if (!presenter.interactive) throw refusal()
  if (!(await presenter.confirm(`${location.display} holds ${what}.${lost} Replace it?`, {default: false}))) {
    throw refusal()
  }
}

/** A store may have answered well and kept nothing. */
async function assertStored(sources: CredentialSources, storedIn: Location, key: AccessKey): Promise<void> {
  const held = await sources.read(storedIn).catch((error: unknown) => error as Error)
  if (!(held instanceof Error) && isSameKey(held, key)) return
  const why = held instanceof Error ? messageOf(held) : 'it holds something else.'
  throw new MturkError({
    code: 'conflict',
    exit: Exit.interrupted,
    message: `The key was stored in ${storedIn.display} and could not be read back: ${why} The place that it comes from was not touched.`,
    remedy: [run('mturk credentials list', '--backend', storedIn.backend)],
    cause: held instanceof Error ? held : undefined,
  })
}

async function emptySource(
  sources: CredentialSources,
  {options}: CopyPlan,
  {location, key}: Extract<Source, {state: 'found'}>,
  storedIn: Location,
): Promise<void> {
  try {
    const now = await sources.read(location)
    if (!isSameKey(now, key)) throw new Error('it holds another key by now.')
    const request = {location, expect: key.accessKeyId, operationId: randomUUID()}
    await sources.backend(location.backend).remove(request)
  } catch (error) {
    throw interrupted(
      `The key is in ${storedIn.display}, and was not taken out of ${location.display}: ${messageOf(error)}`,
      [say('To go on:'), copyCommand(options)],
      error,
    )
  }
  await assertNotOne(sources, {location, storedIn, key})
}

/** Two backends may be two ways to one and the same place; then what was taken out of the one is gone from the other. */
async function assertNotOne(
  sources: CredentialSources,
  {location, storedIn, key}: {location: Location; storedIn: Location; key: AccessKey},
): Promise<void> {
  const isGone = await sources.read(storedIn).then(
    () => false,
    (error: unknown) => isBackendError(error) && error.code === 'not_found',
  )
  if (!isGone) return
  const target = {profile: storedIn.profile ?? location.profile ?? 'default', backend: storedIn.backend}
  await storeInto(sources, target, key, null)
  await assertStored(sources, storedIn, key)
  throw new MturkError({
    code: 'conflict',
    exit: Exit.interrupted,
    message: `${location.display} and ${storedIn.display} are one and the same place. The key was put back, and is where it was.`,
  })
}
