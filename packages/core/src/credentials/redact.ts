import {kindOfAccessKeyId} from './access-key.js'
import type {Key} from './contract.js'

/** Characters. A secret of AWS has 40; of those that people type for one, nobody has seen any that is this long by chance. */
const UNMISTAKABLE = 16
const LONG_ENOUGH = 4
/** Characters. The engine gives up on a pattern that is much longer; what is, is no secret that anybody would fold. */
const LONGEST_PATTERN = 4096

/** White space and marks that nobody sees: what folds a line, or what somebody puts in to get a secret past a filter. */
const UNSEEN = String.raw`[\s\p{Z}\p{C}\p{DI}]`

/**
 * Replaces secrets in words of others: AWS's, and a plugin's. One that is long is no other word, so it goes wherever it
 * stands, also with line ends, blanks or unseen marks in it. A short one (a placeholder, a beginning that was pasted) goes
 * where it stands alone, or it would tear pieces out of every other word. Fewer than four characters stand in every text
 * by chance: to replace those would make it unreadable, and point at them.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  let clean = text
  // The longest first: a shorter one may be a piece of it.
  for (const secret of [...secrets].map((each) => each.trim()).toSorted((a, b) => b.length - a.length)) {
    // Who put the id into the place of the secret, too, has not made it one.
    if (secret.length < LONG_ENOUGH || kindOfAccessKeyId(secret) !== 'malformed') continue
    clean = secret.length >= UNMISTAKABLE ? withoutLong(clean, secret) : withoutShort(clean, secret)
  }
  return clean
}

/** The same without what may be another word: for a command's own output, in which names of people stand. */
export function redactUnmistakable(text: string, secrets: Iterable<string>): string {
  return redact(
    text,
    [...secrets].filter((secret) => secret.trim().length >= UNMISTAKABLE),
  )
}

/** What is secret in a key. */
export function secretsOf({secretAccessKey, sessionToken}: Key): readonly string[] {
  return sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken]
}

function withoutLong(text: string, secret: string): string {
  if (!mayHold(text, secret)) return text
  return text.replaceAll(secret.length > LONGEST_PATTERN ? secret : patternOf(secret), '[secret]')
}

function withoutShort(text: string, secret: string): string {
  return text.replaceAll(secret, (found, offset: number, whole: string) =>
    standsAlone(whole, offset, found.length) ? '[secret]' : found,
  )
}

/** Where it says no, that is certain. The pattern takes milliseconds to make, and hardly any text has a secret in it. */
function mayHold(text: string, secret: string): boolean {
  const seen = secret.replaceAll(NOT_ASCII, '')
  return text.replaceAll(NOT_ASCII, '').includes(seen)
}

/** All that is no visible character of ASCII: more than what nobody sees, and much faster to find. */
const NOT_ASCII = /[^!-~]+/g

const patterns = new Map<string, RegExp>()

function patternOf(secret: string): RegExp {
  const known = patterns.get(secret)
  if (known) return known
  const visible = [...secret.replaceAll(new RegExp(UNSEEN, 'gu'), '')]
  const pattern = new RegExp(
    visible.map((each) => each.replace(/[\\^$.*+?()[\]{}|/]/u, String.raw`\$&`)).join(`${UNSEEN}*`),
    'gu',
  )
  patterns.set(secret, pattern)
  return pattern
}

function standsAlone(text: string, offset: number, length: number): boolean {
  return !/[\p{L}\p{N}]$/u.test(text.slice(0, offset)) && !/^[\p{L}\p{N}]/u.test(text.slice(offset + length))
}
