import {linkCheck, type EnvironmentVerdict, type LinkCheck} from '../../guide/index.js'
import {formatAmount, isBelow, PRODUCTION, SANDBOX, type VerdictName} from '../../mturk/index.js'
import {clockWarning} from '../../aws/index.js'
import {open, say} from '../../remedy.js'
import type {Finding, OnlinePatient, Severity} from '../finding.js'

/** What STS, production and the sandbox say to the key, and how wrong this computer's clock is. */
export async function askAccounts({aws, key, lookup, profile}: OnlinePatient): Promise<{
  readonly check: LinkCheck
  readonly findings: readonly Finding[]
}> {
  const isAbout = profile !== undefined || key.location?.profile !== null
  const check = await linkCheck(aws, key, [PRODUCTION, SANDBOX], isAbout ? {profile: lookup.profile.name} : {})
  const verdicts = check.environments.filter(({verdict}) => verdict !== 'ok').map(ofEnvironment)
  const clock = clockWarning(aws)
  const findings = [
    ...verdicts.filter(({id}, index) => verdicts.findIndex((each) => each.id === id) === index),
    ...check.warnings.filter((warning) => !clock.includes(warning)).map(unknownIdentity),
    ...(verdicts.some(({id}) => id === 'clock') ? [] : clock.map(wrongClock)),
    ...check.environments.flatMap(emptyBalance),
  ]
  return {check, findings}
}

/** Verdicts on the key as such are told once, whoever gave them. */
const OF_THE_KEY: Readonly<Partial<Record<VerdictName, string>>> = {
  bad_key_id: 'key-refused',
  bad_secret: 'key-refused',
  clock_skew: 'clock',
  no_policy: 'policy-missing',
  denied_by_scp: 'policy-missing',
}

/** These say nothing of the key or the account: AWS, the network, or an answer that nobody knows. */
const NOBODYS_FAULT: ReadonlySet<VerdictName> = new Set([
  'unreachable',
  'throttled',
  'service_fault',
  'service_closed',
  'unknown',
])

function ofEnvironment({environment, verdict, message, remedy}: EnvironmentVerdict): Finding {
  const severity: Severity = NOBODYS_FAULT.has(verdict) ? 'warning' : 'error'
  return {id: OF_THE_KEY[verdict] ?? `link-${environment}`, severity, message: message.replaceAll('\n', ' '), remedy}
}

function unknownIdentity(message: string): Finding {
  return {id: 'identity-unknown', severity: 'warning', message: message.replaceAll('\n', ' '), remedy: []}
}

function wrongClock(message: string): Finding {
  return {
    id: 'clock',
    severity: 'warning',
    message,
    remedy: [say('Let this computer set its clock by the network (NTP).')],
  }
}

function emptyBalance({environment, availableBalance}: EnvironmentVerdict): Finding[] {
  if (environment !== 'production' || availableBalance === null || !isBelow(availableBalance, '0.01')) return []
  return [
    {
      id: 'prepaid-balance',
      severity: 'note',
      message: `${formatAmount(availableBalance)} available in production: enough for the sandbox, not for paying workers.`,
      remedy: [open(PRODUCTION.prepaymentPage)],
    },
  ]
}
