import {interrupted, usageError, type MturkError} from '../errors.js'
import {lookAtJournals, tidyJournals, type Changes, type OpenChange, type UntrustedChange} from '../journal/index.js'
import {formatAccount} from '../mturk/index.js'
import {say, type Remedy} from '../remedy.js'
import {ROTATE} from './format.js'
import type {RotationState} from './state.js'
import {asItWasLeft, goOn} from './where-it-stands.js'

/** A rotation that an earlier run left open in this home, or that one is just making. */
export type OpenRotation = OpenChange<RotationState>

export interface Which {
  readonly userName?: string | undefined
  /** The key that the profile leads to now: the old one or the new one. */
  readonly accessKeyId?: string | undefined
  readonly account?: string | undefined
}

/** For whoever shows what is there, and acts on none of it. */
export async function openRotations(dataDirectory: string): Promise<Changes<RotationState>> {
  return lookAtJournals(dataDirectory, ROTATE)
}

/**
 * The one that is meant: the user's that is named, or the one that the profile's key belongs to, or the only one.
 *
 * @throws MturkError `usage` where there is none, or nobody can tell which; `unsafe_journal` where it may be one that is
 *   not trusted
 */
export async function findOpenRotation(dataDirectory: string, {userName, accessKeyId}: Which): Promise<OpenRotation> {
  const {open: ofUser, untrusted} = await lookAtJournals(dataDirectory, ROTATE, {user: userName})
  const ofKey = ofUser.filter(({state}) => isAbout(state, accessKeyId))
  const [found, another] = ofUser.length + untrusted.length > 1 ? ofKey : ofUser
  if (found && !another) return found
  if (untrusted[0]) throw untrusted[0].error
  if (ofUser.length === 0) {
    await tidyJournals(dataDirectory, ROTATE.kind)
    throw nothingOpen(userName)
  }
  throw whichOne(ofUser)
}

function isAbout({oldKey, newKey}: RotationState, accessKeyId: string | undefined): boolean {
  return accessKeyId !== undefined && (oldKey.accessKeyId === accessKeyId || newKey?.accessKeyId === accessKeyId)
}

/**
 * Nobody begins a rotation while another one of the same user is open.
 *
 * @throws MturkError `interrupted`, naming what goes on; `unsafe_journal` where nobody can tell how far it is; a
 *   `MturkBackendError` `locked` where a process is just at it
 */
export async function assertNoneOpen(dataDirectory: string, {userName, account, accessKeyId}: Which): Promise<void> {
  const {open, untrusted} = await openRotations(dataDirectory)
  const isOfUser = (change: OpenRotation | UntrustedChange) =>
    change.user === userName && (account === undefined || change.account === account)
  const found = open.find((change) => isAbout(change.state, accessKeyId) || isOfUser(change))
  if (found) throw found.locked ?? isOpen(found)
  // Where it is not known yet whose key it is, it may be this one's.
  const dark = userName === undefined ? untrusted[0] : untrusted.find(isOfUser)
  if (dark) throw dark.error
}

/** What stands in the way of advice about a user's keys, or of changing them: it has to be ended first. */
export interface HalfWay {
  readonly message: string
  readonly remedy: readonly Remedy[]
}

/**
 * What is half-way with a user's keys in this home: rotations that are open, and journals of some that nobody can read.
 *
 * @param whose undefined: anybody's
 */
export async function halfWayHere(
  dataDirectory: string,
  whose?: {readonly userName: string | null; readonly account: string},
): Promise<readonly HalfWay[]> {
  const {open, untrusted} = await openRotations(dataDirectory)
  const isAsked = ({user, account}: OpenRotation | UntrustedChange) =>
    whose === undefined || (user === whose.userName && account === whose.account)
  const words = (change: OpenRotation): HalfWay =>
    change.locked
      ? {message: change.locked.message, remedy: [say(change.locked.remedy ?? WAIT)]}
      : {message: isOpen(change).message, remedy: isOpen(change).remedy}
  return [...open.filter(isAsked).map(words), ...untrusted.filter(isAsked)]
}

const WAIT = 'Wait until it has finished.'

export function isOpen({account, user, state}: Pick<OpenRotation, 'account' | 'user' | 'state'>): MturkError {
  return interrupted(
    `A rotation of the key of ${user} in account ${formatAccount(account)} was begun and not finished. Nothing is lost. ${asItWasLeft(state)}`,
    goOn(state),
  )
}

export function nothingOpen(userName?: string): Error {
  const whose = userName === undefined ? '' : ` of the user ${userName}`
  return usageError(`No rotation${whose} is open here, so there is nothing to go on with and nothing to take back.`, [
    say('A new rotation is the same command without --resume and --abort.'),
  ])
}

function whichOne(all: readonly OpenRotation[]): Error {
  const users = all.map(({user, account}) => `${user} in account ${formatAccount(account)}`)
  return usageError(`Several rotations are open here: ${users.join(', ')}.`, [
    say('Name the one that is meant: --user NAME'),
  ])
}
