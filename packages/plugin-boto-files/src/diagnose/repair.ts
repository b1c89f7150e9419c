import {kindOfAccessKeyId, oddValues} from '@mturk-cli/core/credentials'
import {
  intendedName,
  parseIni,
  putUnderSection,
  readBotoFile,
  withClosedHeader,
  withoutEqualTwins,
  withoutByteOrderMark,
  type BotoSection,
  type IniFault,
  type IniMend,
} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY} from '../key-entries.js'

/** What stands in a file's way one after the other; more than these there is not. */
const MOST_STEPS = 5

/**
 * A file that Boto refuses, made into one that it reads, where only one thing can be meant. Null where something is left
 * that a person has to decide, and where a new section would hold nothing that Boto looks for: then the file is something
 * else.
 *
 * @param usual the section that a key stands under if nobody says otherwise
 */
export function repaired(bytes: Uint8Array, usual: string): Uint8Array | null {
  let now = bytes
  for (let step = 0; step < MOST_STEPS; step++) {
    const fault = parseIni(now).faults[0]
    if (!fault) return now !== bytes && isGood(now, bytes) ? now : null
    const next = wayOut(fault, usual)
      .map((mend) => mend(now))
      .find((each) => each !== null)
    if (!next) return null
    now = next
  }
  return null
}

function wayOut({kind}: IniFault, usual: string): readonly IniMend[] {
  switch (kind) {
    case 'byte_order_mark':
      return [withoutByteOrderMark]
    case 'no_section':
      return [withClosedHeader, putUnderSection(usual)]
    case 'no_separator':
      return [withClosedHeader]
    case 'duplicate_option':
      return [withoutEqualTwins]
    default:
      return []
  }
}

function isGood(after: Uint8Array, before: Uint8Array): boolean {
  const {fault, sections} = readBotoFile(after)
  const old = new Set(parseIni(before).sections.map(({name}) => name))
  return !fault && sections.every((section) => old.has(section.name) || isOfUse(section))
}

/** It holds a key, the names nearly right and the id whole once it is mended; or no key, and a region. */
function isOfUse({options}: BotoSection): boolean {
  const meant = new Map(
    [...options.values()].map(({name, value}) => [intendedName(name.toUpperCase())?.toLowerCase() ?? name, value]),
  )
  const [id, secret] = [meant.get(ACCESS_KEY_ID), meant.get(SECRET_ACCESS_KEY)]
  if (id === undefined && secret === undefined) return meant.has('region') || meant.has('output')
  if (typeof id !== 'string' || typeof secret !== 'string' || secret === '') return false
  const mended = oddValues({accessKeyId: id, secretAccessKey: secret}).map((odd) => odd.mended?.accessKeyId)
  return kindOfAccessKeyId(mended.find((each) => each !== undefined) ?? id) !== 'malformed'
}
