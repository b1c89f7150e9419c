import {
  parseIni,
  readLines,
  serializeIni,
  type IniDocument,
  type IniLine,
  type IniOption,
  type IniSection,
} from './ini-document.js'
import {indentOf, strip} from './python-text.js'

/**
 * Repairs of an INI file beyond giving options values: names that were misspelt, lines that stand in the wrong place.
 * Each gives new bytes, or null where the file is not, or no longer, as it was when the repair was thought of. All other
 * bytes stay.
 */
export type IniMend = (bytes: Uint8Array) => Uint8Array | null

/** `[credentials]` to `[Credentials]`; not where the file has the right one already. */
export function renameSection(from: string, to: string): IniMend {
  return edit((document) => {
    const section = sectionOf(document, from)
    if (!section || sectionOf(document, to)) return null
    return replaceLine(document, section.header, (text) => text.replace(`[${from}]`, () => `[${to}]`))
  })
}

/** `aws_secret_accesss_key = …` to `aws_secret_access_key = …`; not where the section has the right one already. */
export function renameOption(sectionName: string, from: string, to: string): IniMend {
  return edit((document) => {
    const section = sectionOf(document, sectionName)
    const option = section && optionOf(section, from)
    if (!section || !option || optionOf(section, to)) return null
    return replaceLine(document, option.line, (text) => {
      const start = indentOf(text)
      return text.slice(0, start) + to + text.slice(start + nameOn(text).length)
    })
  })
}

/** Puts a header above the first line that has none. */
export function putUnderSection(name: string): IniMend {
  return edit((document) => {
    const first = document.faults.find(({kind}) => kind === 'no_section')
    if (!first || sectionOf(document, name)) return null
    const header: IniLine = {text: `[${name}]`, encoding: 'utf8', end: lineEndIn(document, first.line)}
    return readLines([...document.lines.slice(0, first.line), header, ...document.lines.slice(first.line)])
  })
}

/** Takes away the invisible character at the beginning, which Python refuses a file for. */
export const withoutByteOrderMark: IniMend = (bytes) => {
  const has = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return has ? bytes.slice(3) : null
}

/** Takes out an option that stands there a second time with the same value. */
export const withoutEqualTwins: IniMend = edit((document) => {
  const fault = document.faults[0]
  if (fault?.kind !== 'duplicate_option') return null
  const options = document.sections.flatMap((section) => section.options)
  const [first, second] = [fault.first, fault.line].map((line) => options.find((option) => option.line === line))
  if (!first || !second || first.value !== second.value) return null
  const gone = new Set([second.line, ...second.continuation])
  return readLines(document.lines.filter((_, index) => !gone.has(index)))
})

/** Puts a `#` before options, so that nobody reads them any more and nothing is lost. */
export function commentOut(sectionName: string, names: readonly string[]): IniMend {
  return edit((document) => {
    const options = sectionOf(document, sectionName)?.options.filter(({name}) => names.includes(name)) ?? []
    const lines = new Set(options.flatMap(({line, continuation}) => [line, ...continuation]))
    if (lines.size === 0) return null
    return readLines(document.lines.map((line, index) => (lines.has(index) ? {...line, text: `# ${line.text}`} : line)))
  })
}

/** Puts a comment on a line of its own above an option, indented as that. */
export function commentAbove(sectionName: string, name: string, comment: string): IniMend {
  return edit((document) => {
    const section = sectionOf(document, sectionName)
    const option = section && optionOf(section, name)
    const line = option && document.lines[option.line]
    if (!option || !line || !/^[#;]/.test(comment)) return null
    const above: IniLine = {
      text: line.text.slice(0, indentOf(line.text)) + comment,
      encoding: line.encoding,
      end: lineEndIn(document, option.line),
    }
    return readLines([...document.lines.slice(0, option.line), above, ...document.lines.slice(option.line)])
  })
}

/** A change that would leave the file with more faults than before is none. */
function edit(change: (document: IniDocument) => IniDocument | null): IniMend {
  return (bytes) => {
    const before = parseIni(bytes)
    const after = change(before)
    return after && after.faults.length <= before.faults.length ? serializeIni(after) : null
  }
}

/** As this line ends; where it does not, as the others do. */
function lineEndIn({lines}: IniDocument, index: number): string {
  return lines[index]?.end || lines.find(({end}) => end !== '')?.end || '\n'
}

function sectionOf({sections}: IniDocument, name: string): IniSection | undefined {
  return sections.findLast((section) => section.name === name)
}

function optionOf({options}: IniSection, name: string): IniOption | undefined {
  return options.findLast((option) => option.name === name)
}

function replaceLine(document: IniDocument, index: number, change: (text: string) => string): IniDocument {
  return readLines(document.lines.map((line, each) => (each === index ? {...line, text: change(line.text)} : line)))
}

function nameOn(text: string): string {
  return strip(text.slice(0, text.search(/[=:]/)))
}
