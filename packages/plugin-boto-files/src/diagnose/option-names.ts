import type {Diagnosis, Mend} from '@mturk-cli/core'
import {kindOfAccessKeyId} from '@mturk-cli/core/credentials'
import {
  intendedName,
  plainValue,
  renamedOptions,
  withoutOptions,
  type BotoOption,
  type BotoSection,
} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID} from '../key-entries.js'
import type {LoadedFiles} from '../loaded-files.js'
import {printable} from '../places.js'
import {at, keySections, placeIn, type Check, type KeySection} from './check.js'
import {becauseOf, otherKeyWith} from './other-key.js'

/**
 * Names that are nearly right: `AWS_SECRET_ACCESSS_KEY` of psiTurk's documentation, `AWS_SECRETE_ACCESS_KEY` of others,
 * and the names of environment variables or of psiTurk's own file for the region. Boto passes over what it does not know.
 */
export const optionNames: Check = (files) =>
  keySections(files).flatMap((place) => {
    const misspelt = misspeltIn(place.section)
    const found = misspelt.map((each) =>
      each.right === TOKEN ? ofToken(place, each, files) : ofKey(place, each, misspelt, files),
    )
    return [...found, ...regionIn(place, files), ...strayIn(place, files)]
  })

const TOKEN = 'aws_session_token'
const ONLY_REGION = 'us-east-1'

interface Misspelt {
  readonly option: BotoOption
  readonly right: string
}

/** Of two that mean the same, the first; none where the right one is there. */
function misspeltIn({options}: BotoSection): readonly Misspelt[] {
  const taken = new Set(options.keys())
  return [...options.values()].flatMap((option) => {
    const right = option.inherited ? undefined : intendedName(option.name.toUpperCase())?.toLowerCase()
    if (right === undefined || taken.has(right)) return []
    taken.add(right)
    return [{option, right}]
  })
}

/** An id or a secret. Where Boto has a usable key, and would take another one with the right name, nothing is wrong with it. */
function ofKey(place: KeySection, {option, right}: Misspelt, all: readonly Misspelt[], files: LoadedFiles): Diagnosis {
  const {section, document, path} = place
  const ofTheKey = all.filter((each) => each.right !== TOKEN)
  const otherKey = otherKeyWith({...place, section: renamed(section, ofTheKey)}, files)
  // Half of a key alone would be another key than both halves.
  const together = otherKey ? ofTheKey : [{option, right}]
  const lines = renamedOptions(
    document,
    together.map((each) => ({line: each.option.line, to: each.right})),
  )
  return {
    ...misnamed(place, option, right, files),
    remedy: `Write ${right} in that line${becauseOf(otherKey)}.`,
    severity: otherKey ? 'warning' : 'error',
    ...(otherKey?.to === '' ? {} : {mend: {file: path, lines, ...(otherKey ? {otherKey} : {})}}),
  }
}

/** Under its right name a session token would only be in the way of a long-lived key. */
function ofToken(place: KeySection, {option, right}: Misspelt, files: LoadedFiles): Diagnosis {
  const {section, document, path} = place
  const about = misnamed(place, option, right, files)
  const kind = kindOfAccessKeyId(plainValue(section, ACCESS_KEY_ID) ?? '')
  if (kind === 'temporary') {
    const lines = renamedOptions(document, [{line: option.line, to: right}])
    return {...about, remedy: `Write ${right} in that line.`, severity: 'error', mend: {file: path, lines}}
  }
  const mend: Mend = {file: path, lines: withoutOptions(document, [option.line])}
  return {
    ...about,
    remedy: 'Take that line out: a long-lived key has no session token.',
    severity: 'warning',
    ...(kind === 'long-lived' ? {mend} : {}),
  }
}

function misnamed(place: KeySection, option: BotoOption, right: string, files: LoadedFiles) {
  const location = placeIn(place, files, option.name)
  return {
    id: 'misspelt-name',
    code: 'misspelt_name',
    message: `${at(location, files)}: Boto does not know ${printable(option.name)} and passes it over; its name in a file is ${right}.`,
    stops: 'entry',
    location,
  } as const
}

function renamed(section: BotoSection, misspelt: readonly Misspelt[]): BotoSection {
  const options = new Map(section.options)
  for (const {option, right} of misspelt) {
    options.delete(option.name)
    options.set(right, {...option, name: right})
  }
  return {...section, options}
}

/** The rest of a token or a secret that was wrapped onto a line of its own; the `=` that it ends with makes a name of it. */
function strayIn(place: KeySection, files: LoadedFiles): Diagnosis[] {
  const stray = [...place.section.options.values()].filter(({name, inherited}) => !inherited && isStray(name))
  return stray.map(({name}) => {
    const location = placeIn(place, files, name)
    return {
      id: 'stray-line',
      code: 'misspelt_name',
      message: `${at(location, files)}: this line is no setting that anybody knows, and has the look of a piece of a token or a secret.`,
      remedy: 'Put it back behind the value that it belongs to, without a blank or a line end between, or take it out.',
      severity: 'warning',
      stops: 'entry',
      location,
    }
  })
}

/** No name of an option has a digit in a word this long. Python gives names in small letters. */
function isStray(name: string): boolean {
  return /^[a-z0-9+/]{12,}$/.test(name) && /[0-9+/]/.test(name)
}

/** Only the two AWS files have a region; Boto 2's has another idea of one. */
function regionIn(place: KeySection, files: LoadedFiles): Diagnosis[] {
  const {kind, owner, section, document, path} = place
  const option = ['aws_default_region', 'aws_region'].flatMap((name) => section.options.get(name) ?? [])[0]
  if (kind === 'boto' || !option || option.inherited || section.options.has('region')) return []
  const location = placeIn(place, files, option.name)
  const inForce = files.aws.profiles.get(owner)?.options.get('region')?.value
  // A region that works is not exchanged for another, and none is put where it would be wrong.
  const isMendable = option.value === ONLY_REGION && (inForce === undefined || inForce === ONLY_REGION)
  return [
    {
      id: 'region-name',
      code: 'misspelt_name',
      message: `${at(location, files)}: Boto does not know ${printable(option.name)} and passes it over; its name in a file is region.`,
      remedy: isMendable
        ? 'Write region in that line.'
        : `Take that line out, or write region = ${ONLY_REGION} in it, the only region of Mechanical Turk.`,
      severity: 'warning',
      stops: 'entry',
      location,
      ...(isMendable ? {mend: {file: path, lines: renamedOptions(document, [{line: option.line, to: 'region'}])}} : {}),
    },
  ]
}
