import {clockWarning, isAwsFailure, type Aws, type Endpoint} from '../aws/index.js'
import {isInEnvironment, type MturkKey} from '../credentials/index.js'
import {Exit, type ExitCode} from '../exit-codes.js'
import {getIdentity, type Identity} from '../iam/index.js'
import {
  askBalance,
  classify,
  refuseTemporary,
  verdictError,
  verdictOf,
  verdicts,
  type At,
  type Balance,
  type MturkEnvironment,
  type VerdictName,
} from '../mturk/index.js'
import type {Remedy} from '../remedy.js'

export interface LinkCheck {
  readonly ok: boolean
  readonly accessKeyId: string
  /** null where STS did not say; `warnings` then tells why. */
  readonly identity: Identity | null
  readonly environments: readonly EnvironmentVerdict[]
  readonly warnings: readonly string[]
}

export interface EnvironmentVerdict {
  readonly environment: MturkEnvironment['name']
  readonly endpoint: Endpoint
  readonly verdict: VerdictName
  readonly message: string
  readonly remedy: readonly Remedy[]
  readonly availableBalance: string | null
}

/**
 * Whose key it is, and what each environment says to it, all asked at once. Bad news is a result and not an error;
 * what STS says hides nothing of what Mechanical Turk says.
 *
 * @param environments production before the sandbox: the first one that is not `ok` decides the exit code
 * @param known what the caller knows of the key, its profile above all
 * @throws MturkError `usage` for an endpoint that is refused or missing, `temporary_credentials`; both before any
 *   request
 */
export async function linkCheck(
  aws: Aws,
  key: MturkKey,
  environments: readonly MturkEnvironment[],
  known: At = {},
): Promise<LinkCheck> {
  refuseTemporary(key)
  const endpoints = await Promise.all(environments.map(({service}) => aws.endpoints.of(service)))
  await aws.endpoints.of('sts')

  const [identity, ...answers] = await Promise.all([
    outcome(getIdentity(aws, key)),
    ...environments.map((environment) => outcome(askBalance(aws, key, environment))),
  ])
  const at: At = {
    ...known,
    accessKeyId: key.accessKeyId,
    inEnvironment: isInEnvironment(key.location),
    stsAnswered: 'value' in identity || (isAwsFailure(identity.error) && identity.error.kind === 'answer'),
    ...('value' in identity ? {account: identity.value.account, userName: identity.value.userName} : {}),
  }
  const checks = environments.map((environment, index) =>
    checkOf(environment, endpoints[index] as Endpoint, answers[index] as Outcome<Balance>, at),
  )
  return {
    ok: checks.every(({verdict}) => verdict === 'ok'),
    accessKeyId: key.accessKeyId,
    identity: 'value' in identity ? identity.value : null,
    environments: checks,
    warnings: warningsOf(aws, identity, checks, at),
  }
}

/** The code of the first environment that is not `ok`. */
export function linkCheckExit({environments}: LinkCheck): ExitCode {
  const bad = environments.find(({verdict}) => verdict !== 'ok')
  return bad ? verdicts[bad.verdict].exit : Exit.ok
}

type Outcome<Value> = {readonly value: Value} | {readonly error: unknown}

async function outcome<Value>(call: Promise<Value>): Promise<Outcome<Value>> {
  try {
    return {value: await call}
  } catch (error) {
    // Ctrl-C, or a fault of ours: no news about the account.
    if (!isAwsFailure(error)) throw error
    return {error}
  }
}

function checkOf(
  environment: MturkEnvironment,
  endpoint: Endpoint,
  answer: Outcome<Balance>,
  at: At,
): EnvironmentVerdict {
  const circumstances = {...at, environment, host: endpoint.host, overriddenBy: endpoint.overriddenBy}
  const {verdict, message, remedy} =
    'value' in answer
      ? verdictOf('ok', circumstances)
      : verdictOf(classify(answer.error), {...circumstances, error: answer.error})
  return {
    environment: environment.name,
    endpoint,
    verdict,
    message,
    remedy,
    availableBalance: 'value' in answer ? answer.value.availableBalance : null,
  }
}

/** What the verdicts do not say already: why nobody knows whose key it is, and how wrong the clock is. */
function warningsOf(aws: Aws, identity: Outcome<Identity>, checks: readonly EnvironmentVerdict[], at: At): string[] {
  const given = checks.map(({verdict}) => verdict)
  const warnings = given.includes('clock_skew') ? [] : [...clockWarning(aws)]
  if ('value' in identity || given.every((verdict) => verdict === classify(identity.error))) return warnings
  return [`Whose key this is could not be found out. ${verdictError(identity.error, at).message}`, ...warnings]
}
