import {usageError} from '../errors.js'

export const DEFAULT_USER_NAME = 'mturk-requester'

/** IAM: `[\w+=,.@-]+`, at most 64 characters. */
const USER_NAME = /^[\w+=,.@-]{1,64}$/

/** IAM: begins and ends with a slash, printable ASCII between, at most 512 characters. */
const PATH = /^\/(?:[\x21-\x7e]{0,510}\/)?$/

/** Of an account, or of AWS itself (IAM user guide, ARNs). */
const POLICY_ARN = /^arn:[\w-]+:iam::(?:aws|\d{12}):policy\/[\x21-\x7e]{1,512}$/

export function isUserName(value: unknown): value is string {
  return typeof value === 'string' && USER_NAME.test(value)
}

export function isUserPath(value: unknown): value is string {
  return typeof value === 'string' && PATH.test(value)
}

export function isPolicyArn(value: unknown): value is string {
  return typeof value === 'string' && POLICY_ARN.test(value)
}

/** @throws MturkError `usage` */
export function assertUserName(userName: string): void {
  if (isUserName(userName)) return
  throw usageError(
    `${quoted(userName)} cannot be the name of an IAM user. It has 1 to 64 characters: unaccented letters, digits and _ + = , . @ -`,
  )
}

/** @throws MturkError `usage` */
export function assertUserPath(path: string): void {
  if (isUserPath(path)) return
  throw usageError(
    `${quoted(path)} cannot be the path of an IAM user: that begins and ends with a slash, as in /labs/vision/`,
  )
}

/** @throws MturkError `usage` */
export function assertPermissionsBoundary(arn: string): void {
  if (isPolicyArn(arn)) return
  throw usageError(
    `--permissions-boundary takes the ARN of a policy, as in arn:aws:iam::123456789012:policy/Boundary; ${quoted(arn)} is none.`,
  )
}

/** What was typed may be anything, also very long. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
