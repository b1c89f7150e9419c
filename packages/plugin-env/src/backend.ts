import {
  backendError,
  CONTRACT_VERSION,
  type BackendContext,
  type CredentialBackend,
  type Entry,
  type Location,
  type Problem,
} from '@mturk-cli/core'
import {intendedName, type KeyName} from '@mturk-cli/core/files'
import {diagnoseEnvironment} from './diagnose.js'
import {standingAt, type Standing} from './expiration.js'

const BACKEND = 'env'
const ACCESS_KEY_ID = 'AWS_ACCESS_KEY_ID'
const SECRET_ACCESS_KEY = 'AWS_SECRET_ACCESS_KEY'
/** botocore asks for the older name first (EnvProvider.TOKENS); of each, an empty one counts as none. */
const TOKENS = ['AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN']
/** `aws configure export-credentials` sets it beside a temporary key; left behind, it spoils the next one. */
const EXPIRATION = 'AWS_CREDENTIAL_EXPIRATION'

/**
 * The environment variables, by exactly Boto's rules (botocore 1.43, EnvProvider). No program can change the variables
 * of the shell that started it, so this backend only reads.
 */
export function environmentVariables({env}: Pick<BackendContext, 'env'>): CredentialBackend {
  return {
    apiVersion: CONTRACT_VERSION,
    id: BACKEND,
    title: 'Environment variables',
    lookup: 'default',
    order: 100,

    async probe() {
      return {state: 'available'}
    },
    async list({explicit, accessKeyId}) {
      const entries = [...keyEntries(env, explicit), ...misspelt(env)]
      return accessKeyId === undefined ? entries : entries.filter((entry) => entry.accessKeyId === accessKeyId)
    },
    async read(location) {
      const id = env[ACCESS_KEY_ID]
      const secret = env[SECRET_ACCESS_KEY]
      if (location.id !== ACCESS_KEY_ID || !id || !secret) {
        throw backendError('not_found', `${location.display} holds no whole access key.`)
      }
      const token = TOKENS.map((name) => env[name]).find(Boolean)
      return {accessKeyId: id, secretAccessKey: secret, ...(token ? {sessionToken: token} : {})}
    },
    diagnose: async () => diagnoseEnvironment(env, [...keyEntries(env, false), ...misspelt(env)]),
  }
}

function keyEntries(env: BackendContext['env'], explicit: boolean): Entry[] {
  const id = env[ACCESS_KEY_ID]
  const hasSecret = Boolean(env[SECRET_ACCESS_KEY])
  if (!id) return hasSecret ? [{location: variable(SECRET_ACCESS_KEY), problem: SECRET_WITHOUT_ID}] : []
  const entry = {location: variable(ACCESS_KEY_ID), accessKeyId: id}
  if (explicit) return [{...entry, problem: IGNORED_BY_PROFILE}]
  if (!hasSecret) return [{...entry, problem: ID_WITHOUT_SECRET}]
  const problem = expirationProblem(env)
  return [problem ? {...entry, problem} : entry]
}

/** What is wrong with the time that is set beside the key; an empty one counts as none. */
function expirationProblem(env: BackendContext['env']): Problem | undefined {
  const expiration = env[EXPIRATION]
  if (!expiration) return undefined
  const standing = standingAt(expiration, {now: Date.now(), ...(env['TZ'] ? {timeZone: env['TZ']} : {})})
  return standing === 'valid' ? undefined : EXPIRED[standing]
}

/** Names that are nearly right, where the right one is missing; what they hold is not read. */
function misspelt(env: BackendContext['env']): Entry[] {
  return Object.keys(env)
    .filter((name) => env[name])
    .toSorted()
    .flatMap((name) => {
      const intended = intendedName(name)
      return intended === undefined || env[intended]
        ? []
        : [{location: variable(name), problem: nearMiss(name, intended)}]
    })
}

function variable(name: string): Location {
  return {
    backend: BACKEND,
    id: name,
    profile: null,
    display: name,
    writable: false,
    why: `it is the environment variable ${name} of this shell; change it where it is set`,
  }
}

const IGNORED_BY_PROFILE: Problem = {
  code: 'ignored_by_profile',
  message: 'A profile was named, so Boto and mturk ignore the key in the environment.',
  severity: 'note',
  stops: 'entry',
}

const ID_WITHOUT_SECRET: Problem = {
  code: 'partial_credentials',
  message: `${ACCESS_KEY_ID} is set, but ${SECRET_ACCESS_KEY} is not; Boto fails there.`,
  remedy: `Set ${SECRET_ACCESS_KEY} as well, or unset ${ACCESS_KEY_ID}.`,
  severity: 'error',
  stops: 'backend',
}

/** None of these is about a temporary key, though such a one has left the variable behind as a rule. */
const expired = (message: string): Problem => ({
  code: 'malformed_credentials',
  message,
  remedy: `If the key is a long-lived one: unset ${EXPIRATION}`,
  severity: 'error',
  stops: 'backend',
})

const EXPIRED: Readonly<Record<Exclude<Standing, 'valid'>, Problem>> = {
  over: expired(`${EXPIRATION} says that the key in the environment has expired; Boto fails there.`),
  refused: expired(`${EXPIRATION} has no time zone, or is no time that there is; Boto fails there.`),
  unknown: expired(
    `${EXPIRATION} is written in a way of which mturk cannot tell what Boto makes, so the key in the environment is not used.`,
  ),
}

const SECRET_WITHOUT_ID: Problem = {
  code: 'partial_credentials',
  message: `${SECRET_ACCESS_KEY} is set, but ${ACCESS_KEY_ID} is not, so Boto passes it over.`,
  severity: 'note',
  stops: 'entry',
}

function nearMiss(name: string, intended: KeyName): Problem {
  return {
    code: 'misspelt_name',
    message: `The environment variable ${name} looks like ${intended}, but Boto does not know it and passes it over.`,
    remedy: `If it is meant for Boto, name it ${intended}.`,
    severity: 'warning',
    stops: 'entry',
  }
}
