import {expect} from 'vitest'

/** The object that `--json` prints for a command that could not run: these four members and no other. */
export function envelope(code: string, exit: number, message: string | RegExp = /./): object {
  return {
    error: {code, message: expect.stringMatching(message) as string, remedy: stringOrNull, exit},
  }
}

/** What a remedy, or anything else that may be missing, is in JSON. */
export const stringOrNull: unknown = expect.toSatisfy((value) => value === null || typeof value === 'string')

/** Where a key that went to the shared credentials file is, as every command tells it. */
export function inCredentialsFile(profile = 'default') {
  return {backend: 'boto-files', profile, display: `~/.aws/credentials [${profile}]`, writable: true}
}

/** What whoever looks for every place of a key says of the one backend that nobody has set up here. */
export const NOT_SET_UP = 'AWS Secrets Manager was not asked: config.ini has no settings for it.'

/** AWS's guide, in its order. */
export const STEP_IDS = [
  'aws-account',
  'access-keys',
  'iam-user',
  'requester-account',
  'sandbox-account',
  'region',
  'prepaid-balance',
  'tools',
]

export const LONG_LIVED_ID = /^AKIA[A-Z2-7]{16}$/
