import {coveredName, isPlaceholder, type AccessKey} from '@mturk-cli/core/credentials'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY, SECTION, type FileSource} from '../sources/source.js'
import type {Found, Hints} from './found.js'
import {asRead, valueOf} from './interpolation.js'
import {judgeValues, type Judged} from './judge-values.js'
import {rivalsOf} from './rivals.js'
import {readAsPython2} from './python2.js'
import {readAsPython3} from './python3.js'
import {lastOf, type Fault, type FaultKind, type RawFile} from './raw-file.js'
import {hasTheirSections, looksLikeTheirs} from './whose.js'

/** A file of psiTurk's or Dallinger's, as both Pythons read it. */
export function readConfigFile(source: FileSource, bytes: Uint8Array): Found {
  const now = readAsPython3(bytes)
  const then = readAsPython2(bytes)
  const isTheirs = source.isCertain || looksLikeTheirs(now) || looksLikeTheirs(then)
  const line =
    (lastOf(now, SECTION, ACCESS_KEY_ID) ?? lastOf(now, SECTION, SECRET_ACCESS_KEY))?.line ??
    lastOf(then, SECTION, ACCESS_KEY_ID)?.line ??
    null
  const isReadByPsiturk = source.isCertain || hasTheirSections(now)
  const found = {
    source,
    line,
    hints: hintsIn(now),
    ...(now.fault && isReadByPsiturk ? {fault: inWords(now.fault)} : {}),
  }
  if (!now.sections.has(SECTION) && !then.sections.has(SECTION)) return withoutSection(found, now, then)
  const reading = bothReadings(now, then)
  const {id, secret} = filled(now)
  const fills = {accessKeyId: id !== '', secretAccessKey: secret !== ''}
  const accessKeyId = reading.id === '' ? null : reading.id
  if (!isTheirs) {
    const notes = [`It has [${SECTION}], and nothing else of psiTurk's: another program's. mturk leaves it alone.`]
    return reading.judged.state === 'none'
      ? {...found, state: 'none', accessKeyId: null, key: null, half: null, notes: [], fills}
      : {...found, state: 'not_psiturk', accessKeyId, key: null, half: null, notes, fills}
  }
  const {state, key, half} = reading.judged
  if (reading.refused)
    return {...found, state: 'unreadable', accessKeyId, key: null, half: null, notes: reading.notes, fills}
  const rivals = rivalsIn(now, key)
  return {...found, state, accessKeyId, key, half, notes: reading.notes, fills, ...(rivals.length > 0 ? {rivals} : {})}
}

/** Why today's Python refuses these bytes, whosever they are. */
export function faultOf(bytes: Uint8Array): Found['fault'] {
  const {fault} = readAsPython3(bytes)
  return fault ? inWords(fault) : undefined
}

function inWords({kind, line}: Fault): NonNullable<Found['fault']> {
  return {line, words: FAULTS[kind]}
}

/** The keys that stand there besides the last one. */
function rivalsIn(file: RawFile, key: AccessKey | null): readonly AccessKey[] {
  const valuesOf = (name: string) =>
    file.occurrences.flatMap(({section, name: option, value}) => {
      if (section !== SECTION || option !== name) return []
      const read = asRead(file, SECTION, value)
      return ['value' in read ? read.value : value]
    })
  return rivalsOf(key, [{ids: valuesOf(ACCESS_KEY_ID), secrets: valuesOf(SECRET_ACCESS_KEY)}])
}

interface OneReading {
  readonly id: string
  readonly secret: string
  readonly judged: Judged
  /** Why this Python gets no key out of the file, as the end of a sentence; null: it gets what is there. */
  readonly trouble: string | null
}

/** What today's Python makes of it counts, unless only the old one gets a key; where the two differ, it is said. */
function bothReadings(now: RawFile, then: RawFile) {
  const [today, before] = [readingOf(now), readingOf(then)]
  const isSame = today.id === before.id && today.secret === before.secret
  if (today.trouble === null && (isSame || before.trouble !== null)) {
    return {...today, refused: false, notes: today.judged.notes}
  }
  if (today.trouble !== null && before.trouble !== null) {
    const isBroken = now.fault !== null
    const said = `psiTurk stops at ${today.trouble}.`
    return {...today, refused: isBroken, notes: isBroken ? [said, mendingOf(now.fault)] : [said, ...today.judged.notes]}
  }
  if (today.trouble !== null) {
    const said = `Python 3 (psiTurk 2.3 and 3) stops at ${today.trouble}; Python 2 (psiTurk 2.2 and before) read it.`
    return {...before, refused: false, notes: [said, ...before.judged.notes]}
  }
  const isBetter = before.judged.state === 'key' && before.judged.notes.length < today.judged.notes.length
  const chosen = isBetter || today.judged.state === 'none' ? before : today
  const notes = chosen === before ? before.judged.notes : today.judged.notes
  return {...chosen, refused: false, notes: [differenceBetween(today, before), ...notes]}
}

