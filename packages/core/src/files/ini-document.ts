import {Buffer, isUtf8} from 'node:buffer'
import {DEFAULT_SECTION} from '../credentials/profile-name.js'
import {indentOf, strip, stripEnd} from './python-text.js'

/**
 * An INI file as Python's configparser reads it (RawConfigParser, strict, the reader behind botocore, psiTurk and the
 * AWS CLI), kept line by line so that nothing is lost: `serializeIni(parseIni(bytes))` is the same bytes, for any bytes.
 *
 * A line that is valid UTF-8 is read as such; any other line as Latin-1, which maps bytes to characters one to one.
 * Lines end where Python's universal newlines end them: LF, CRLF or CR.
 */
export interface IniDocument {
  readonly lines: readonly IniLine[]
  /** In the order of the file; a name stands here twice if the file has it twice. */
  readonly sections: readonly IniSection[]
  /** What Python refuses the file for, in the order of the lines. Empty: Python reads it. */
  readonly faults: readonly IniFault[]
}

export interface IniLine {
  readonly text: string
  readonly encoding: 'utf8' | 'latin1'
  /** `\n`, `\r\n`, `\r`, or nothing on a last line that does not end. */
  readonly end: string
}

export interface IniSection {
  /** What stands between the brackets, untrimmed. */
  readonly name: string
  /** Index of the header's line. */
  readonly header: number
  /** Index after the section's last line: the next header, or the end of the file. */
  readonly end: number
  readonly options: readonly IniOption[]
}

export interface IniOption {
  /** Lower-cased, as configparser's `optionxform` does. */
  readonly name: string
  /** As Python gives it: continuation lines joined with `\n`. */
  readonly value: string
  readonly line: number
  /** Indexes of the lines that continue the value; blank lines and comments between them are not among them. */
  readonly continuation: readonly number[]
}

export type IniFaultKind =
  | 'byte_order_mark'
  | 'not_utf8'
  | 'no_section'
  | 'duplicate_section'
  | 'duplicate_option'
  | 'no_separator'
  | 'no_name'

export interface IniFault {
  readonly kind: IniFaultKind
  /** Index of the line. */
  readonly line: number
  /** For a duplicate: what stands twice. Never a value. */
  readonly name?: string
  /** For a duplicate: index of the line that has it first. */
  readonly first?: number
}

export function parseIni(bytes: Uint8Array): IniDocument {
  return readLines(splitBytes(bytes))
}

export function serializeIni(document: Pick<IniDocument, 'lines'>): Buffer {
  return Buffer.concat(document.lines.map(({text, encoding, end}) => Buffer.from(text + end, encoding)))
}

function splitBytes(bytes: Uint8Array): IniLine[] {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const lines: IniLine[] = []
  const lineEnd = /\r\n|\n|\r|$/g
  let start = 0
  while (start < latin1.length) {
    lineEnd.lastIndex = start
    const {index, 0: end} = lineEnd.exec(latin1) as RegExpExecArray
    lines.push(decodeLine(latin1.slice(start, index), end))
    start = index + end.length
  }
  return lines
}

function decodeLine(raw: string, end: string): IniLine {
  // oxlint-disable-next-line no-control-regex -- the whole of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(raw)) return {text: raw, encoding: 'utf8', end}
  const bytes = Buffer.from(raw, 'latin1')
  return isUtf8(bytes) ? {text: bytes.toString('utf8'), encoding: 'utf8', end} : {text: raw, encoding: 'latin1', end}
}

interface OpenOption {
  readonly name: string
  readonly parts: string[]
  readonly line: number
  readonly continuation: number[]
}

interface OpenSection {
  readonly name: string
  readonly header: number
  readonly options: OpenOption[]
}

/** CPython's `RawConfigParser._read`, line for line, except that it goes on after a fault. */
export function readLines(lines: readonly IniLine[]): IniDocument {
  const sections: OpenSection[] = []
  const faults: IniFault[] = []
  const firstHeader = new Map<string, number>()
  // By section, then by name. Two sections named [DEFAULT] are one.
  const firstOptions = new Map<string, Map<string, number>>()
  let section: OpenSection | undefined
  let option: OpenOption | undefined
  let indent = 0

  for (const [line, {text, encoding}] of lines.entries()) {
    if (encoding === 'latin1') faults.push({kind: 'not_utf8', line})
    const stripped = strip(text)
    if (stripped === '') {
      option?.parts.push('')
      continue
    }
    if (stripped.startsWith('#') || stripped.startsWith(';')) continue
    const here = indentOf(text)
    if (section && option && here > indent) {
      option.parts.push(stripped)
      option.continuation.push(line)
      continue
    }
    indent = here

    const header = headerOf(stripped)
    if (header !== undefined) {
      const first = firstHeader.get(header)
      if (first === undefined) firstHeader.set(header, line)
      else if (header !== DEFAULT_SECTION) faults.push({kind: 'duplicate_section', line, name: header, first})
      if (!firstOptions.has(header)) firstOptions.set(header, new Map())
      section = {name: header, header: line, options: []}
      sections.push(section)
      option = undefined
      continue
    }
    if (!section) {
      faults.push({kind: line === 0 && stripped.startsWith('\ufeff') ? 'byte_order_mark' : 'no_section', line})
      continue
    }
    const separator = stripped.search(/[=:]/)
    if (separator < 0) {
      faults.push({kind: 'no_separator', line})
      continue
    }
    const name = stripEnd(stripped.slice(0, separator)).toLowerCase()
    if (name === '') faults.push({kind: 'no_name', line})
    const first = firstOptions.get(section.name)?.get(name)
    if (first === undefined) firstOptions.get(section.name)?.set(name, line)
    else faults.push({kind: 'duplicate_option', line, name, first})
    option = {name, parts: [strip(stripped.slice(separator + 1))], line, continuation: []}
    section.options.push(option)
  }
  return {
    lines,
    sections: sections.map((open, index) => closed(open, sections[index + 1]?.header ?? lines.length)),
    faults,
  }
}

/** configparser's `\[(?P<header>.+)\]`, matched at the start: greedy, and blind to what follows the last bracket. */
function headerOf(stripped: string): string | undefined {
  const last = stripped.lastIndexOf(']')
  return stripped.startsWith('[') && last >= 2 ? stripped.slice(1, last) : undefined
}

function closed({name, header, options}: OpenSection, end: number): IniSection {
  return {
    name,
    header,
    end,
    options: options.map(({parts, ...option}) => ({...option, value: stripEnd(parts.join('\n'))})),
  }
}
