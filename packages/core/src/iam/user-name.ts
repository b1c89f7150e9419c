import {usageError} from '../errors.js'

export const DEFAULT_USER_NAME = 'mturk-requester'

/** IAM: `[\w+=,.@-]+`, at most 64 characters. */
const USER_NAME = /^[\w+=,.@-]{1,64}$/

/** IAM: begins and ends with a slash, printable ASCII between, at most 512 characters. */
const PATH = /^\/(?:[\x21-\x7e]{0,510}\/)?$/

/** @throws MturkError `usage` */
export function assertUserName(userName: string): void {
  if (USER_NAME.test(userName)) return
  throw usageError('An IAM user name has 1 to 64 characters: letters, digits and _ + = , . @ -')
}

/** @throws MturkError `usage` */
export function assertUserPath(path: string): void {
  if (PATH.test(path)) return
  throw usageError('The path of an IAM user begins and ends with a slash, as in /labs/vision/')
}
