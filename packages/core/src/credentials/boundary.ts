import type {Asks, Availability, Diagnosis, Entry, Key, LineMend, Location, Mend, Problem} from './contract.js'

/**
 * What comes back from a plugin is checked here, once, so that nothing behind this line meets a hole. A complaint names
 * the member, never its value: a plugin that mixes things up may have put a secret there.
 */

/** Says what is missing or of the wrong kind in an answer; made here only, so its words are safe to show. */
export class Complaint extends Error {}

type Unchecked = Readonly<Record<string, unknown>>

export function checkedAvailability(answer: unknown): Availability {
  const {state, reason, remedy, settings} = object(answer, 'probe')
  if (state === 'available') return {state}
  if (state === 'unsupported') return {state, reason: string(reason, 'reason')}
  if (state === 'needs-setup') {
    const said = {state, reason: string(reason, 'reason'), remedy: string(remedy, 'remedy')} as const
    return settings === undefined ? said : {...said, settings: checkedSettings(settings)}
  }
  throw new Complaint('probe() answered with an unknown state')
}

function checkedSettings(answer: unknown): Readonly<Record<string, string>> {
  const settings = Object.entries(object(answer, 'probe(), in settings,'))
  return Object.fromEntries(settings.map(([name, value]) => [name, string(value, 'a value in settings')]))
}

/** @param most entries; a list that is longer is refused */
export function checkedEntries(answer: unknown, backend: string, most: number): readonly Entry[] {
  if (!Array.isArray(answer)) throw new Complaint('list() answered with something that is no array')
  if (answer.length > most) throw new Complaint(`list() answered with more than ${most} entries`)
  return Array.from(answer as ArrayLike<unknown>, (item) => {
    const entry = object(item, 'list')
    return {
      ...(entry.location === undefined ? {} : {location: checkedLocation(entry.location, backend)}),
      ...(entry.accessKeyId === undefined ? {} : {accessKeyId: string(entry.accessKeyId, 'accessKeyId')}),
      ...(entry.problem === undefined ? {} : {problem: checkedProblem(entry.problem)}),
      ...(entry.asks === undefined ? {} : {asks: checkedAsks(entry.asks)}),
    }
  })
}

function checkedAsks(answer: unknown): Asks {
  const {profile, backend} = object(answer, 'list, in asks,')
  return {
    ...(profile === undefined ? {} : {profile: string(profile, 'asks.profile')}),
    ...(backend === undefined ? {} : {backend: string(backend, 'asks.backend')}),
  }
}

export function checkedKey(answer: unknown): Key {
  const {accessKeyId, secretAccessKey, sessionToken} = object(answer, 'read')
  return {
    accessKeyId: string(accessKeyId, 'accessKeyId'),
    secretAccessKey: string(secretAccessKey, 'secretAccessKey'),
    ...(sessionToken === undefined ? {} : {sessionToken: string(sessionToken, 'sessionToken')}),
  }
}

export function checkedLocation(answer: unknown, backend: string): Location {
  const location = object(answer, 'location')
  const {profile, why, file, line} = location
  if (location.backend !== backend) throw new Complaint('a location names another backend')
  if (typeof location.writable !== 'boolean') throw new Complaint('a location does not say whether it is writable')
  return {
    backend,
    id: string(location.id, 'location.id'),
    profile: profile === null ? null : string(profile, 'location.profile'),
    display: string(location.display, 'location.display'),
    writable: location.writable,
    ...(why === undefined ? {} : {why: string(why, 'location.why')}),
    ...(file === undefined ? {} : {file: string(file, 'location.file')}),
    ...(typeof line === 'number' ? {line} : {}),
  }
}

export function checkedDiagnoses(answer: unknown, backend: string): readonly Diagnosis[] {
  if (!Array.isArray(answer)) throw new Complaint('diagnose() answered with something that is no array')
  return Array.from(answer as ArrayLike<unknown>, (item) => {
    const {id, location, mend} = object(item, 'diagnose')
    return {
      ...checkedProblem(item),
      id: string(id, 'diagnosis.id'),
      ...(location === undefined ? {} : {location: checkedLocation(location, backend)}),
      ...(mend === undefined ? {} : {mend: checkedMend(mend)}),
    }
  })
}

function checkedMend(answer: unknown): Mend {
  const {file, change, lines, mode, otherKey} = object(answer, 'mend')
  if (mode !== undefined && typeof mode !== 'number') throw new Complaint('mend.mode is no number')
  if (change !== undefined && typeof change !== 'function') throw new Complaint('mend.change is no function')
  if (lines !== undefined && typeof lines !== 'function') throw new Complaint('mend.lines is no function')
  return {
    file: string(file, 'mend.file'),
    ...(mode === undefined ? {} : {mode}),
    ...(change === undefined ? {} : {change: checkedChange(change as (bytes: Uint8Array) => unknown)}),
    ...(lines === undefined ? {} : {lines: checkedLines(lines as (lines: readonly string[]) => unknown)}),
    ...(otherKey === undefined ? {} : {otherKey: checkedOtherKey(otherKey)}),
  }
}

function checkedLines(mend: (lines: readonly string[]) => unknown): LineMend {
  return (lines) => {
    const changed = mend(lines)
    if (changed === null) return null
    if (!(changed instanceof Map)) throw new Complaint('mend.lines answered with no Map')
    for (const [index, texts] of changed as Map<unknown, unknown>) {
      const isLine = Number.isInteger(index) && lines[index as number] !== undefined
      if (!isLine) throw new Complaint('mend.lines answered with a line that there is not')
      if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string' && !/[\r\n]/.test(text))) {
        throw new Complaint('mend.lines answered with something that is no line')
      }
    }
    return changed as Map<number, readonly string[]>
  }
}

function checkedOtherKey(answer: unknown): {from: string; to: string} {
  const {from, to} = object(answer, 'mend.otherKey')
  return {from: string(from, 'mend.otherKey.from'), to: string(to, 'mend.otherKey.to')}
}

function checkedChange(change: (bytes: Uint8Array) => unknown): (bytes: Uint8Array) => Uint8Array | null {
  return (bytes) => {
    const changed = change(bytes)
    if (changed !== null && !(changed instanceof Uint8Array)) throw new Complaint('mend.change answered with no bytes')
    return changed
  }
}

function checkedProblem(answer: unknown): Problem {
  const {code, message, verdict, remedy, severity, stops} = object(answer, 'problem')
  return {
    code: string(code, 'problem.code'),
    message: string(message, 'problem.message'),
    ...(verdict === undefined ? {} : {verdict: string(verdict, 'problem.verdict')}),
    ...(remedy === undefined ? {} : {remedy: string(remedy, 'problem.remedy')}),
    severity: oneOf(severity, ['error', 'warning', 'note'], 'problem.severity'),
    stops: oneOf(stops, ['entry', 'backend', 'lookup'], 'problem.stops'),
  }
}

function object(value: unknown, what: string): Unchecked {
  if (typeof value !== 'object' || value === null)
    throw new Complaint(`${what} answered with something that is no object`)
  return value as Unchecked
}

function string(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Complaint(`${what} is no string`)
  return value
}

function oneOf<const Choice extends string>(value: unknown, choices: readonly Choice[], what: string): Choice {
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined) throw new Complaint(`${what} is none of ${choices.join(', ')}`)
  return choice
}
