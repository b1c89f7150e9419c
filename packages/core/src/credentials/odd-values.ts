import {kindOfAccessKeyId, oddityOfSecret} from './access-key.js'
import {Secret} from './secret.js'

export type OddValueId =
  | 'placeholder'
  | 'example-key'
  | 'unexpanded-variable'
  | 'continued-value'
  | 'quoted-value'
  | 'inline-comment'
  | 'stray-blank'
  | 'invisible-character'
  | 'swapped-key'
  | 'secret-as-id'
  | 'id-twice'
  | 'malformed-id'
  | 'short-secret'
  | 'odd-secret'
  | 'no-usable-key'

/** Something about a key's two values that Boto takes without a word, and that cannot work. */
export interface OddValue {
  readonly id: OddValueId
  readonly of: 'accessKeyId' | 'secretAccessKey'
  /** AWS promises neither length nor alphabet of a secret, so what is said of those is a hint and no proof. */
  readonly severity: 'error' | 'warning'
  /** What is wrong and why it matters, as the rest of a sentence about the value. It repeats no value that may be a secret. */
  readonly what: string
  /** What the values should be, where that is certain. */
  readonly mended?: {readonly accessKeyId?: string; readonly secretAccessKey?: string}
  /** What stood behind the value, with its `#` or `;`. */
  readonly comment?: string
}

type Values = Partial<Record<OddValue['of'], string>>

/**
 * What is odd about an access key id and a secret as they stand in a file or in the environment. One thing about each
 * value is told, the one to be mended first.
 */
export function oddValues({accessKeyId: id, secretAccessKey: secret}: Values): readonly OddValue[] {
  if (id && secret && isId(secret) && isSecret(id)) return [swapped(id, secret)]
  if (id && id === secret && !isPlaceholder(id)) return [idTwice(id)]
  return [...oddValue('accessKeyId', id), ...oddValue('secretAccessKey', secret)]
}

function oddValue(of: OddValue['of'], value: string | undefined): OddValue[] {
  if (value === undefined) return []
  const found = (id: OddValueId, what: string, mended?: string): OddValue[] => [
    {id, of, what, severity: severityOf(id), ...(mended === undefined ? {} : {mended: {[of]: wholly(of, mended)}})},
  ]
  if (value === '') return found('no-usable-key', 'is empty')
  if (isPlaceholder(value)) return found('placeholder', 'is a placeholder that was never filled in')
  if (EXAMPLES.has(value)) return found('example-key', "is out of AWS's documentation, and no key of anybody's")
  if (VARIABLE.test(value)) {
    return found(
      'unexpanded-variable',
      'names a variable, and nothing puts its value there: Boto takes it as it stands',
    )
  }
  if (/[\r\n]./s.test(value)) {
    return found('continued-value', 'goes on in indented lines below, which Boto takes as part of the value')
  }
  const comment = /\s+[#;].*$/.exec(value)
  if (comment) {
    const rest = value.slice(0, comment.index)
    const [odd] = found('inline-comment', 'has a comment behind it, which Boto takes as part of the value', rest)
    return odd ? [{...odd, comment: comment[0].trim()}] : []
  }
  const [, quote = '', inner = ''] = /^(["'“”‘’])(.*)["'“”‘’]$/.exec(value) ?? []
  if (quote !== '') return found('quoted-value', 'stands in quotes, which Boto takes as part of the value', inner)
  const visible = value.replaceAll(INVISIBLE, '')
  if (visible !== value) return found('invisible-character', 'holds a mark that cannot be seen', visible)
  if (value !== value.trim()) {
    return found(
      'stray-blank',
      'begins or ends with a blank or a line end, which Boto takes as part of it',
      value.trim(),
    )
  }
  if (of === 'accessKeyId') {
    if (isSecret(value)) return found('secret-as-id', 'has the look of a secret access key, not of an id')
    if (kindOfAccessKeyId(value) !== 'malformed') return []
    return found('malformed-id', 'has not the shape of one: AKIA and 16 characters of A-Z and 2-7')
  }
  if (isId(value)) return found('id-twice', 'has the look of an access key id, not of a secret')
  const oddity = oddityOfSecret(new Secret(value))?.replace(/^the secret access key /, '')
  if (oddity === undefined) return []
  return found(value.length < SHORTEST_SECRET ? 'short-secret' : 'odd-secret', oddity)
}

/** What is mended in one way may have to be mended in another, too: quotes around a value, and a comment behind it. */
function wholly(of: OddValue['of'], value: string): string {
  return oddValue(of, value)[0]?.mended?.[of] ?? value
}

function swapped(id: string, secret: string): OddValue {
  const what = 'stands where the secret belongs, and the secret in the place of the id'
  return {
    id: 'swapped-key',
    of: 'accessKeyId',
    severity: 'error',
    what,
    mended: {accessKeyId: secret, secretAccessKey: id},
  }
}

function idTwice(value: string): OddValue {
  return isId(value)
    ? {id: 'id-twice', of: 'secretAccessKey', severity: 'error', what: 'is the access key id once more'}
    : {id: 'secret-as-id', of: 'accessKeyId', severity: 'error', what: 'is the secret access key once more'}
}

function severityOf(id: OddValueId): OddValue['severity'] {
  return id === 'short-secret' || id === 'odd-secret' ? 'warning' : 'error'
}

const SHORTEST_SECRET = 16

/** Format characters of Unicode, which editors and web pages leave behind, and control characters. */
const INVISIBLE = /[[\p{Cf}\p{Cc}]--[\t-\r]]/gv

/** `${AWS_SECRET_ACCESS_KEY}`, `$KEY`, `%KEY%`: for a shell, and no shell reads this. */
const VARIABLE = /^(?:\$\{[^}]*\}|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%)$/

function isSecret(value: string): boolean {
  return /^[A-Za-z0-9/+]{40}$/.test(value)
}

function isId(value: string): boolean {
  return kindOfAccessKeyId(value) !== 'malformed'
}

/**
 * What stands in templates where a key belongs: psiTurk 1 to 3 (`YourAccessKeyId`, `YourSecreteAccessKey`), Dallinger
 * (`???`), boto's and AWS's own pages (`YOUR_ACCESS_KEY`, `<your secret>`), and what people type until they know better.
 */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value.replaceAll(/^["'<{[(]+|["'>}\])]+$/g, '').trim())
}

const PLACEHOLDER =
  /^(?:your[\s_-]?(?:aws)?[\s_-]?(?:access|secret|secrete|key|id).{0,30}|(?:insert|put|enter|paste|replace|change)[\s_-]?(?:your|here|me|with|this).{0,30}|(?:my|aws)?[\s_-]?(?:access[\s_-]?key(?:[\s_-]?id)?|secret(?:[\s_-]?access)?[\s_-]?key)(?:[\s_-]?here)?|\?{2,}|\*{2,}|\.{2,}|…|(?:AKIA|ASIA)?[xX]{3,}|AKIA(?:…|\.{2,}|\*+)|todo|fixme|none|null|undefined|example|secret|xxx)$/i

/** The keys in AWS's documentation; it promises that nobody has them. */
const EXAMPLES: ReadonlySet<string> = new Set([
  'AKIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'AKIAI44QH8DHBEXAMPLE',
  'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
])
