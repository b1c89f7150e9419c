import type {LineMend} from '../credentials/contract.js'
import type {BotoSection} from './boto-file.js'
import type {IniDocument, IniLine, IniOption} from './ini-document.js'
import {aroundValue} from './ini-edit.js'
import {complaintAboutValue} from './ini-text.js'
import {indentOf, strip} from './python-text.js'

/**
 * Repairs of single lines of an INI file that Python reads, made from the document in which they were thought of. Each
 * does nothing where its lines are not what they were there, and touches no other. `commitLines` makes many at once.
 */

/** `[credentials]` to `[Credentials]`, with what stands behind it. */
export function renamedHeader(document: IniDocument, {name, line}: Pick<BotoSection, 'name' | 'line'>, to: string) {
  return replacing(document, [[line - 1, [textAt(document, line - 1).replace(`[${name}]`, () => `[${to}]`)]]])
}

/** `aws_secret_accesss_key = …` to `aws_secret_access_key = …`, for each of these options. */
export function renamedOptions(document: IniDocument, options: readonly {line: number; to: string}[]): LineMend {
  return replacing(
    document,
    options.map(({line, to}) => {
      const text = textAt(document, line - 1)
      const start = indentOf(text)
      const name = strip(text.slice(0, text.search(/[=:]/)))
      return [line - 1, [text.slice(0, start) + to + text.slice(start + name.length)]]
    }),
  )
}

/** Takes options out, with the lines that continue their values. Lines count from 1. */
export function withoutOptions(document: IniDocument, lines: readonly number[]): LineMend {
  const gone = lines.flatMap((line) => [line - 1, ...continuationOf(document, line - 1)])
  return replacing(
    document,
    gone.map((line) => [line, []]),
  )
}

export interface NewValue {
  /** Of the option; from 1. */
  readonly line: number
  readonly value: string
  /** Goes above it, indented alike; with its `#`. */
  readonly comment?: string | undefined
}

/** Gives options other values; undefined where one cannot stand in an INI file. */
export function withValues(document: IniDocument, values: readonly NewValue[]): LineMend | undefined {
  if (values.some(({value}) => complaintAboutValue(value) !== undefined)) return undefined
  return replacing(
    document,
    values.flatMap(({line, value, comment}): LineChange[] => {
      const text = textAt(document, line - 1)
      const {before, after} = aroundValue(text)
      const above = comment !== undefined && /^[#;]/.test(comment) ? [text.slice(0, indentOf(text)) + comment] : []
      return [
        [line - 1, [...above, before + value + after]],
        ...continuationOf(document, line - 1).map((each): LineChange => [each, []]),
      ]
    }),
  )
}

type LineChange = readonly [line: number, texts: readonly string[]]

function replacing(document: IniDocument, changes: readonly LineChange[]): LineMend {
  const was = changes.map(([line]) => textAt(document, line))
  return (lines) => (changes.every(([line], index) => lines[line] === was[index]) ? new Map(changes) : null)
}

function textAt({lines}: IniDocument, line: number): string {
  return (lines[line] as IniLine).text
}

/** By the index of their lines. Of thousands of options each is asked for. */
const optionsByLine = new WeakMap<IniDocument, ReadonlyMap<number, IniOption>>()

function continuationOf(document: IniDocument, line: number): readonly number[] {
  let options = optionsByLine.get(document)
  if (!options) {
    options = new Map(document.sections.flatMap((section) => section.options.map((option) => [option.line, option])))
    optionsByLine.set(document, options)
  }
  return options.get(line)?.continuation ?? []
}