function mendingOf(fault: Fault | null): string {
  const how =
    fault?.kind === 'byte_order_mark'
      ? 'Save the file as UTF-8 without a byte order mark (BOM)'
      : fault?.kind === 'no_section'
        ? `Put [${SECTION}] on a line of its own above it`
        : 'Mend that line, or take it out'
  return `${how}, and run the same command again.`
}

function readingOf(file: RawFile): OneReading {
  const [id, secret] = [ACCESS_KEY_ID, SECRET_ACCESS_KEY].map((name) => valueOf(file, SECTION, name))
  const values = {
    id: id && 'value' in id ? id.value : (lastOf(file, SECTION, ACCESS_KEY_ID)?.value ?? ''),
    secret: secret && 'value' in secret ? secret.value : (lastOf(file, SECTION, SECRET_ACCESS_KEY)?.value ?? ''),
  }
  const percent = [id, secret].some((value) => value && 'fault' in value)
  const trouble = file.fault ? faultText(file.fault) : percent ? PERCENT : null
  const judged = judgeValues(values.id, values.secret)
  // What Python's interpolation refuses is no key, whatever it looks like: AWS's own values hold no %.
  const isSpoilt = percent && judged.state === 'key'
  return {
    ...values,
    trouble,
    judged: isSpoilt ? {state: 'malformed', key: null, half: null, notes: judged.notes} : judged,
  }
}

const PERCENT =
  'a % in one of the two values: its parser takes % for the beginning of a name, and %% for one %. No key of AWS has a %, so the value is damaged'

function faultText({kind, line}: Fault): string {
  return `line ${line}: ${FAULTS[kind]}`
}

const FAULTS: Readonly<Record<FaultKind, string>> = {
  byte_order_mark: 'an invisible byte order mark stands before the first section',
  not_utf8: 'it is not UTF-8',
  no_section: 'it stands before any section',
  duplicate_section: 'a section that is there already',
  duplicate_option: 'an option that is there already',
  no_separator: 'there is no = or : in it',
}

function differenceBetween(today: OneReading, before: OneReading): string {
  const what =
    today.id === before.id ? 'the secret' : today.secret === before.secret ? 'the access key id' : 'both values'
  const isSemicolon = [today.id, today.secret].some((value) => /\s;/.test(value))
  const why = isSemicolon
    ? 'for Python 2 " ;" begins a comment, for Python 3 it is part of the value'
    : 'an indented line or a comment below it is part of the value for one of them, and not for the other'
  return `Python 2 (psiTurk 2.2 and before) and Python 3 (psiTurk 2.3 and 3) read ${what} differently: ${why}.`
}

/** What hides Boto's files from psiTurk 3: any value, be it a placeholder. */
function filled(now: RawFile): {id: string; secret: string} {
  const {id, secret} = readingOf(now)
  return {id, secret}
}

function withoutSection(found: Pick<Found, 'source' | 'line' | 'hints' | 'fault'>, now: RawFile, then: RawFile): Found {
  const nothing = {
    ...found,
    accessKeyId: null,
    key: null,
    half: null,
    fills: {accessKeyId: false, secretAccessKey: false},
  }
  const almost = [...now.sections].find((name) => name.toLowerCase() === SECTION.toLowerCase())
  if (almost !== undefined) {
    const notes = [`Its section is called [${almost}], and psiTurk reads [${SECTION}] alone: capitals count.`]
    return {...nothing, state: 'unreadable', notes}
  }
  // A fault before the first section, such as a byte order mark, hides the section from Python, not from a person.
  const fault = now.fault && then.fault ? now.fault : null
  const isEmpty = fault === null || (found.source.kind === 'ini' && !found.source.isCertain)
  if (isEmpty) return {...nothing, state: 'none', notes: []}
  return {...nothing, state: 'unreadable', notes: [`psiTurk stops at ${faultText(fault)}.`, mendingOf(fault)]}
}

function hintsIn(file: RawFile): Hints {
  const text = (section: string, name: string) => lastOf(file, section, name)?.value ?? ''
  const sandbox = text('Shell Parameters', 'launch_in_sandbox_mode').toLowerCase()
  const region = text(SECTION, 'aws_region')
  const dead = ['psiturk_access_key_id', 'psiturk_secret_access_id'].map((name) => text('psiTurk Access', name))
  return {
    ...(/^(?:1|yes|true|on)$/.test(sandbox) ? {sandbox: true} : {}),
    ...(/^(?:0|no|false|off)$/.test(sandbox) ? {sandbox: false} : {}),
    ...(region !== '' && region !== 'us-east-1' ? {otherRegion: coveredName(region)} : {}),
    ...(dead.some((value) => value !== '' && !isPlaceholder(value)) ? {deadKeys: true} : {}),
  }
}
