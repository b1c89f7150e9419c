import {describeRemedy, markOf, remedyLines, tableLines} from '@mturk-cli/command'
import type {Location} from '@mturk-cli/core'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import type {EnvironmentVerdict, LinkCheck} from '@mturk-cli/core/guide'
import {identityText} from '@mturk-cli/core/iam'
import {formatAmount} from '@mturk-cli/core/mturk'

export interface LinkCheckShown extends LinkCheck {
  readonly profile: string
  readonly location: Location | null
}

export function linkCheckText(shown: LinkCheckShown): string[] {
  const {profile, accessKeyId, identity, environments, location, warnings} = shown
  const about = [
    `profile ${profile}`,
    maskAccessKeyId(accessKeyId),
    ...(identity ? [identityText(identity)] : []),
    ...(location ? [`from ${location.display}`] : []),
  ]
  const rows = environments.map((each) => [each.environment, ...summaryOf(each), elsewhere(each)])
  return [
    about.join(' · '),
    '',
    ...tableLines(rows),
    ...environments.filter(({verdict}) => verdict !== 'ok').flatMap(explanation),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function summaryOf({verdict, availableBalance}: EnvironmentVerdict): [string, string] {
  if (verdict === 'ok') {
    return [`${markOf('done')} linked`, availableBalance === null ? '' : `${formatAmount(availableBalance)} available`]
  }
  return [`${markOf(verdict === 'unknown' ? 'unknown' : 'open')} ${verdict.replaceAll('_', ' ')}`, '']
}

function elsewhere({endpoint}: EnvironmentVerdict): string {
  return endpoint.overriddenBy === null ? '' : `at ${endpoint.url} (${endpoint.overriddenBy})`
}

function explanation({message, remedy}: EnvironmentVerdict): string[] {
  return ['', ...message.split('\n'), ...remedyLines(remedy)]
}

export function linkCheckJson({ok, profile, accessKeyId, identity, environments, warnings}: LinkCheckShown) {
  return {
    ok,
    profile,
    accessKeyId,
    identity: identity && {account: identity.account, arn: identity.arn, kind: identity.kind},
    environments: environments.map(({environment, verdict, message, remedy, availableBalance}) => ({
      environment,
      verdict,
      message,
      remedy: describeRemedy(remedy),
      availableBalance,
    })),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
