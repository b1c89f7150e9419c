import {isAwsFailure, isFault} from '../aws/index.js'
import {unwrapKey, wrapKey, type CredentialSources, type Key, type Location} from '../credentials/index.js'
import type {Clock} from '../clock.js'
import {usageError} from '../errors.js'
import type {Journal} from '../journal/index.js'
import {say} from '../remedy.js'
import {hasCode, type IamApi} from './api.js'
import type {CreateUserRequest} from './create-user.js'
import {MTURK_POLICY_ARN, SELF_ROTATION_POLICY_NAME, selfRotationPolicy} from './policies.js'
import type {KeyVerifier} from './verify-key.js'

/** What the journal keeps. Plain JSON, so the secret is a plain string here and nowhere else. */
export interface CreateUserState {
  readonly request: CreateUserRequest
  readonly arn?: string
  readonly key?: Key
}

export interface CreateUserTools {
  readonly iam: IamApi
  readonly verify: KeyVerifier
  readonly sources: CredentialSources
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  progress<Result>(title: string, work: () => Promise<Result>): Promise<Result>
}

type Step = {
  readonly title: string
  wanted(request: CreateUserRequest): boolean
  /** Can be done again: a run that was killed repeats the step that it was in. */
  does(tools: CreateUserTools, journal: Journal<CreateUserState>): Promise<void>
  undo?(tools: CreateUserTools, journal: Journal<CreateUserState>): Promise<void>
}

/** In this order; undone in reverse, and then the key is stored. A step knows nothing of crashes. */
export const steps: readonly Step[] = [
  {title: 'Making the IAM user', wanted: always, does: makeUser, undo: deleteUser},
  {title: 'Attaching the Mechanical Turk policy', wanted: always, does: attachPolicy, undo: detachPolicy},
  {
    title: 'Allowing it to rotate its own keys',
    wanted: wantsSelfRotation,
    does: putSelfRotation,
    undo: deleteSelfRotation,
  },
  {title: 'Making its access key', wanted: always, does: makeKey, undo: deleteKeys},
  {title: 'Waiting until the key works', wanted: always, does: verifyKey},
]

/** A user carries the run that made it from its first instant: the next run knows it by this tag, whatever was lost. */
const RUN_TAG = 'mturk:run'

function always(): boolean {
  return true
}

function wantsSelfRotation({selfRotation}: CreateUserRequest): boolean {
  return selfRotation
}

async function makeUser({iam}: CreateUserTools, journal: Journal<CreateUserState>): Promise<void> {
  const {request} = journal.state
  const ours = journal.resumed ? await findOurUser(iam, journal) : null
  if (ours) return journal.record({...journal.state, arn: ours.arn})
  try {
    const {arn} = await iam.createUser({...request, tags: {[RUN_TAG]: journal.runId}})
    await journal.record({...journal.state, arn})
  } catch (error) {
    // The answer may have been lost after IAM acted: then the user is there, and carries our tag.
    const made = madeNothing(journal, error) ? null : await findOurUser(iam, journal).catch(() => null)
    if (made) return journal.record({...journal.state, arn: made.arn})
    throw error
  }
}

/**
 * IAM said no to a run that had made nothing yet. So there is nothing to undo, and nobody is asked about it: who may not
 * make users as a rule may not look at them either.
 */
export function madeNothing({resumed, state}: Journal<CreateUserState>, error: unknown): boolean {
  return !resumed && state.arn === undefined && isAwsFailure(error) && error.kind === 'answer' && !isFault(error)
}

async function deleteUser({iam, clock}: CreateUserTools, journal: Journal<CreateUserState>): Promise<void> {
  if (!(await isOurs(iam, journal))) return
  const {userName} = journal.state.request
  // ListAccessKeys may lag behind CreateAccessKey, so a key that was not listed can still be in the way.
  for (let tries = 1; ; tries++) {
    try {
      return await iam.deleteUser(userName)
    } catch (error) {
      if (hasCode(error, 'NoSuchEntity')) return
      if (!hasCode(error, 'DeleteConflict') || tries === DELETE_TRIES) throw error
    }
    await clock.sleep(1000)
    await deleteAllKeys(iam, userName)
  }
}

const DELETE_TRIES = 5

async function attachPolicy({iam}: CreateUserTools, {state}: Journal<CreateUserState>): Promise<void> {
  await iam.attachUserPolicy(state.request.userName, MTURK_POLICY_ARN[state.request.policy])
}

