import {randomBytes, randomInt} from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/**
 * An access key id: AKIA for one that lasts, ASIA for a temporary one, and 16 characters of A-Z2-7.
 *
 * The first 48 of its 80 bits hold the account: bits 46 to 7 are the account's number and the top bit is set, the rest
 * is chance. That is how GetAccessKeyInfo knows the account of any id (the test has a published one).
 */
export function newAccessKeyId(accountId: string, prefix: 'AKIA' | 'ASIA' = 'AKIA'): string {
  const chance = BigInt(`0x${randomBytes(5).toString('hex')}`) & 0x7f_ffff_ffffn
  const bits = (1n << 79n) | (BigInt(accountId) << 39n) | chance
  return `${prefix}${base32(bits, 16)}`
}

/** The account number inside an access key id, or undefined where the id cannot hold one. */
export function accountOfAccessKeyId(accessKeyId: string): string | undefined {
  if (!/^(?:AKIA|ASIA)[A-Z2-7]{16}$/.test(accessKeyId)) return undefined
  let bits = 0n
  for (const character of accessKeyId.slice(4)) bits = (bits << 5n) | BigInt(BASE32.indexOf(character))
  return ((bits >> 39n) & 0xff_ffff_ffffn).toString().padStart(12, '0')
}

/** 40 characters of base 64, as every secret that AWS has handed out so far. */
export function newSecretAccessKey(): string {
  return randomBytes(30).toString('base64')
}

/**
 * The prefix and 17 characters: AIDA for a user, AGPA for a group, AROA for a role, APKA for a public key, ACCA for a
 * service-specific credential ("IAM identifiers" in the IAM user guide).
 */
export function newUniqueId(prefix: 'AIDA' | 'AGPA' | 'AROA' | 'APKA' | 'ACCA'): string {
  return `${prefix}${newBase32Id(17)}`
}

/** So many characters of A-Z2-7 by lot, 40 at most. */
export function newBase32Id(length: number): string {
  return base32(BigInt(`0x${randomBytes(25).toString('hex')}`), length)
}

/** The six characters that end the ARN of a secret. */
export function newSecretSuffix(): string {
  return Array.from({length: 6}, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join('')
}

/** Opaque; AWS promises no length. */
export function newSessionToken(): string {
  return randomBytes(192).toString('base64')
}

/** As authenticators take a seed: RFC 4648 without padding. A multiple of five bytes. */
export function base32Of(bytes: Buffer): string {
  return base32(BigInt(`0x${bytes.toString('hex')}`), (bytes.length * 8) / 5)
}

function base32(bits: bigint, length: number): string {
  const characters: string[] = []
  for (let rest = bits; characters.length < length; rest >>= 5n) characters.unshift(BASE32[Number(rest & 31n)] ?? 'A')
  return characters.join('')
}
