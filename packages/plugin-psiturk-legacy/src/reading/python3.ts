import {parseIni, type IniDocument, type IniFault} from '@mturk-cli/core/files'
import type {Fault, FaultKind, RawFile, Span} from './raw-file.js'

/**
 * A file as Python 3's `ConfigParser` reads it (psiTurk 2.3 and 3, Dallinger): strict, so a section or an option that comes
 * twice is a fault, and so are a byte order mark and bytes that are not UTF-8.
 */
export function readAsPython3(bytes: Uint8Array): RawFile {
  const document = parseIni(bytes)
  const spans = spansOf(document)
  const occurrences = document.sections.flatMap((section) =>
    section.options.map(({name, value, line, continuation}) => ({
      section: section.name,
      name,
      value,
      spans: [line, ...continuation].map((index) => spans[index] as Span),
      line: line + 1,
    })),
  )
  const [fault] = document.faults
  return {
    occurrences,
    sections: new Set(document.sections.map(({name}) => name)),
    fault: fault ? faultOf(fault) : null,
  }
}

function faultOf({kind, line}: IniFault): Fault {
  const known: FaultKind = kind === 'no_name' ? 'no_separator' : kind
  return {kind: known, line: line + 1}
}

function spansOf({lines}: IniDocument): Span[] {
  let start = 0
  return lines.map(({text, end, encoding}) => {
    const span = {start, end: start + Buffer.byteLength(text + end, encoding)}
    start = span.end
    return span
  })
}
