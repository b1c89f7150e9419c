import {intendedName, regionWords} from '../files/index.js'
import {isPlaceholder, kindOfAccessKeyId, maskAccessKeyId} from '../credentials/index.js'

const STARS = '*'.repeat(16)

/**
 * What Boto, psiTurk and the AWS CLI call their options. Any other name may be the tail of a token that was wrapped, or a
 * password: it is not shown.
 */
const KNOWN: ReadonlySet<string> = new Set(
  [
    'aws_access_key_id aws_secret_access_key aws_session_token aws_security_token aws_credential_expiration',
    'region aws_region aws_default_region output role_arn',
    'source_profile credential_source credential_process mfa_serial external_id',
    'role_session_name duration_seconds login_session web_identity_token_file sso_session',
    'sso_start_url sso_region sso_account_id sso_role_name services',
    's3 endpoint_url max_attempts retry_mode ca_bundle',
    'cli_pager aws_account_id',
    'psiturk_aws_access_key_id psiturk_aws_secret_access_key',
  ].flatMap((row) => row.split(' ')),
)

const isRegion = (value: string): boolean => regionWords(value) === value

const VALUES_SHOWN: Readonly<Record<string, (value: string) => boolean>> = {
  region: isRegion,
  aws_region: isRegion,
  aws_default_region: isRegion,
  output: (value) => /^(?:json|text|table|yaml|yaml-stream|off)$/.test(value),
}

const OPTION = /^(\s*(?:[#;]+\s*)?(?:(?:export|set|setx)\s+)?)([A-Za-z][\w .-]*?)(\s*[=:]\s*)(.*)$/s

/**
 * A line of a file with keys as it may be shown: names that are known, and the layout (separators, quotes, marks that
 * cannot be seen), since that is what was wrong with it. Every value is covered, and so is all that may be a part of a
 * secret: what stands behind a value or on a line of its own, a comment, a name that nobody knows.
 */
export function coveredLine(line: string): string {
  if (/^\s*\[[^\]]*\]\s*$/.test(line)) return visible(withoutRuns(line))
  const [, start = '', name = '', separator = '', value = ''] = OPTION.exec(line) ?? []
  if (name === '') return coveredText(line)
  const isKnown = KNOWN.has(name.toLowerCase()) || intendedName(name.toUpperCase()) !== undefined
  return start + (isKnown ? name : STARS) + separator + coveredValue(name.toLowerCase(), value)
}

/** A comment, or a line that stands alone; its marks stay. */
function coveredText(line: string): string {
  const [, start = '', rest = ''] = /^(\s*[#;]*\s*)(.*)$/s.exec(line) ?? []
  return rest === '' ? line : start + STARS + marksIn(rest)
}

function coveredValue(name: string, value: string): string {
  if (VALUES_SHOWN[name]?.(value)) return value
  const [, before = '', inner = '', after = '', comment = ''] =
    /^(["'“‘]?)(.*?)(["'”’]?)(\s*|\s+[#;].*)$/s.exec(value) ?? []
  return before + coveredCore(inner) + after + coveredComment(comment)
}

/** Boto takes it as a part of the value, and it may be one. */
function coveredComment(comment: string): string {
  return comment.trim() === '' ? comment : coveredText(comment)
}

function coveredCore(inner: string): string {
  if (inner === '' || isPlaceholder(inner)) return visible(inner)
  const marks = marksIn(inner)
  const plain = inner.replaceAll(INVISIBLE, '')
  return (kindOfAccessKeyId(plain) === 'malformed' ? STARS : maskAccessKeyId(plain)) + marks
}

function marksIn(text: string): string {
  return [...text.matchAll(INVISIBLE)].map(([mark]) => visible(mark)).join('')
}

const INVISIBLE = /[\p{Cf}\p{Cc}]/gu

function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (mark) =>
    mark === '\t' ? mark : `<U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  )
}

/** Characters in a row that a secret is made of. */
const LONGEST_WORD = 12

function withoutRuns(text: string): string {
  return text.replaceAll(/[A-Za-z0-9/+=_-]+/g, (run) => (run.length > LONGEST_WORD && !isName(run) ? STARS : run))
}

/** Words are long, too. */
function isName(run: string): boolean {
  return /^[a-z]{1,18}(?:-[a-z0-9]{1,12}){0,3}$/.test(run)
}
