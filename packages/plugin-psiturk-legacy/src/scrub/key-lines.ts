import {ACCESS_KEY_ID, SECRET_ACCESS_KEY, SECTION, type FileSource} from '../sources/source.js'
import {readDotenv} from '../reading/dotenv.js'
import {readAsPython2} from '../reading/python2.js'
import {readAsPython3} from '../reading/python3.js'
import type {Occurrence, RawFile, Span} from '../reading/raw-file.js'
import {KEY_NAMES_IN_DOTENV} from '../reading/read-source.js'

/** The lines of the two values, every time that they stand there; in the order of the file. */
export function keySpans({kind}: FileSource, bytes: Uint8Array): readonly Span[] {
  const spans =
    kind === 'dotenv'
      ? readDotenv(bytes).flatMap(({name, span}) => (KEY_NAMES_IN_DOTENV.has(name) ? [span] : []))
      : [ACCESS_KEY_ID, SECRET_ACCESS_KEY].flatMap((name) => spansOf(name, bytes))
  return spans.toSorted((one, other) => one.start - other.start)
}

/** By today's Python; where only the old one sees the option, by that. */
function spansOf(name: string, bytes: Uint8Array): readonly Span[] {
  for (const file of [readAsPython3(bytes), readAsPython2(bytes)]) {
    const found = file.occurrences.filter((each) => each.name === name && isRead(each, file))
    if (found.length > 0) return found.flatMap(({spans}) => spans)
  }
  return []
}

/** [DEFAULT] lends its options to [AWS Access], so a key in it counts where that section is there. */
export function isRead({section}: Pick<Occurrence, 'section'>, {sections}: RawFile): boolean {
  return section === SECTION || (section === 'DEFAULT' && sections.has(SECTION))
}
