import {unwrapKey, type AccessKey} from './access-key.js'
import type {Environment} from './selected-profile.js'

/**
 * Variables that say which credentials a tool on AWS takes; every one of them may lead it to another key than the one that
 * it is handed, or put something beside it. In capitals; names in small letters count too (psiTurk 2 reads
 * `aws_access_key_id`).
 *
 * What only names a file stays: AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE and BOTO_CONFIG are read for settings as well,
 * and a key in the environment comes before every key in them.
 */
const MIXING: ReadonlySet<string> = new Set([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  // When they end, and whose they are: of other credentials than these.
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CREDENTIAL_SCOPE',
  'AWS_ACCOUNT_ID',
  // The JavaScript SDK passes over a key in the environment where a profile is named.
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  // Older tools: the Java SDK's names, the first command line tools', and the one that psiTurk's documentation misspelt.
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_CREDENTIAL_FILE',
  'AWS_SECRET_ACCESSS_KEY',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  // psiTurk 3 reads each of its settings from a variable too, before AWS's own.
  'PSITURK_AWS_ACCESS_KEY_ID',
  'PSITURK_AWS_SECRET_ACCESS_KEY',
])

/** Boto reads the second one only, the other SDKs the first one. */
const REGIONS = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const

/**
 * The environment of a program that is to use exactly this key: as it is, without all that could mix in, with the key, and
 * with a region where none is set.
 *
 * @param settings what comes out of the profile that the key belongs to; the program will not know of it. `variables` are
 *   set where they are missing or empty.
 */
export function childEnvironment(
  env: Environment,
  key: AccessKey,
  {region, variables = {}}: {readonly region: string; readonly variables?: Readonly<Record<string, string>>},
): Record<string, string> {
  const {accessKeyId, secretAccessKey, sessionToken} = unwrapKey(key)
  const kept = Object.entries(env).filter(([name]) => !MIXING.has(name.toUpperCase()))
  const isWithoutRegion = REGIONS.every((name) => !env[name])
  return {
    ...(Object.fromEntries(kept.filter(([, value]) => value !== undefined)) as Record<string, string>),
    ...Object.fromEntries(Object.entries(variables).filter(([name]) => !env[name])),
    ...(isWithoutRegion ? Object.fromEntries(REGIONS.map((name) => [name, region])) : {}),
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : {AWS_SESSION_TOKEN: sessionToken}),
  }
}
