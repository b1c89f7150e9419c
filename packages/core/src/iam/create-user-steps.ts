import {unwrapKey, wrapKey, type CredentialSources, type Key, type Location} from '../credentials/index.js'
import type {Clock} from '../clock.js'
import type {Journal} from '../journal/index.js'
import {listOrphans, type Adopted} from './adopt-user.js'
import {hasCode, type IamApi} from './api.js'
import type {CreateUserRequest} from './create-user.js'
import {changedNothing} from './changed-nothing.js'
import {assertKeptNowhere} from './in-use.js'
import {MTURK_POLICY_ARN, SELF_ROTATION_POLICY_NAME, selfRotationPolicy} from './policies.js'
import type {KeyVerifier} from './verify-key.js'

/** What the journal keeps. Plain JSON, so the secret is a plain string here and nowhere else. */
export interface CreateUserState {
  readonly request: CreateUserRequest
  /** The steps that may have made something, in their order. A step is announced here before it begins. */
  readonly begun: readonly StepId[]
  readonly arn?: string
  readonly key?: Key
  /** What the administrator of the journal was not allowed, where neither finishing nor undoing could go on without it. */
  readonly lacking?: readonly string[]
}

/** The journal is opened to do the first step, so that one is begun with it. */
export function firstState(request: CreateUserRequest): CreateUserState {
  const first = steps.find((step) => step.wanted(request))
  return {request, begun: first ? [first.id] : [], ...(request.adopted ? {arn: request.adopted.arn} : {})}
}

export interface CreateUserTools {
  readonly iam: IamApi
  readonly verify: KeyVerifier
  readonly sources: CredentialSources
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
  progress<Result>(title: string, work: () => Promise<Result>): Promise<Result>
  /** What a failure means, in words for a person. */
  explain(error: unknown): Error
}

export type StepId = 'user' | 'policy' | 'self-rotation' | 'key' | 'works'

/** What a step made, for the journal. */
type Made = Partial<Pick<CreateUserState, 'arn' | 'key'>>

export interface Step {
  readonly id: StepId
  readonly title: string
  wanted(request: CreateUserRequest): boolean
  /** Can be done again: a run that was killed repeats the step that it was in. */
  does(tools: CreateUserTools, journal: Journal<CreateUserState>): Promise<Made>
  /** Takes away what `does` may have made on a user that is ours for certain; nothing to take away is no failure. */
  readonly undo?: (tools: CreateUserTools, state: CreateUserState) => Promise<void>
}

/** In this order; undone in reverse, and then the key is stored. A step knows nothing of crashes. */
export const steps: readonly Step[] = [
  {id: 'user', title: 'Making the IAM user', wanted: isToBeMade, does: makeUser, undo: deleteUser},
  {
    id: 'policy',
    title: 'Attaching the Mechanical Turk policy',
    wanted: lacksPolicy,
    does: attachPolicy,
    undo: detachPolicy,
  },
  {
    id: 'self-rotation',
    title: 'Allowing it to rotate its own keys',
    wanted: wantsSelfRotation,
    does: putSelfRotation,
    undo: deleteSelfRotation,
  },
  {id: 'key', title: 'Making its access key', wanted: always, does: makeKey, undo: deleteKeys},
  {id: 'works', title: 'Waiting until the key works', wanted: always, does: verifyKey},
]

/** A user carries the run that made it from its first instant: the next run knows it by this tag, whatever was lost. */
export const RUN_TAG = 'mturk:run'

function always(): boolean {
  return true
}

function isToBeMade({adopted}: CreateUserRequest): boolean {
  return !adopted
}

function lacksPolicy({adopted}: CreateUserRequest): boolean {
  return !adopted?.hasPolicy
}

function wantsSelfRotation({selfRotation, adopted}: CreateUserRequest): boolean {
  return selfRotation && !adopted?.hasSelfRotation
}

async function makeUser({iam}: CreateUserTools, journal: Journal<CreateUserState>): Promise<Made> {
  const {request} = journal.state
  const ours = journal.resumed ? await findOurUser(iam, journal) : null
  if (ours) return {arn: ours.arn}
  try {
    const {arn} = await iam.createUser({...request, tags: {[RUN_TAG]: journal.runId}})
    return {arn}
  } catch (error) {
    // Who may not make users as a rule may not look at them either, so nobody is asked where there is nothing to see.
    if (!journal.resumed && changedNothing(error)) throw error
    // The answer may have been lost after IAM acted: then the user is there, and carries our tag.
    const made = await findOurUser(iam, journal).catch(() => null)
    if (made) return {arn: made.arn}
    throw error
  }
}

