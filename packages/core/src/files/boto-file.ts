import {Buffer} from 'node:buffer'
import {DEFAULT_SECTION} from '../credentials/profile-name.js'
import {coveredName} from '../credentials/disguised-secrets.js'
import {foreignText, type ForeignText} from './foreign-text.js'
import {parseIni, type IniDocument, type IniFault, type IniOption} from './ini-document.js'
import {splitLines, strip} from './python-text.js'

/**
 * What botocore makes of a credentials, config or Boto file (configloader.py, botocore 1.43): every section with its
 * options, or why it refuses the whole file with ConfigParseError.
 */
export interface BotoFile {
  readonly document: IniDocument
  /** In the order of the file, without `[DEFAULT]`; none where there is a fault. */
  readonly sections: readonly BotoSection[]
  readonly fault: BotoFault | null
}

export interface BotoSection {
  /** As it stands between the brackets. */
  readonly name: string
  /** Line of the header; 1-based, like every line here. */
  readonly line: number
  /** By lower-cased name, the options that `[DEFAULT]` gives to every section included. */
  readonly options: ReadonlyMap<string, BotoOption>
}

export interface BotoOption {
  readonly name: string
  /** A map where Boto reads nested options: `s3 =` with indented lines below. */
  readonly value: string | ReadonlyMap<string, string>
  readonly line: number
  /** It stands in `[DEFAULT]` and only leaks into this section. */
  readonly inherited: boolean
}

/** The words never repeat a value: it may be a secret. */
export interface BotoFault {
  readonly line: number
  /** What is wrong, as the rest of a sentence that begins with the place. */
  readonly what: string
  readonly remedy: string
}

/** The files of one run, each before and after a change, are not more than these. */
const MOST_REMEMBERED = 8
const remembered: {readonly bytes: Uint8Array; readonly file: BotoFile}[] = []

/**
 * botocore's `raw_config_parse`: each section under its own name, as in the credentials file and in `~/.boto`.
 *
 * A run looks at the same few files again and again, and a file of 20,000 profiles takes a while: what bytes mean is
 * worked out once. So neither the bytes nor the answer may be changed later.
 */
export function readBotoFile(bytes: Uint8Array): BotoFile {
  const before = remembered.find((each) => isSame(each.bytes, bytes))
  if (before) return before.file
  const file = interpret(bytes)
  remembered.unshift({bytes, file})
  remembered.length = Math.min(remembered.length, MOST_REMEMBERED)
  return file
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && Buffer.compare(one, other) === 0
}

function interpret(bytes: Uint8Array): BotoFile {
  const document = parseIni(bytes)
  const fault = document.faults[0]
  if (fault) {
    const told = {...describeFault(fault), ...instead(fault, document)}
    return {document, sections: [], fault: withUnseen(told, document)}
  }

  const defaults = document.sections.filter(({name}) => name === DEFAULT_SECTION).flatMap(({options}) => options)
  const sections = document.sections.filter(({name}) => name !== DEFAULT_SECTION)
  const merged = sections.map(({name, header, options}) => ({
    name,
    line: header + 1,
    options: new Map([
      ...defaults.map((option) => [option.name, botoOption(option, true)] as const),
      ...options.map((option) => [option.name, botoOption(option, false)] as const),
    ]),
  }))
  const broken = merged.flatMap(({options}) => [...options.values()]).find(({value}) => value === null)
  if (broken)
    return {document, sections: [], fault: describeFault({kind: 'no_nested_separator', line: broken.line - 1})}
  return {document, sections: merged as readonly BotoSection[], fault: null}
}

/** Where the whole file is something else, that is told and not what Python stumbles over. */
function instead({kind, line}: IniFault, {lines}: IniDocument): ForeignText | undefined {
  const mayBe = kind === 'no_section' || kind === 'no_separator' || kind === 'byte_order_mark'
  return mayBe ? foreignText(lines, line) : undefined
}

/** Its value is null where a nested one cannot be read. */
function botoOption({name, value, line}: IniOption, inherited: boolean) {
  const nested = nestedOptions(value)
  return {name, value: nested === undefined ? value : nested, line: line + 1, inherited}
}

/**
 * botocore's `_parse_nested`: a value that begins on the line below its name is a list of `name = value`. Null where one
 * of its lines has no `=`, for which botocore refuses the file; undefined for a plain value.
 */
function nestedOptions(value: string): ReadonlyMap<string, string> | null | undefined {
  if (!value.startsWith('\n')) return undefined
  const nested = new Map<string, string>()
  for (const {text} of splitLines(value)) {
    const line = strip(text)
    if (line === '') continue
    const separator = line.indexOf('=')
    if (separator < 0) return null
    nested.set(strip(line.slice(0, separator)), strip(line.slice(separator + 1)))
  }
  return nested
}

/** What looks like an empty line, or like a good one, has to be told what is in it. */
function withUnseen(fault: BotoFault, {lines}: IniDocument): BotoFault {
  const [mark] = /[[\p{Cc}\p{Cf}]--[\t\r\n]]/v.exec(lines[fault.line - 1]?.text ?? '') ?? []
  const code = mark?.codePointAt(0)
  if (code === undefined || fault.what.includes('invisible')) return fault
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return {...fault, what: `${fault.what}; it holds a character that cannot be seen (${name})`}
}

function describeFault({kind, line, name = '', first = 0}: IniFaultOrNested): BotoFault {
  const fault = (what: string, remedy: string) => ({line: line + 1, what, remedy})
  switch (kind) {
    case 'byte_order_mark':
      return fault(
        'the file begins with a byte order mark, an invisible character that some Windows editors write',
        'Save the file as "UTF-8", not "UTF-8 with BOM".',
      )
    case 'not_utf8':
      return fault(
        'this line has bytes that are no UTF-8 text',
        'Save the file as UTF-8, or mend the characters of this line.',
      )
    case 'no_section':
      return fault(
        'this line stands before any section',
        'Put a line with the section above it: [default] in the credentials and config files, [Credentials] in a Boto file.',
      )
    case 'duplicate_section':
      return fault(
        `the section [${printable(name)}] is here for the second time; the first is in line ${first + 1}`,
        'Put what is to stay into one of the two, and delete the other.',
      )
    case 'duplicate_option':
      return fault(
        `${printable(name)} is here for the second time in its section; the first is in line ${first + 1} (case makes no difference)`,
        'Delete the one that is wrong.',
      )
    case 'no_separator':
      return fault(
        'this line is neither a section nor a comment, and has no "="',
        'Mend the line, or put a # before it.',
      )
    case 'no_name':
      return fault('this line has nothing before its "="', 'Put the name before the "=", or a # before the line.')
    case 'no_nested_separator':
      return fault(
        'this name has its value on the lines below, and one of those has no "="',
        'Put the value on the same line as its name.',
      )
  }
}

type IniFaultOrNested = Omit<IniFault, 'kind'> & {readonly kind: IniFault['kind'] | 'no_nested_separator'}

/** A name out of a damaged file may hold anything; a long one may even be a misplaced secret. */
function printable(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const plain = coveredName(name).replaceAll(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, '?')
  return plain.length > 64 ? `${plain.slice(0, 24)}…` : plain
}
