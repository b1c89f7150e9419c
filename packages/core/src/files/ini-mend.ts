import {parseIni, readLines, serializeIni, type IniDocument, type IniLine, type IniSection} from './ini-document.js'

/**
 * Repairs of an INI file beyond giving options values: names that were misspelt, lines that stand in the wrong place.
 * Each gives new bytes, or null where the file is not, or no longer, as it was when the repair was thought of. All other
 * bytes stay.
 */
export type IniMend = (bytes: Uint8Array) => Uint8Array | null

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

/** Takes out options that stand there a second time with the same value; not where one says something else. */
export const withoutEqualTwins: IniMend = edit((document) => {
  const options = new Map(
    document.sections.flatMap((section) => section.options.map((option) => [option.line, option])),
  )
  const twins = document.faults.filter(({kind}) => kind === 'duplicate_option')
  const pairs = twins.map(({first, line}) => [options.get(first ?? -1), options.get(line)] as const)
  if (pairs.length === 0 || !pairs.every(([first, second]) => first && first.value === second?.value)) return null
  const gone = new Set(pairs.flatMap(([, second]) => (second ? [second.line, ...second.continuation] : [])))
  return readLines(document.lines.filter((_, index) => !gone.has(index)))
})

/** Puts the bracket behind `[default` or `[profile lab` in the first line that has none. */
export const withClosedHeader: IniMend = edit((document) => {
  const index = document.faults[0]?.line ?? -1
  const open = /^(\s*\[[\w.@-]+(?: [\w.@-]+)?)\s*$/.exec(document.lines[index]?.text ?? '')?.[1]
  if (open === undefined) return null
  return readLines(document.lines.map((line, each) => (each === index ? {...line, text: `${open}]`} : line)))
})

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
