import type {Entry, Problem} from './contract.js'
import type {GuardedBackend} from './guarded-backend.js'
import type {CredentialSources, FoundPlace} from './sources.js'
import {messageOf} from '../errors.js'

/** A place that names a key. */
export interface KeyPlace extends FoundPlace {
  /** What is wrong there: without its secret, say, it names the key and does not hold it. */
  readonly problem?: Problem
}

/** A backend that said nothing, and why. */
export interface SilentBackend {
  readonly backend: string
  readonly title: string
  readonly reason: string
}

/** Where on this machine keys are kept. */
export interface KeyPlaces {
  /** In the order of the backends, each in its own; every place once. */
  readonly places: readonly KeyPlace[]
  /** Not set up, or not for this machine: they hold nothing that mturk could have put there. */
  readonly skipped: readonly SilentBackend[]
  /** They are there and failed: what they hold nobody knows. */
  readonly failed: readonly SilentBackend[]
  /** What a backend could not look into, as a file that cannot be read: it may hold any key. */
  readonly unread: readonly Problem[]
  /** All that was not asked, each in a sentence. */
  readonly notAsked: readonly string[]
}

/** Every place that names one of these keys, whatever its profile, in all backends; on-request ones too. */
export async function findKeyPlaces(sources: CredentialSources, accessKeyIds: readonly string[]): Promise<KeyPlaces> {
  const {places, ...rest} = await surveyKeyPlaces(sources)
  return {...rest, places: places.filter(({accessKeyId}) => accessKeyIds.includes(accessKeyId))}
}

/** Every place that names a key, in all backends; on-request ones too. */
export async function surveyKeyPlaces({backends}: Pick<CredentialSources, 'backends'>): Promise<KeyPlaces> {
  const answers = await Promise.all(backends.map(entriesOf))
  const entries = answers.flatMap((answer) => answer.entries ?? [])
  const skipped = answers.flatMap((answer) => answer.skipped ?? [])
  const failed = answers.flatMap((answer) => answer.failed ?? [])
  return {
    places: onlyOnce(entries.flatMap(placeOf)),
    skipped,
    failed,
    unread: entries.flatMap(({problem}) => (problem?.code === 'unreadable_file' ? [problem] : [])),
    notAsked: [...skipped, ...failed].map(({title, reason}) => `${title} was not asked: ${reason}`),
  }
}

interface Answer {
  readonly entries?: readonly Entry[]
  readonly skipped?: SilentBackend
  readonly failed?: SilentBackend
}

async function entriesOf(backend: GuardedBackend): Promise<Answer> {
  const {id, title} = backend
  try {
    const availability = await backend.probe()
    if (availability.state === 'available') return {entries: await backend.list({explicit: false})}
    return {skipped: {backend: id, title, reason: availability.reason}}
  } catch (error) {
    return {failed: {backend: id, title, reason: messageOf(error)}}
  }
}

/** A placeholder may be empty: that names no key. */
function placeOf({location, accessKeyId, problem}: Entry): KeyPlace[] {
  return location && accessKeyId ? [{location, accessKeyId, ...(problem ? {problem} : {})}] : []
}

function onlyOnce(places: readonly KeyPlace[]): KeyPlace[] {
  const byId = new Map(places.map((place) => [JSON.stringify([place.location.backend, place.location.id]), place]))
  return [...byId.values()]
}
