/** The names under which Boto looks for a key; in files in lower case. */
const RIGHT_NAMES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const

export type KeyName = (typeof RIGHT_NAMES)[number]

/** What other programs call the same thing (the Java SDK v1, boto's own documentation of old). */
const OTHER_NAMES: Readonly<Record<string, KeyName>> = {
  AWS_ACCESS_KEY: 'AWS_ACCESS_KEY_ID',
  AWS_SECRET_KEY: 'AWS_SECRET_ACCESS_KEY',
}

/** As many characters may be wrong: `AWS_SECRET_ACCESSS_KEY` (psiTurk's documentation), `AWS_SECRETE_ACCESS_KEY`. */
const MOST_MISTAKES = 2

/**
 * The name that was meant by one that is nearly right in spelling or in case, and undefined for a right one and for any
 * other. In a file the case makes no difference: ask with the name in upper case.
 */
export function intendedName(name: string): KeyName | undefined {
  if (name.length > 64 || RIGHT_NAMES.some((right) => right === name)) return undefined
  // `export AWS_ACCESS_KEY_ID=…`, copied out of a shell's file.
  const plain = name
    .replace(/^(?:export|set|setx)\s+/i, '')
    .toUpperCase()
    .replaceAll(/[-.\s]/g, '_')
  return OTHER_NAMES[plain] ?? RIGHT_NAMES.find((right) => isNearly(plain, right))
}

function isNearly(name: string, right: string): boolean {
  // Nearly all variables of an environment go out here, and the distance takes its time.
  return Math.abs(name.length - right.length) <= MOST_MISTAKES && mistakesBetween(name, right) <= MOST_MISTAKES
}

/** Characters to add, leave out or exchange (Levenshtein's distance). */
function mistakesBetween(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const exchanged = (row[j] as number) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(exchanged, (row[j + 1] as number) + 1, (next[j] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
