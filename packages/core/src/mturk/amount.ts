import {usageError} from '../errors.js'

/**
 * Money as AWS sends it: a decimal string in US dollars. It stays a string, since a floating-point number cannot hold
 * every cent.
 */
const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/

export function isAmount(text: string): boolean {
  return AMOUNT.test(text)
}

/** @throws MturkError `usage`, naming the flag, for what is no amount or one below zero */
export function assertAmount(text: string, flag: string): void {
  if (!isAmount(text) || text.startsWith('-'))
    throw usageError(`${flag} takes an amount in US dollars such as 50 or 12.50, not below zero.`)
}

/** @throws RangeError if one of the two is no amount; check what a person typed with `assertAmount` first */
export function isBelow(amount: string, floor: string): boolean {
  const digits = Math.max(fraction(amount).length, fraction(floor).length)
  return scaled(amount, digits) < scaled(floor, digits)
}

/** `$10,000.00`; at least two digits after the point, and every one that AWS sent. What is no amount stays as it is. */
export function formatAmount(amount: string): string {
  const parts = AMOUNT.exec(amount)
  if (!parts) return amount
  const [, sign = '', whole = '', cents = ''] = parts
  return `${sign}$${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${cents.padEnd(2, '0')}`
}

function fraction(amount: string): string {
  return AMOUNT.exec(amount)?.[3] ?? ''
}

function scaled(amount: string, digits: number): bigint {
  const parts = AMOUNT.exec(amount)
  if (!parts) throw new RangeError(`"${amount}" is no amount of money`)
  const [, sign = '', whole = '', cents = ''] = parts
  return BigInt(sign + whole + cents.padEnd(digits, '0'))
}
