import {looksLikeSecret} from './lookalikes.js'
import type {Environment} from './selected-profile.js'
import {MturkError, usageError, type MturkErrorInit} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {run, say} from '../remedy.js'
import {UNWRITABLE} from './profile-name.js'

const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'] as const
const NAMES = [
  'AWS_DEFAULT_PROFILE',
  'AWS_PROFILE',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_CREDENTIAL_EXPIRATION',
] as const
const PROFILES = ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE'] as const
const PATHS = ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AWS_CREDENTIAL_FILE', 'BOTO_CONFIG'] as const

/** Characters. */
const LONGEST_NAME = 512

/** What Node puts in the place of every byte that is not UTF-8; Python keeps the byte, and so means another name. */
const NOT_UTF8 = '\uFFFD'

/**
 * Refuses an environment that cannot be read as Boto reads it: a variable with bytes that are not UTF-8, with a secret
 * where the path of a file belongs, or with the name of a profile that can be none.
 *
 * @throws MturkError `malformed_credentials` for a key, `no_credentials` for what is no name of a profile, `usage` for
 *   the rest; it repeats no value
 */
export function assertReadableEnvironment(env: Environment): void {
  for (const name of [...KEYS, ...NAMES, ...PATHS, 'HOME']) {
    if (!env[name]?.includes(NOT_UTF8)) continue
    const isKey = KEYS.some((key) => key === name)
    throw refused(
      isKey ? {code: 'malformed_credentials', exit: Exit.credentials} : {code: 'usage', exit: Exit.usage},
      name,
    )
  }
  for (const name of PROFILES) refuseProfileName(name, env[name] ?? '')
  const misplaced = PATHS.find((name) => looksLikeSecret(env[name] ?? ''))
  if (misplaced === undefined) return
  throw usageError(
    `${misplaced} should hold the path of a file, and what it holds has the look of a secret access key. Nothing was read or written.`,
    [run('unset', misplaced)],
  )
}

/** No section of a file, and so no profile, has a name with a line end; shown, it would make lines that look like ours. */
function refuseProfileName(variable: string, name: string): void {
  const what = UNWRITABLE.test(name)
    ? 'a line end or another control character'
    : name.length > LONGEST_NAME
      ? `${name.length} characters`
      : undefined
  if (what === undefined) return
  throw new MturkError({
    code: 'no_credentials',
    exit: Exit.credentials,
    message: `${variable} names the profile, and it holds ${what}: no profile has such a name.`,
    remedy: [run('unset', variable)],
  })
}

function refused(as: Pick<MturkErrorInit, 'code' | 'exit'>, name: string): MturkError {
  return new MturkError({
    ...as,
    message: `${name} holds bytes that are no UTF-8, so what Boto makes of it is not what mturk would: neither is used.`,
    remedy: [say('Set it anew in UTF-8, or take it away in this shell:'), run('unset', name)],
  })
}