async function detachPolicy({iam}: CreateUserTools, journal: Journal<CreateUserState>): Promise<void> {
  if (!(await isOurs(iam, journal))) return
  const {userName, policy} = journal.state.request
  await unlessGone(iam.detachUserPolicy(userName, MTURK_POLICY_ARN[policy]))
}

async function putSelfRotation({iam}: CreateUserTools, {state}: Journal<CreateUserState>): Promise<void> {
  const {userName, path} = state.request
  await iam.putUserPolicy(userName, SELF_ROTATION_POLICY_NAME, selfRotationPolicy(path))
}

async function deleteSelfRotation({iam}: CreateUserTools, journal: Journal<CreateUserState>): Promise<void> {
  if (!(await isOurs(iam, journal))) return
  await unlessGone(iam.deleteUserPolicy(journal.state.request.userName, SELF_ROTATION_POLICY_NAME))
}

/** A key on our half-made user whose secret we do not hold came from a lost answer: it is useless, and goes first. */
async function makeKey({iam}: CreateUserTools, journal: Journal<CreateUserState>): Promise<void> {
  const {userName} = journal.state.request
  const held = journal.state.key?.accessKeyId
  if (journal.resumed) await deleteAllKeys(iam, userName, held)
  if (held !== undefined) return
  const key = await iam.createAccessKey(userName)
  await journal.record({...journal.state, key: unwrapKey(key)})
}

async function deleteKeys({iam}: CreateUserTools, journal: Journal<CreateUserState>): Promise<void> {
  if (!(await isOurs(iam, journal))) return
  const {request, key} = journal.state
  if (key) await unlessGone(iam.deleteAccessKey(request.userName, key.accessKeyId))
  // One whose answer was lost. Where nobody may look for it, it stands in the way of deleting the user, which says so.
  await deleteAllKeys(iam, request.userName).catch(() => undefined)
}

async function verifyKey({verify}: CreateUserTools, {state}: Journal<CreateUserState>): Promise<void> {
  await verify(wrapKey(heldKey(state)))
}

/**
 * The last act, after which nothing is undone any more. Nothing need be journaled for it: a run that was killed stores the
 * same key once more, under the same operation.
 */
export async function storeKey({sources}: CreateUserTools, journal: Journal<CreateUserState>): Promise<Location> {
  const {request} = journal.state
  const key = heldKey(journal.state)
  return sources
    .backend(request.backend)
    .store({profile: request.profile, key: wrapKey(key), expect: request.expect, operationId: journal.runId})
    .catch(async (error: unknown) => {
      // If the place holds the key all the same, it was stored, and only the answer went wrong.
      const place = await placeOfKey(sources, journal.state).catch(() => null)
      if (place) return place
      throw error
    })
}

/** Where the key is stored already, if it is: then every step before that was done. */
export async function placeOfKey(sources: CredentialSources, state: CreateUserState): Promise<Location | null> {
  const {request, key} = state
  if (!key) return null
  const places = await sources.placesOf(request.profile, request.backend)
  return places.find(({accessKeyId}) => accessKeyId === key.accessKeyId)?.location ?? null
}

function heldKey({key}: CreateUserState): Key {
  if (!key) throw new Error('the key is used before it was made')
  return key
}

/** The user of that name, if this very run made it; any other tag counts as none. */
async function findOurUser(iam: IamApi, journal: Journal<CreateUserState>): Promise<{arn: string} | null> {
  const user = await iam.getUser(journal.state.request.userName)
  if (!user) return null
  const tags = await iam.listUserTags(user.userName)
  return tags[RUN_TAG] === journal.runId ? user : null
}

/** What this process made a moment ago it need not ask about; what an earlier one left is known by its tag. */
async function isOurs(iam: IamApi, journal: Journal<CreateUserState>): Promise<boolean> {
  if (!journal.resumed && journal.state.arn !== undefined) return true
  return (await findOurUser(iam, journal)) !== null
}

async function deleteAllKeys(iam: IamApi, userName: string, except?: string): Promise<void> {
  for (const {accessKeyId} of await iam.listAccessKeys(userName)) {
    if (accessKeyId !== except) await unlessGone(iam.deleteAccessKey(userName, accessKeyId))
  }
}

async function unlessGone(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!hasCode(error, 'NoSuchEntity')) throw error
  }
}

export function nameIsTaken(userName: string): Error {
  return usageError(
    `There is already an IAM user ${userName} in this account, and mturk did not make it in this run.`,
    [say('Choose another name: with `mturk init`, --user-name OTHER; with `mturk iam create-user`, another NAME.')],
  )
}
