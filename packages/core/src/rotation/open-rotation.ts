import {interrupted, usageError, type MturkError} from '../errors.js'
import {openJournals, tidyJournals, type OpenChange} from '../journal/index.js'
import {formatAccount} from '../mturk/index.js'
import {say} from '../remedy.js'
import {ROTATE} from './format.js'
import type {RotationState} from './state.js'
import {goOn, whereItStands} from './where-it-stands.js'

/** A rotation that an earlier run left open in this home, or that one is just making. */
export type OpenRotation = OpenChange<RotationState>

export interface Which {
  readonly userName?: string | undefined
  /** The key that the profile leads to now: the old one or the new one. */
  readonly accessKeyId?: string | undefined
  readonly account?: string | undefined
}

/** @throws MturkError `unsafe_journal` for a journal that could be forged */
export async function openRotations(dataDirectory: string): Promise<readonly OpenRotation[]> {
  return openJournals(dataDirectory, ROTATE)
}

/**
 * The one that is meant: the user's that is named, or the one that the profile's key belongs to, or the only one.
 *
 * @throws MturkError `usage` where there is none, or nobody can tell which
 */
export async function findOpenRotation(dataDirectory: string, {userName, accessKeyId}: Which): Promise<OpenRotation> {
  const all = await openRotations(dataDirectory)
  const ofUser = userName === undefined ? all : all.filter(({user}) => user === userName)
  const ofKey = ofUser.filter(({state}) => isAbout(state, accessKeyId))
  const [found, another] = ofUser.length > 1 ? ofKey : ofUser
  if (found && !another) return found
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
 * @throws MturkError `interrupted`, naming what goes on; a `MturkBackendError` `locked` where a process is just at it
 */
export async function assertNoneOpen(dataDirectory: string, {userName, account, accessKeyId}: Which): Promise<void> {
  const found = (await openRotations(dataDirectory)).find(
    (open) =>
      isAbout(open.state, accessKeyId) ||
      (open.user === userName && (account === undefined || open.account === account)),
  )
  if (!found) return
  throw found.locked ?? isOpen(found)
}

export function isOpen({account, user, state}: Pick<OpenRotation, 'account' | 'user' | 'state'>): MturkError {
  return interrupted(
    `A rotation of the key of ${user} in account ${formatAccount(account)} was begun and not finished. Nothing is lost. ${whereItStands(state)}`,
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
