import {isPlaceholder, kindOfAccessKeyId, maskAccessKeyId} from '../credentials/index.js'

const STARS = '*'.repeat(16)

/**
 * A line of a file with keys as it may be shown: every value is covered, and so is all that may be a part of a secret.
 * What is about the layout (names, separators, quotes, comments, marks that cannot be seen) stays, since that is what was
 * wrong with it.
 */
export function coveredLine(line: string): string {
  const [, start, name, separator, value] = /^(\s*(?:[#;]+\s*)?)([A-Za-z][\w .-]*?)(\s*[=:]\s*)(.*)$/s.exec(line) ?? []
  if (start === undefined || name === undefined || separator === undefined || value === undefined) {
    return visible(withoutRuns(line))
  }
  return start + withoutRuns(name, LONGEST_NAME) + separator + coveredValue(name.toLowerCase(), value)
}

function coveredValue(name: string, value: string): string {
  if (/^(?:region|output|aws_region|aws_default_region)$/.test(name)) return visible(withoutRuns(value))
  const [, before = '', inner = '', after = '', comment = ''] =
    /^(["'“‘]?)(.*?)(["'”’]?)(\s*|\s+[#;].*)$/s.exec(value) ?? []
  return before + coveredCore(inner) + after + visible(withoutRuns(comment))
}

function coveredCore(inner: string): string {
  if (inner === '' || isPlaceholder(inner)) return visible(inner)
  const marks = [...inner.matchAll(INVISIBLE)].map(([mark]) => visible(mark)).join('')
  const plain = inner.replaceAll(INVISIBLE, '')
  return (kindOfAccessKeyId(plain) === 'malformed' ? STARS : maskAccessKeyId(plain)) + marks
}

const INVISIBLE = /[\p{Cf}\p{Cc}]/gu

function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (mark) =>
    mark === '\t' ? mark : `<U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  )
}

/** Characters in a row that a secret is made of. */
const LONGEST_WORD = 12
const LONGEST_NAME = 32

function withoutRuns(text: string, longest = LONGEST_WORD): string {
  return text.replaceAll(/[A-Za-z0-9/+=_-]+/g, (run) => (run.length > longest && !isName(run) ? STARS : run))
}

/** Names of options are long, too, and so are words. */
function isName(run: string): boolean {
  return run.length <= LONGEST_NAME && (/^(?:[a-z]{1,10}_){1,4}[a-z]{1,10}$/i.test(run) || /^[a-z]{1,18}$/.test(run))
}
