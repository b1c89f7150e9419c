/** Python's `shlex.split(text)` raised ValueError: a quotation or an escape that does not end. */
export class UnclosedQuotation extends Error {}

/**
 * Python's `shlex.split()` in its POSIX manner, which botocore uses on section names (`[profile "a b"]`) and which the
 * AWS CLI's users therefore write. Follows CPython's `shlex.read_token`; blanks are only space, tab, CR and LF there.
 */
export function shellSplit(text: string): string[] {
  const words: string[] = []
  let word = ''
  let inWord = false
  let quote: '"' | "'" | null = null

  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string
    if (quote === "'") {
      if (character === "'") quote = null
      else word += character
    } else if (character === '\\') {
      const next = text[++at]
      if (next === undefined) throw new UnclosedQuotation('No escaped character')
      // Inside double quotes a backslash escapes only itself and the quote; elsewhere it stays.
      word += quote === '"' && next !== '"' && next !== '\\' ? character + next : next
      inWord = true
    } else if (quote === '"') {
      if (character === '"') quote = null
      else word += character
    } else if (character === '"' || character === "'") {
      quote = character
      inWord = true
    } else if (' \t\r\n'.includes(character)) {
      if (inWord) words.push(word)
      word = ''
      inWord = false
    } else {
      word += character
      inWord = true
    }
  }
  if (quote !== null) throw new UnclosedQuotation('No closing quotation')
  if (inWord) words.push(word)
  return words
}
