import {quote} from 'shlex'

import type {BotoOption} from './boto-file.js'
import {shellSplit} from './shlex.js'

/** A `credential_process` line that runs our own `credentials export`. */
export interface OwnProcess {
  /** The words before the command: `mturk`, or Node and the script. */
  readonly program: readonly string[]
  /** undefined: whichever Boto would choose. */
  readonly profile: string | undefined
  /** undefined: all that Boto looks into. */
  readonly backend: string | undefined
}

/** Reads a value as Boto does, as a shell would split it; undefined where another program stands there, or no line. */
export function readOwnProcess(value: BotoOption['value'] | undefined): OwnProcess | undefined {
  const words = typeof value === 'string' ? wordsOf(value) : []
  const topic = words.findIndex((word, index) => index > 0 && word === 'credentials' && isOurs(words[index - 1] ?? ''))
  const [, command, ...rest] = words.slice(topic)
  if (topic < 0 || command !== 'export') return undefined
  return {program: words.slice(0, topic), profile: valueOf('--profile', rest), backend: valueOf('--backend', rest)}
}

/**
 * A line that boto3, which splits it like a shell, and the JavaScript SDK, which hands it to one, take for the same words.
 *
 * @throws RangeError for a word that the two, or their readers of INI files, would understand differently
 */
export function processLine(words: readonly string[], platform: NodeJS.Platform = process.platform): string {
  return words.map((word) => quotedWord(word, platform)).join(' ')
}

function quotedWord(word: string, platform: NodeJS.Platform): string {
  // The JavaScript SDK's reader ends a value there, whatever the quotes.
  if (/\p{Cc}|\p{Zl}|\p{Zp}/u.test(word) || /\s[#;]/.test(word)) throw new RangeError(COMPLAINT)
  if (platform !== 'win32') return quote(word)
  // cmd.exe knows these within quotes, too; botocore splits as Windows does.
  if (/["%!^&|<>]/.test(word) || word.endsWith('\\')) throw new RangeError(COMPLAINT)
  return /^[\w@+=:,./\\-]+$/.test(word) && !word.includes('\\') ? word : `"${word}"`
}

const COMPLAINT = 'holds signs that AWS tools understand differently in a credential_process'

function isOurs(word: string): boolean {
  return /(?:^|[/\\])mturk(?:\.cmd|\.exe)?$/.test(word) || /[/\\]bin[/\\]run\.js$/.test(word)
}

function valueOf(flag: string, words: readonly string[]): string | undefined {
  const index = words.indexOf(flag)
  return index >= 0 ? words[index + 1] : words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1)
}

function wordsOf(line: string): readonly string[] {
  try {
    return shellSplit(line)
  } catch {
    return [] // an open quotation mark, which Boto does not take either
  }
}
