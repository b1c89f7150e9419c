import {markOf, remedyLines, tableLines} from '@mturk-cli/command'
import {describeOverride, type Endpoint} from '@mturk-cli/core/aws'
import {formatAmount, type Balance, type MturkEnvironment} from '@mturk-cli/core/mturk'

import type {ShownProfile} from './profiles.js'

export interface BalanceShown {
  readonly profile: string
  readonly environment: MturkEnvironment
  readonly balance: Balance
  /** The amount that was asked for and is not there. */
  readonly missed: string | null
  readonly warnings: readonly string[]
  readonly endpoint: Endpoint
}

export interface BalancesShown {
  readonly environment: MturkEnvironment
  readonly profiles: readonly ShownProfile<BalanceShown>[]
  readonly warnings: readonly string[]
}

const ABOUT_BILLING = 'With AWS Billing switched on, the figure is what is left of the billing allowance.'

export function balanceText(shown: BalanceShown): string[] {
  const {profile, environment, warnings, endpoint} = shown
  return [
    `${environment.name} · profile ${profile}${endpoint.overriddenBy === null ? '' : ` · ${elsewhere(endpoint)}`}`,
    moneyText(shown),
    ...(environment.name === 'production' ? [ABOUT_BILLING] : []),
    ...[...missedWords(shown), ...warnings].map((warning) => `! ${warning}`),
  ]
}

export function balancesText({environment, profiles, warnings}: BalancesShown): string[] {
  const rows = profiles.map((each) => [each.profile, ...rowOf(each)])
  return [
    `${environment.name} · all profiles`,
    '',
    ...tableLines(rows),
    ...profiles.flatMap(explanation),
    '',
    ...(environment.name === 'production' ? [ABOUT_BILLING] : []),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function rowOf(each: ShownProfile<BalanceShown>): [string, string] {
  if ('failure' in each) return [`${markOf('open')} ${each.failure.code.replaceAll('_', ' ')}`, '']
  return [moneyText(each.value), elsewhere(each.value.endpoint)]
}

function explanation(each: ShownProfile<BalanceShown>): string[] {
  if ('failure' in each) {
    const {message, remedy} = each.failure
    return ['', `profile ${each.profile}:`, ...message.split('\n'), ...remedyLines(remedy)]
  }
  const words = [...missedWords(each.value), ...each.value.warnings]
  return words.length === 0 ? [] : ['', `profile ${each.profile}:`, ...words.map((word) => `! ${word}`)]
}

function moneyText({balance: {availableBalance, onHoldBalance}}: BalanceShown): string {
  const held = onHoldBalance === null ? '' : ` · ${formatAmount(onHoldBalance)} on hold`
  return `${formatAmount(availableBalance)} available${held}`
}

function missedWords({missed, balance}: BalanceShown): string[] {
  if (missed === null) return []
  return [`${formatAmount(balance.availableBalance)} is less than the ${formatAmount(missed)} of --fail-below.`]
}

function elsewhere({url, overriddenBy}: Endpoint): string {
  return overriddenBy === null ? '' : `at ${url} (${overriddenBy})`
}

export function balanceJson(shown: BalanceShown) {
  const {profile, environment, balance, endpoint} = shown
  const {availableBalance, onHoldBalance, currency} = balance
  const warnings = [...describeOverride(endpoint), ...missedWords(shown), ...shown.warnings]
  return {
    profile,
    environment: environment.name,
    availableBalance,
    onHoldBalance,
    currency,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

export function balancesJson({environment, profiles, warnings}: BalancesShown) {
  return {
    balances: profiles.map((each) =>
      'failure' in each
        ? {
            profile: each.profile,
            environment: environment.name,
            verdict: each.failure.code,
            message: each.failure.message,
          }
        : balanceJson(each.value),
    ),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
