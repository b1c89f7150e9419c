import {kindOfAccessKeyId, type AccessKey} from './access-key.js'
import type {Location} from './contract.js'
import {isInEnvironment, TOKEN_VARIABLES, unsetKey} from './environment-key.js'
import {MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {run, say, type Remedy} from '../remedy.js'

declare const longLived: unique symbol

/**
 * A key that may be shown to Mechanical Turk: long-lived, well-formed, and found by our own lookup or made in this run.
 * `AdminCredentials` are a different type on purpose: no client for Mechanical Turk takes those.
 */
export type MturkKey = AccessKey & {
  readonly sessionToken?: never
  readonly location: Location | null
  readonly [longLived]: true
}

/**
 * The only way to an `MturkKey`.
 *
 * @throws MturkError `temporary_credentials` or `malformed_credentials`, before any request is made
 */
export function asMturkKey(key: AccessKey, location: Location | null): MturkKey {
  const {accessKeyId, secretAccessKey, sessionToken} = key
  const where = whereIs(location)
  if (kindOfAccessKeyId(accessKeyId) === 'temporary') {
    throw refused(
      'temporary_credentials',
      `The key${where} is a temporary one (ASIA…). Mechanical Turk takes only long-lived keys (AKIA…) of an IAM user.`,
      isInEnvironment(location) ? [...unsetKey(TOKEN_VARIABLES), run('mturk credentials list')] : undefined,
    )
  }
  assertWellFormed({accessKeyId}, location)
  if (sessionToken) {
    const leftOver = `A session token stands beside the key${where}, and a long-lived key must not have one. It is a left-over as a rule`
    throw isInEnvironment(location)
      ? refused('temporary_credentials', `${leftOver}.`, [
          run('unset', ...TOKEN_VARIABLES),
          run('mturk credentials list'),
        ])
      : refused('temporary_credentials', `${leftOver}: take out aws_session_token and aws_security_token there.`)
  }
  assertWellFormed(key, location)
  return {accessKeyId, secretAccessKey, location} as MturkKey
}

/**
 * A key that some service of AWS might take, long-lived or temporary.
 *
 * @throws MturkError `malformed_credentials`
 */
export function assertWellFormed(
  {accessKeyId, secretAccessKey}: Pick<AccessKey, 'accessKeyId'> & Partial<AccessKey>,
  location: Location | null,
): void {
  const where = whereIs(location)
  if (kindOfAccessKeyId(accessKeyId) === 'malformed') {
    const what = accessKeyId === '' ? 'is empty' : 'has not the shape of one (AKIA and 16 characters of A-Z and 2-7)'
    throw refused('malformed_credentials', `The access key id${where} ${what}.`, outOfEnvironment(location))
  }
  if (secretAccessKey?.reveal() === '') {
    throw refused('malformed_credentials', `The secret access key${where} is empty.`, outOfEnvironment(location))
  }
}

function whereIs(location: Location | null): string {
  return location ? ` in ${location.display}` : ''
}

function outOfEnvironment(location: Location | null): readonly Remedy[] | undefined {
  return isInEnvironment(location) ? [...unsetKey(), run('mturk credentials list')] : undefined
}

function refused(
  code: 'temporary_credentials' | 'malformed_credentials',
  message: string,
  remedy: readonly Remedy[] = [say('Store the long-lived key of an IAM user there:'), run('mturk keys import FILE')],
): MturkError {
  return new MturkError({code, exit: Exit.credentials, message, remedy})
}