async function deleteUser(tools: CreateUserTools, state: CreateUserState): Promise<void> {
  const {iam, clock} = tools
  const {userName} = state.request
  for (let tries = 1; ; tries++) {
    try {
      return await iam.deleteUser(userName)
    } catch (error) {
      if (hasCode(error, 'NoSuchEntity')) return
      if (!hasCode(error, 'DeleteConflict') || tries === DELETE_TRIES) throw error
    }
    // ListAccessKeys may lag behind CreateAccessKey, and a policy whose answer was lost may only now be there.
    await clock.sleep(1000)
    await deleteAllKeys(iam, userName)
    for (const takeAway of [deleteSelfRotation, detachPolicy]) await takeAway(tools, state).catch(() => undefined)
  }
}

const DELETE_TRIES = 5

async function attachPolicy({iam}: CreateUserTools, {state}: Journal<CreateUserState>): Promise<Made> {
  await iam.attachUserPolicy(state.request.userName, MTURK_POLICY_ARN[state.request.policy])
  return {}
}

async function detachPolicy({iam}: CreateUserTools, {request}: CreateUserState): Promise<void> {
  await unlessGone(iam.detachUserPolicy(request.userName, MTURK_POLICY_ARN[request.policy]))
}

async function putSelfRotation({iam}: CreateUserTools, {state}: Journal<CreateUserState>): Promise<Made> {
  const {userName, path} = state.request
  await iam.putUserPolicy(userName, SELF_ROTATION_POLICY_NAME, selfRotationPolicy(path))
  return {}
}

async function deleteSelfRotation({iam}: CreateUserTools, {request}: CreateUserState): Promise<void> {
  await unlessGone(iam.deleteUserPolicy(request.userName, SELF_ROTATION_POLICY_NAME))
}

/** A key on our half-made user whose secret nobody here holds came from a lost answer: it is useless, and goes first. */
async function makeKey(tools: CreateUserTools, journal: Journal<CreateUserState>): Promise<Made> {
  const {iam} = tools
  const {userName, adopted} = journal.state.request
  const held = journal.state.key?.accessKeyId
  if (journal.resumed) {
    const ids = adopted ? await listOrphans(iam, userName, adopted, held) : await listOtherKeys(iam, userName, held)
    await assertKeptNowhere(tools, journal, ids)
    await deleteEach(iam, userName, ids)
  }
  return held === undefined ? {key: unwrapKey(await iam.createAccessKey(userName))} : {}
}

/** The key, or the one whose answer was lost. */
async function deleteKeys({iam}: CreateUserTools, {request, key}: CreateUserState): Promise<void> {
  if (key) await unlessGone(iam.deleteAccessKey(request.userName, key.accessKeyId))
  else if (request.adopted) await deleteOrphans(iam, request.userName, request.adopted)
  else await deleteAllKeys(iam, request.userName)
}

async function verifyKey({verify}: CreateUserTools, {state}: Journal<CreateUserState>): Promise<Made> {
  await verify(wrapKey(heldKey(state)))
  return {}
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
export async function findOurUser(iam: IamApi, journal: Journal<CreateUserState>): Promise<{arn: string} | null> {
  const user = await iam.getUser(journal.state.request.userName)
  if (!user) return null
  const tags = await iam.listUserTags(user.userName)
  return tags[RUN_TAG] === journal.runId ? user : null
}

async function listOtherKeys(iam: IamApi, userName: string, held?: string): Promise<readonly string[]> {
  const ids = (await iam.listAccessKeys(userName)).map(({accessKeyId}) => accessKeyId)
  return ids.filter((id) => id !== held)
}

async function deleteAllKeys(iam: IamApi, userName: string): Promise<void> {
  await deleteEach(iam, userName, await listOtherKeys(iam, userName))
}

/** Somebody else's keys stay. */
async function deleteOrphans(iam: IamApi, userName: string, adopted: Adopted): Promise<void> {
  await deleteEach(iam, userName, await listOrphans(iam, userName, adopted))
}

async function deleteEach(iam: IamApi, userName: string, accessKeyIds: readonly string[]): Promise<void> {
  for (const id of accessKeyIds) await unlessGone(iam.deleteAccessKey(userName, id))
}

/** What is gone already need not be taken away. */
export async function unlessGone(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!hasCode(error, 'NoSuchEntity')) throw error
  }
}
