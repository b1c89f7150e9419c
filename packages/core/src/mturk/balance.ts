import {AwsFailure, type Aws} from '../aws/index.js'
import {isInEnvironment, type MturkKey} from '../credentials/index.js'
import {isAmount} from './amount.js'
import type {MturkEnvironment} from './environments.js'
import {refuseTemporary, verdictError, type At} from './report.js'

export interface Balance {
  /** A decimal string, verbatim. With AWS Billing switched on it is what is left of the billing allowance. */
  readonly availableBalance: string
  readonly onHoldBalance: string | null
  readonly currency: 'USD'
}

/**
 * The money in one environment.
 *
 * @param at what else is known of the key, for the words of a failure
 * @throws MturkError with the verdict's name as its code; `unknown` also for an answer without a balance
 */
export async function getBalance(
  aws: Aws,
  key: MturkKey,
  environment: MturkEnvironment,
  at: At = {},
): Promise<Balance> {
  refuseTemporary(key)
  try {
    return await askBalance(aws, key, environment)
  } catch (error) {
    const {accessKeyId, location} = key
    throw verdictError(error, {environment, accessKeyId, inEnvironment: isInEnvironment(location), ...at})
  }
}

/** @throws AwsFailure, which the caller turns into a verdict */
export async function askBalance(aws: Aws, key: MturkKey, {service}: MturkEnvironment): Promise<Balance> {
  const calls = aws.mturk(key, service)
  const {AvailableBalance: availableBalance, OnHoldBalance: onHoldBalance} = await calls.call('GetAccountBalance', {})
  if (typeof availableBalance !== 'string' || !isAmount(availableBalance)) {
    const {host, overriddenBy} = await calls.endpoint()
    throw new AwsFailure({
      kind: 'answer',
      service,
      operation: 'GetAccountBalance',
      host,
      overriddenBy,
      httpStatus: 200,
      message: 'The answer holds no balance.',
    })
  }
  return {availableBalance, onHoldBalance: onHoldBalance ?? null, currency: 'USD'}
}
