import {isUtf8} from 'node:buffer'
import type {Fault, FaultKind, Occurrence, RawFile, Span} from './raw-file.js'

/** Blanks of a Python 2 `str`: bytes, in the C locale. */
const BLANK = '[ \\t\\n\\r\\v\\f]'
const HEADER = /^\[([^\]]+)\]/
const OPTION = new RegExp(`^([^:= \\t\\n\\r\\v\\f][^:=]*)${BLANK}*[:=]${BLANK}*([^\\n]*)\\n?$`)

interface Open {
  readonly section: string
  readonly name: string
  readonly parts: string[]
  readonly spans: Span[]
  readonly line: number
}

/**
 * A file as Python 2.7's `SafeConfigParser` reads it (psiTurk 1, and 2 up to 2.2.4): `ConfigParser._read`, rule for rule.
 * Not as Python 3: ` ;` begins a comment behind a value, but not on a line that continues one; duplicates are no fault, the
 * last one counts; a section goes on where its header comes again; a line that is indented is never an option; bytes that
 * are not UTF-8 are fine; and `rem` begins a comment.
 */
export function readAsPython2(bytes: Uint8Array): RawFile {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const sections = new Set<string>()
  const open: Open[] = []
  let section: string | undefined
  let option: Open | undefined
  let fault: Fault | null = null
  const refuse = (kind: FaultKind, line: number) => (fault ??= {kind, line})
  let start = 0
  for (let number = 1; start < text.length; number++) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    const line = text.slice(start, end)
    const span = {start, end}
    start = end
    if (strip(line) === '' || /^[#;]/.test(line) || /^[rR][eE][mM](?:[ \t\n\r\v\f]|$)/.test(line)) continue
    if (new RegExp(`^${BLANK}`).test(line) && section !== undefined && option) {
      option.parts.push(strip(line))
      option.spans.push(span)
      continue
    }
    const header = HEADER.exec(line)?.[1]
    if (header !== undefined) {
      section = textOf(header)
      sections.add(section)
      option = undefined
      continue
    }
    if (section === undefined) {
      // The reader throws here, and what follows is not read.
      refuse(number === 1 && line.startsWith('\u00ef\u00bb\u00bf') ? 'byte_order_mark' : 'no_section', number)
      continue
    }
    const [, name, value] = OPTION.exec(line) ?? []
    if (name === undefined || value === undefined) {
      refuse('no_separator', number)
      continue
    }
    option = {section, name: lowered(strip(name)), parts: [valueOn(value)], spans: [span], line: number}
    open.push(option)
  }
  const occurrences = open.map(({parts, ...rest}): Occurrence => ({...rest, value: textOf(parts.join('\n'))}))
  return {occurrences, sections, fault}
}

/** A `;` behind a blank begins a comment; only the first one is looked at, and the one at the very beginning by what is last. */
function valueOn(text: string): string {
  const at = text.indexOf(';')
  const before = at === 0 ? text.at(-1) : text[at - 1]
  const value = strip(at >= 0 && before !== undefined && isBlank(before) ? text.slice(0, at) : text)
  return value === '""' ? '' : value
}

/** Names are compared as Python 2 does it, byte by byte: only ASCII has capitals. */
function lowered(name: string): string {
  return textOf(name).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function textOf(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : latin1
}

function isBlank(character: string): boolean {
  return ' \t\n\r\v\f'.includes(character)
}

function strip(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && isBlank(text[start] as string)) start++
  while (end > start && isBlank(text[end - 1] as string)) end--
  return text.slice(start, end)
}
