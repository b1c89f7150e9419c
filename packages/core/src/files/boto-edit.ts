import {backendError} from '../credentials/contract.js'
import {readBotoFile, type BotoFile, type BotoSection} from './boto-file.js'
import {faultError} from './file-errors.js'
import {serializeIni} from './ini-document.js'
import {editDocument, type IniEdit} from './ini-edit.js'

/**
 * Changes a file that Boto reads, and proves on the result that Boto will read exactly what was meant: the options that
 * were named, and everything else as before.
 *
 * @throws a `MturkBackendError` `unreadable` where Boto refuses the file, as it is or as it would be; a RangeError where a name or value
 * cannot stand in an INI file. Nothing here touches the disk.
 */
export function editBotoFile(path: string, before: BotoFile, edits: readonly IniEdit[]): Uint8Array {
  if (before.fault) throw faultError(path, before.fault)
  const edited = editDocument(before.document, edits)
  const bytes = serializeIni(edited)
  const after = readBotoFile(bytes)
  const pruned = new Set(edits.flatMap((edit) => (edit.kind === 'prune' ? [edit.section] : [])))
  // A value in a lone [DEFAULT] that Boto first looks at when there is a section to give it to.
  if (after.fault) throw faultError(path, after.fault)
  if (describe(meaningOf(after), pruned) !== describe(meaningAfter(before, edits), pruned)) {
    // Not reached by any file we know of; a wrong edit must never get as far as the disk.
    throw backendError(
      'not_writable',
      `${path} is laid out so that the change would reach further than it should; it was not changed.`,
    )
  }
  return bytes
}

type Meaning = Map<string, Map<string, unknown>>

function meaningOf({sections}: BotoFile): Meaning {
  return new Map(sections.map((section) => [section.name, valuesOf(section)]))
}

function meaningAfter(before: BotoFile, edits: readonly IniEdit[]): Meaning {
  const meaning = meaningOf(before)
  for (const edit of edits) {
    const section = meaning.get(edit.section) ?? new Map<string, unknown>()
    if (edit.kind === 'set') meaning.set(edit.section, section.set(edit.option.toLowerCase(), edit.value))
    else if (edit.kind === 'unset') section.delete(edit.option.toLowerCase())
  }
  return meaning
}

/** A section's own options; what `[DEFAULT]` adds does not change with it. */
function valuesOf(section: BotoSection): Map<string, unknown> {
  const own = [...section.options.values()].filter(({inherited}) => !inherited)
  return new Map(own.map(({name, value}) => [name, typeof value === 'string' ? value : [...value]]))
}

/** Sections in their order, which decides between `[default]` and `[profile default]`; one that may be gone, only if filled. */
function describe(meaning: Meaning, pruned: ReadonlySet<string>): string {
  const sections = [...meaning].filter(([name, values]) => values.size > 0 || !pruned.has(name))
  return JSON.stringify(sections.map(([name, values]) => [name, [...values].sort(([a], [b]) => (a < b ? -1 : 1))]))
}
