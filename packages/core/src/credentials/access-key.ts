import {Secret} from './secret.js'
import type {Key} from './contract.js'

/** An access key inside core: the secret parts do not print. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  readonly sessionToken?: Secret
}

/** AWS: `AKIA` long-lived, `ASIA` temporary, then 16 characters of base 32 (IAM user guide, unique identifiers). */
const LONG_LIVED = /^AKIA[A-Z2-7]{16}$/
const TEMPORARY = /^ASIA[A-Z0-9]{16}$/

export type AccessKeyKind = 'long-lived' | 'temporary' | 'malformed'

/** MTurk takes long-lived keys only; anything that is neither is refused before a request is made. */
export function kindOfAccessKeyId(accessKeyId: string): AccessKeyKind {
  if (LONG_LIVED.test(accessKeyId)) return 'long-lived'
  return TEMPORARY.test(accessKeyId) ? 'temporary' : 'malformed'
}

/** Why this can be no secret access key, as the rest of a sentence about it; undefined where it can. Never repeats it. */
export function complaintAboutSecret(secret: Secret): string | undefined {
  const value = secret.reveal()
  if (value === '') return 'is missing'
  // Unicode's blanks, controls, marks that cannot be seen, and halves of characters.
  if (/[\s\p{Cc}\p{Cf}\p{Cs}]/u.test(value)) return 'holds a blank, a line end or a mark that cannot be seen'
  return undefined
}

/** Below this a secret is more likely a slip of the hand than a key. */
const HARDLY_A_SECRET = 16

/**
 * What looks odd about a secret, or undefined. AWS promises neither length nor alphabet, so this may only warn:
 * every secret seen so far has 40 characters of base 64.
 */
export function oddityOfSecret(secret: Secret): string | undefined {
  const value = secret.reveal()
  if (value === '') return 'the secret access key is empty'
  if (/\s[#;]/.test(value)) return 'a comment follows the secret access key, and Boto takes it as part of the secret'
  if (value !== value.trim()) return 'the secret access key begins or ends with a blank'
  if (/^["']|["']$/.test(value)) return 'the secret access key stands in quotes, which Boto takes as part of it'
  if (!/^[A-Za-z0-9/+=]+$/.test(value)) return 'the secret access key has a character that AWS has not used so far'
  if (value.length === 40) return undefined
  const counted = value.length === 1 ? '1 character' : `${value.length} characters`
  const words = `the secret access key has ${counted}; AWS has used 40 so far`
  return value.length < HARDLY_A_SECRET ? `${words}, so this is hardly a whole one` : words
}

/** As the AWS CLI shows it: 16 stars and the last four. A malformed id may be a misplaced secret, so it shows nothing. */
export function maskAccessKeyId(accessKeyId: string): string {
  const stars = '*'.repeat(16)
  return kindOfAccessKeyId(accessKeyId) === 'malformed' ? stars : stars + accessKeyId.slice(-4)
}

/** Characters. Longer than any id (20), shorter than any secret that AWS has made (40). */
const HARDLY_AN_ID = 24

/**
 * An id as `--json` gives it. Whatever stands where an id belongs may have a secret in it: the two mixed up, a secret pasted
 * behind the id, or the next line of a file, which Boto takes as part of it if a blank stands before it. So only what can
 * hold none comes back as it is: an id, and something short and odd. Of the rest the id that it begins with, and stars.
 */
export function wholeAccessKeyId(accessKeyId: string): string {
  if (kindOfAccessKeyId(accessKeyId) !== 'malformed' || isHarmless(accessKeyId)) return accessKeyId
  const [id = ''] = /^A[KS]IA[A-Z2-7]{16}/.exec(accessKeyId) ?? []
  return id + '*'.repeat(16)
}

function isHarmless(text: string): boolean {
  if (text.length > HARDLY_AN_ID || /[\s\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) return false
  // A piece of a secret: capitals, small letters and digits or signs, all in one word.
  const isSecretLike = [/[A-Z]/, /[a-z]/, /[0-9/+]/].every((kind) => kind.test(text))
  return !isSecretLike || text.length < HARDLY_A_SECRET
}

/** Wraps a key the moment it crosses from a backend into core. */
export function wrapKey(key: Key): AccessKey {
  return {
    accessKeyId: key.accessKeyId,
    secretAccessKey: new Secret(key.secretAccessKey),
    ...(key.sessionToken ? {sessionToken: new Secret(key.sessionToken)} : {}),
  }
}

/** Unwraps a key where it crosses to a backend or to the SDK. */
export function unwrapKey(key: AccessKey): Key {
  return {
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey.reveal(),
    ...(key.sessionToken ? {sessionToken: key.sessionToken.reveal()} : {}),
  }
}
