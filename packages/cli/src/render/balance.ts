import type {Endpoint} from '@mturk-cli/core/aws'
import {formatAmount, type Balance, type MturkEnvironment} from '@mturk-cli/core/mturk'

export interface BalanceShown {
  readonly profile: string
  readonly environment: MturkEnvironment
  readonly balance: Balance
  readonly warnings: readonly string[]
  readonly endpoint: Endpoint
}

export function balanceText({profile, environment, balance, warnings, endpoint}: BalanceShown): string[] {
  const held = balance.onHoldBalance === null ? '' : ` · ${formatAmount(balance.onHoldBalance)} on hold`
  return [
    `${environment.name} · profile ${profile}${endpoint.overriddenBy === null ? '' : ` · at ${endpoint.url} (${endpoint.overriddenBy})`}`,
    `${formatAmount(balance.availableBalance)} available${held}`,
    ...(environment.name === 'production'
      ? ['With AWS Billing switched on, the figure is what is left of the billing allowance.']
      : []),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function balanceJson({profile, environment, balance, warnings}: BalanceShown) {
  const {availableBalance, onHoldBalance, currency} = balance
  return {
    profile,
    environment: environment.name,
    availableBalance,
    onHoldBalance,
    currency,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
