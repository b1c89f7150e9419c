import {backendError} from '@mturk-cli/core'
import type {FileSource} from '../sources/source.js'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY} from '../sources/source.js'
import {expanded, readDotenv} from '../reading/dotenv.js'
import {readAsPython2} from '../reading/python2.js'
import {readAsPython3} from '../reading/python3.js'
import type {RawFile, Span} from '../reading/raw-file.js'
import {KEY_NAMES_IN_DOTENV} from '../reading/read-source.js'
import {isRead, keySpans} from './key-lines.js'

/**
 * The file without its two key lines; every other byte stays. null: there are none in it.
 *
 * @throws a `MturkBackendError` `not_writable` where Python would read something else differently afterwards, as where the
 *   next line is indented and would go on with the option before
 */
export function scrubbed(source: FileSource, bytes: Uint8Array): Uint8Array | null {
  const spans = keySpans(source, bytes)
  if (spans.length === 0) return null
  const after = without(bytes, spans)
  if (othersIn(source, bytes) !== othersIn(source, after)) {
    throw backendError(
      'not_writable',
      `${source.file}: mturk cannot take the key lines out without changing what else is read there.`,
      {
        remedy: `Take ${ACCESS_KEY_ID} and ${SECRET_ACCESS_KEY} out by hand, or leave the file as it is: --keep`,
      },
    )
  }
  return after
}

/** Whether nothing but keys is in the file: no comment, no other option, no other region than Mechanical Turk's. */
export function holdsOnlyKeys(source: FileSource, bytes: Uint8Array): boolean {
  const known = source.kind === 'dotenv' ? keySpans(source, bytes) : spansOfKeysAndKin(bytes)
  const rest = Buffer.from(
    without(
      bytes,
      known.toSorted((one, other) => one.start - other.start),
    ),
  ).toString('latin1')
  return rest.split(/[\r\n]+/).every((line) => /^[ \t]*(?:\[(?:AWS Access|psiTurk Access)\])?[ \t]*$/.test(line))
}

/** Also what goes with keys in psiTurk's own template: the only region that there is, and the keys of psiturk.org. */
function spansOfKeysAndKin(bytes: Uint8Array): Span[] {
  const kin = new Set([ACCESS_KEY_ID, SECRET_ACCESS_KEY, 'psiturk_access_key_id', 'psiturk_secret_access_id'])
  return readAsPython3(bytes).occurrences.flatMap(({name, value, spans}) =>
    kin.has(name) || (name === 'aws_region' && (value === '' || value === 'us-east-1')) ? spans : [],
  )
}

function without(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
  const pieces: Uint8Array[] = []
  let start = 0
  for (const span of spans) {
    if (span.start > start) pieces.push(bytes.subarray(start, span.start))
    start = Math.max(start, span.end)
  }
  return Buffer.concat([...pieces, bytes.subarray(start)])
}

/** Everything but the key, as each reader has it, to be compared. A Python that refuses the file is asked for nothing. */
function othersIn({kind}: FileSource, bytes: Uint8Array): string {
  if (kind === 'dotenv') {
    return JSON.stringify(
      expanded(readDotenv(bytes), {}).flatMap(({name, value}) =>
        KEY_NAMES_IN_DOTENV.has(name) ? [] : [[name, value]],
      ),
    )
  }
  return JSON.stringify([readAsPython3(bytes), readAsPython2(bytes)].map(others))
}

function others(file: RawFile) {
  const isKey = ({name, section}: {name: string; section: string}) =>
    (name === ACCESS_KEY_ID || name === SECRET_ACCESS_KEY) && isRead({section}, file)
  return file.occurrences.flatMap((each) => (isKey(each) ? [] : [[each.section, each.name, each.value]]))
}
