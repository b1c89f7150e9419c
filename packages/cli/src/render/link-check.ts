import {describeRemedy, markOf, remedyLines, tableLines} from '@mturk-cli/command'
import type {Location} from '@mturk-cli/core'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import type {EnvironmentVerdict, LinkCheck} from '@mturk-cli/core/guide'
import {identityText} from '@mturk-cli/core/iam'
import {formatAmount, type MturkEnvironment} from '@mturk-cli/core/mturk'

import type {ShownProfile} from './profiles.js'

export interface LinkCheckShown extends LinkCheck {
  readonly profile: string
  readonly location: Location | null
}

export interface LinkChecksShown {
  readonly environments: readonly MturkEnvironment[]
  readonly profiles: readonly ShownProfile<LinkCheckShown>[]
  readonly warnings: readonly string[]
}

/** Each profile as if it had been asked for alone. */
export function linkChecksText({profiles, warnings}: LinkChecksShown): string[] {
  const texts = profiles.map((each) => {
    if ('value' in each) return linkCheckText(each.value)
    const {code, message, remedy} = each.failure
    return [
      `profile ${each.profile} · ${markOf('open')} ${code.replaceAll('_', ' ')}`,
      '',
      ...message.split('\n'),
      ...remedyLines(remedy),
    ]
  })
  return [
    ...texts.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
    ...(warnings.length > 0 ? ['', ...warnings.map((warning) => `! ${warning}`)] : []),
  ]
}

/** A profile that could not be asked about has the same shape, so that a script need not tell the two apart. */
export function linkChecksJson({environments, profiles, warnings}: LinkChecksShown) {
  return {
    profiles: profiles.map((each) => {
      if ('value' in each) return linkCheckJson(each.value)
      const {code: verdict, message, remedy} = each.failure
      const outcome = {verdict, message, remedy: describeRemedy(remedy), availableBalance: null}
      return {
        ok: false,
        profile: each.profile,
        accessKeyId: null,
        identity: null,
        environments: environments.map(({name}) => ({environment: name, ...outcome})),
      }
    }),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
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
