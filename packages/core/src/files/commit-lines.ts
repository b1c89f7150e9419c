import type {LineMend} from '../credentials/contract.js'
import {parseIni, readLines, serializeIni, type IniDocument, type IniLine, type IniOption} from './ini-document.js'

export interface CommittedLines {
  readonly bytes: Uint8Array
  /** Which of them were made, by index: of two that are about one line the first is. */
  readonly made: readonly number[]
}

/**
 * Makes many changes to an INI file at once, in a time that does not grow with their number, and proves on the result
 * that everything else is read as before: every option on a line that nobody touched, in its section.
 *
 * @returns null where none of them fits, or where even one alone would reach further than it should. Where only some get
 *   in each other's way, as two that give one name to two sections, some are made and the others left.
 */
export function commitLines(bytes: Uint8Array, mends: readonly LineMend[]): CommittedLines | null {
  const all = commitAll(bytes, mends)
  if (all || mends.length < 2) return all
  const half = Math.ceil(mends.length / 2)
  const first = commitLines(bytes, mends.slice(0, half))
  if (first) return first
  const second = commitLines(bytes, mends.slice(half))
  return second && {...second, made: second.made.map((index) => index + half)}
}

function commitAll(bytes: Uint8Array, mends: readonly LineMend[]): CommittedLines | null {
  const before = parseIni(bytes)
  const texts = before.lines.map(({text}) => text)
  const changes = new Map<number, readonly string[]>()
  const made: number[] = []
  for (const [index, mend] of mends.entries()) {
    const wanted = attempt(mend, texts)
    if (!wanted || wanted.size === 0 || [...wanted.keys()].some((line) => changes.has(line))) continue
    for (const [line, replacement] of wanted) changes.set(line, replacement)
    made.push(index)
  }
  if (made.length === 0) return null
  const {lines, moved} = replaced(before, changes)
  const after = readLines(lines)
  if (after.faults.length > before.faults.length) return null
  if (before.faults.length === 0 && !isKept(before, after, changes, moved)) return null
  return {bytes: serializeIni(after), made}
}

function attempt(mend: LineMend, texts: readonly string[]): ReturnType<LineMend> {
  try {
    return mend(texts)
  } catch {
    return null // as the contract says: the file is no longer what it was
  }
}

/** The new lines, and where each of the old ones begins among them. New ones end as the one did whose place they take. */
function replaced({lines}: IniDocument, changes: ReadonlyMap<number, readonly string[]>) {
  const usual = lines.find(({end}) => end !== '')?.end ?? '\n'
  const moved: number[] = []
  const result: IniLine[] = []
  for (const [index, line] of lines.entries()) {
    moved.push(result.length)
    const texts = changes.get(index)
    if (!texts) result.push(line)
    else {
      for (const [nth, text] of texts.entries()) {
        result.push({text, encoding: line.encoding, end: nth === texts.length - 1 ? line.end : line.end || usual})
      }
    }
  }
  return {lines: result, moved}
}

function isKept(
  before: IniDocument,
  after: IniDocument,
  changes: ReadonlyMap<number, readonly string[]>,
  moved: readonly number[],
): boolean {
  if (before.sections.length !== after.sections.length) return false
  return before.sections.every((section, index) => {
    const now = after.sections[index]
    if (!now || now.header !== moved[section.header]) return false
    if (!changes.has(section.header) && section.name !== now.name) return false
    const isTouched = ({line, continuation}: IniOption) => [line, ...continuation].some((each) => changes.has(each))
    const options = new Map(now.options.map((option) => [option.line, option]))
    return section.options
      .filter((option) => !isTouched(option))
      .every(({line, name, value}) => {
        const same = options.get(moved[line] ?? -1)
        return same?.name === name && same.value === value
      })
  })
}
