import {
  surveyKeyPlaces,
  type CredentialSources,
  type KeyPlace,
  type KeyPlaces,
  type Location,
} from '../credentials/index.js'
import type {PendingPlace} from './result.js'
import type {Run} from './run.js'
import type {RotationState} from './state.js'

/** How all places stand at this moment. */
export interface Standing {
  /** Hold the new key. */
  readonly storedIn: readonly Location[]
  /** Hold the old key, and can be written. */
  readonly toReplace: readonly Location[]
  /** Hold the old key and cannot be written, or something else by now. */
  readonly pending: readonly PendingPlace[]
  /** Those among them for which the old key stays active: what holds nothing any more has no use for it. */
  readonly needing: readonly PendingPlace[]
  /** Hold the old key, writable or not. */
  readonly withOldKey: readonly Location[]
  /** Held the old key once, and something else or nothing by now. */
  readonly changed: readonly PendingPlace[]
  /** Held the old key once, and nothing by now. */
  readonly vanished: readonly Location[]
  /** Held the old key once, and were not looked into, or may not have been: they may hold either key. */
  readonly undecided: readonly PendingPlace[]
  /** Hold the old key, and the journal does not know them yet. */
  readonly newcomers: readonly Location[]
  /** Backends that are there and failed, by id, with the reason; those that are to be ignored are not among them. */
  readonly failed: readonly {readonly backend: string; readonly reason: string}[]
  /** Something could not be looked into, so it may hold the old key. */
  readonly mayBeElsewhere: boolean
  /** What could not be looked into, each in a sentence. */
  readonly notes: readonly string[]
}

/** Stable across processes. */
export function placeId({backend, id}: Pick<Location, 'backend' | 'id'>): string {
  return JSON.stringify([backend, id])
}

/** A home that was moved has the same places under other paths. */
function nameOf({backend, profile, display}: Location): string {
  return JSON.stringify([backend, profile, display])
}

type Id = {readonly accessKeyId: string}

/** What is known of the rotation, as far as its places go. */
export interface Known {
  readonly oldKey: Id
  readonly newKey?: Id | undefined
  readonly places: readonly Location[]
  /** Backends that are not to be asked. */
  readonly ignored: readonly string[]
}

/** Why a place cannot be written; undefined where it can. */
export type WhyNot = (location: Location) => string | undefined

/** Pure: what the survey says of the two keys. */
export function standingOf(survey: KeyPlaces, known: Known, whyNot: WhyNot): Standing {
  const {oldKey, newKey, places} = known
  const ignored = new Set(known.ignored)
  const found = survey.places.filter(({location}) => !ignored.has(location.backend))
  const byId = new Map(found.map((place) => [placeId(place.location), place]))
  const byName = new Map(found.map((place) => [nameOf(place.location), place]))
  const nowAt = (location: Location) => byId.get(placeId(location)) ?? byName.get(nameOf(location))
  const knownIds = new Set(places.map(placeId))
  const withOld = found.filter(({accessKeyId}) => accessKeyId === oldKey.accessKeyId)
  const failed = survey.failed.filter(({backend}) => !ignored.has(backend))
  const holds = (place: KeyPlace | undefined, key: Id | undefined) =>
    key !== undefined && place?.accessKeyId === key.accessKeyId

  const changed = places.flatMap((location): PendingPlace[] => {
    const place = nowAt(location)
    if (holds(place, oldKey) || holds(place, newKey)) return []
    if (ignored.has(location.backend)) return [{location, why: 'it was not to be asked'}]
    if (failed.some(({backend}) => backend === location.backend)) return [{location, why: 'it could not be asked'}]
    return [{location, why: place ? 'it holds another key by now' : 'it holds no key any more'}]
  })
  const leftOut = survey.places
    .filter((place) => ignored.has(place.location.backend) && holds(place, oldKey))
    .filter(({location}) => !knownIds.has(placeId(location)))
    .map(({location}): PendingPlace => ({location, why: 'it was not to be asked'}))
  const pending = [
    ...withOld.flatMap(({location}): PendingPlace[] => {
      const why = whyNot(location)
      return why === undefined ? [] : [{location, why}]
    }),
    ...changed,
    ...leftOut,
  ]
  const isAsked = ({backend}: Location) => !ignored.has(backend) && !failed.some((each) => each.backend === backend)
  const vanished = places.filter((location) => isAsked(location) && !nowAt(location))
  return {
    storedIn: found.filter((place) => holds(place, newKey)).map(({location}) => location),
    toReplace: withOld.filter(({location}) => whyNot(location) === undefined).map(({location}) => location),
    pending,
    needing: pending.filter(({location}) => !vanished.includes(location)),
    withOldKey: withOld.map(({location}) => location),
    changed,
    vanished,
    undecided: changed.filter(
      ({location}) => ignored.has(location.backend) || (survey.unread.length > 0 && !nowAt(location)),
    ),
    newcomers: withOld.filter(({location}) => !knownIds.has(placeId(location))).map(({location}) => location),
    failed,
    mayBeElsewhere: ignored.size > 0 || survey.unread.length > 0,
    notes: [
      ...survey.notAsked,
      ...survey.unread.map(({message}) => `${message} It may hold a key.`),
      ...known.ignored.map((id) => `The backend ${id} was not to be asked: it may hold the old key.`),
    ],
  }
}

/** @param refused places that turned out not to be writable, by `placeId`, and why */
export function whyNotWritable(
  {backend}: Pick<CredentialSources, 'backend'>,
  refused: ReadonlyMap<string, string> = new Map(),
): WhyNot {
  return (location) => {
    const why = refused.get(placeId(location))
    if (why !== undefined) return why
    if (!location.writable) return location.why ?? 'it cannot be written'
    return backend(location.backend).canReplace ? undefined : 'keys cannot be replaced there'
  }
}

/** All places as they are now, by every backend. */
export async function lookAround({tools: {sources}, journal, memory}: Run): Promise<Standing> {
  const {request, ...state} = journal.state
  const known = {...state, ignored: request.ignored}
  return standingOf(await surveyKeyPlaces(sources), known, whyNotWritable(sources, memory.refused))
}

/**
 * Does the old key stay active, because something still holds it or may hold it? Where a place has lost it, it would be
 * active and nobody would have its secret.
 */
export function staysActive(
  {needing, mayBeElsewhere}: Pick<Standing, 'needing' | 'mayBeElsewhere'>,
  {oldKey, despitePending}: RotationState['request']['ending'],
): boolean {
  if (oldKey === 'active') return true
  return !despitePending && (needing.length > 0 || mayBeElsewhere)
}
