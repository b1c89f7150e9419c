/**
 * Text as Python's `str` methods see it. Boto's files are read by Python's configparser, and JavaScript's own idea of a
 * blank differs from it: `trim()` takes U+FEFF for one, and not U+001C to U+001F or U+0085.
 */

/** Exactly the characters for which Python's `str.isspace()` is true (asked of Python 3.11, all of Unicode). */
// oxlint-disable-next-line no-control-regex -- Python's list has them
const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/

/** Where Python's `str.splitlines()` ends a line: more places than a file's own line ends. */
// oxlint-disable-next-line no-control-regex -- Python's list has them
const LINE_END = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/

function isBlank(character: string): boolean {
  return BLANK.test(character)
}

/** How many blanks the text begins with. */
export function indentOf(text: string): number {
  let start = 0
  while (start < text.length && isBlank(text[start] as string)) start++
  return start
}

export function stripEnd(text: string): string {
  let end = text.length
  while (end > 0 && isBlank(text[end - 1] as string)) end--
  return text.slice(0, end)
}

export function strip(text: string): string {
  return stripEnd(text).slice(indentOf(stripEnd(text)))
}

/** `str.splitlines()`, with what ended each line, so that the pieces together are the text again. */
export function splitLines(text: string): {text: string; end: string}[] {
  const lines: {text: string; end: string}[] = []
  let rest = text
  while (rest !== '') {
    const match = LINE_END.exec(rest)
    if (!match) {
      lines.push({text: rest, end: ''})
      break
    }
    lines.push({text: rest.slice(0, match.index), end: match[0]})
    rest = rest.slice(match.index + match[0].length)
  }
  return lines
}
