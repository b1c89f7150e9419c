import type {BackendContext, Diagnosis, Entry, Location, Problem} from '@mturk-cli/core'
import {kindOfAccessKeyId, oddValues, type OddValue} from '@mturk-cli/core/credentials'

type Env = BackendContext['env']

/**
 * What may be wrong with the environment's key. No program can change its shell, so nothing here is mended.
 *
 * @param entries what the backend lists where no profile is named
 */
export function diagnoseEnvironment(env: Env, entries: readonly Entry[]): readonly Diagnosis[] {
  return [...entries.flatMap(listed), ...values(env), ...tokens(env)]
}

/** Half a key, names that are nearly right: what the list says already. */
function listed({location, problem}: Entry): Diagnosis[] {
  if (!problem) return []
  const id = LISTED[problem.code] ?? 'environment'
  const severity = id === 'partial-key' && problem.severity === 'note' ? 'warning' : problem.severity
  return [{id, ...problem, severity, ...(location ? {location} : {})}]
}

const LISTED: Readonly<Record<string, string>> = {
  misspelt_name: 'misspelt-name',
  partial_credentials: 'partial-key',
  malformed_credentials: 'temporary-key',
}

function values(env: Env): Diagnosis[] {
  const {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey} = env
  if (!accessKeyId) return []
  return oddValues({accessKeyId, ...(secretAccessKey ? {secretAccessKey} : {})}).map(({id, of, what, severity}) => {
    const name = NAMES[of]
    return found(id, name, {
      code: 'malformed_credentials',
      message: `The value of the environment variable ${name} ${what}.`,
      remedy: 'Set it anew where it is set, or in this shell: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
      severity,
    })
  })
}

const NAMES: Readonly<Record<OddValue['of'], string>> = {
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
}

function tokens(env: Env): Diagnosis[] {
  const kind = kindOfAccessKeyId(env['AWS_ACCESS_KEY_ID'] ?? '')
  if (kind === 'temporary') {
    return [
      found('temporary-key', NAMES.accessKeyId, {
        code: 'temporary_credentials',
        message:
          'AWS_ACCESS_KEY_ID is a temporary access key (ASIA…); Mechanical Turk takes only long-lived ones (AKIA…).',
        remedy: 'In this shell: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_SECURITY_TOKEN',
        severity: 'error',
      }),
    ]
  }
  const token = ['AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'].find((name) => env[name])
  if (kind !== 'long-lived' || token === undefined) return []
  return [
    found('stale-token', token, {
      code: 'temporary_credentials',
      message: `${token} is set beside the long-lived key in the environment, and AWS refuses the two together.`,
      remedy: 'In this shell: unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN',
      severity: 'error',
    }),
  ]
}

function found(id: string, name: string, problem: Omit<Problem, 'stops'>): Diagnosis {
  const why = `it is the environment variable ${name} of this shell; change it where it is set`
  const location: Location = {backend: 'env', id: name, profile: null, display: name, writable: false, why}
  return {id, stops: 'entry', ...problem, location}
}
