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
  return [isOver(env[EXPIRATION]) ? {...entry, problem: EXPIRED} : entry]
}

/**
 * Boto refuses a time that is over, that has no time zone, or that is no time. An empty one counts as none. (It knows more
 * ways to write a time than are known here; those are taken for one that is over.)
 */
function isOver(expiration: string | undefined): boolean {
  if (!expiration) return false
  const hasZone = /(Z|UTC|GMT|[+-]\d\d:?\d\d)$/.test(expiration)
  return !hasZone || !(Date.parse(expiration) > Date.now())
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

const EXPIRED: Problem = {
  code: 'temporary_credentials',
  message: `${EXPIRATION} says that the key in the environment has expired, or is no time that Boto understands; Boto fails there.`,
  remedy: `If the key is a long-lived one: unset ${EXPIRATION}`,
  severity: 'error',
  stops: 'backend',
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
