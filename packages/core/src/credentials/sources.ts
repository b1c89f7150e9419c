import type {AccessKey} from './access-key.js'
import type {Collected, PluginProblem} from './collect.js'
import type {Availability, Entry, Location, LookOptions} from './contract.js'
import {exposureWarnings} from './exposure.js'
import {followLine, lineReached, type Following} from './follow.js'
import type {GuardedBackend} from './guarded-backend.js'
import {lookup, type Listing, type Lookup} from './lookup.js'
import {sayingWhere, sayingWhoWasNotAsked} from './nothing-there.js'
import {selectedProfile, type Environment, type SelectedProfile} from './selected-profile.js'
import {answerNeeded, messageOf, usageError} from '../errors.js'
import {run, say} from '../remedy.js'

export interface Selection {
  /** `--profile`; undefined: as Boto would choose. */
  readonly profile?: string | undefined
  /** `--backend`: only that one is asked, and nothing falls through to another. */
  readonly backend?: string | undefined
  /** Our own lines, where Boto comes to one; `always` by default. With a `backend` none that asks another. */
  readonly follow?: Following
}

export interface BackendStatus {
  readonly backend: GuardedBackend
  readonly availability: Availability
}

export interface FoundPlace {
  readonly location: Location
  readonly accessKeyId: string
}

/** Everything on this machine that can hold a key, asked as one. */
export interface CredentialSources {
  readonly backends: readonly GuardedBackend[]
  /** Plugins that brought a backend which cannot be used, and backends that failed while they were asked. */
  readonly problems: readonly PluginProblem[]
  /** What a person should know of the places that were written in this run. */
  readonly warnings: readonly string[]
  /** @throws MturkError `usage` if nobody has that id. */
  backend(id: string): GuardedBackend
  status(): Promise<readonly BackendStatus[]>
  /** Which key a tool on Boto would use, and what stands behind it. A failing backend is passed over and named, and one that is not set up where no key is found. */
  lookup(selection: Selection): Promise<Lookup>
  read(location: Location): Promise<AccessKey>
  /** What one backend lists for all profiles; nothing where it is not available. One that fails is passed over and named. */
  everythingIn(backend: GuardedBackend, instead?: LookOptions['instead']): Promise<readonly Entry[]>
  /** Every place of one backend that holds a key for the profile. */
  placesOf(profile: string, backend: string): Promise<readonly FoundPlace[]>
}

export function credentialSources({backends: guarded, problems}: Collected, env: Environment): CredentialSources {
  const seen: PluginProblem[] = [...problems]
  const warnings: string[] = []
  const backends = guarded.map((backend) => watched(backend, warnings))
  const byId = (id: string) => {
    const backend = backends.find((candidate) => candidate.id === id)
    if (backend) return backend
    const known = backends.map((candidate) => candidate.id).join(', ')
    throw usageError(
      `There is no credential backend "${id}": no plugin that is installed brings it. There are: ${known}.`,
      [run('mturk plugins'), run('mturk credentials backends')],
    )
  }

  const failed = ({plugin}: GuardedBackend, error: unknown) => {
    const message = messageOf(error)
    const isKnown = seen.some((before) => before.plugin === plugin.name && before.message === message)
    if (!isKnown) seen.push({plugin: plugin.name, message})
  }

  /** Failures of one backend must not hide the others, so they become words. */
  async function listing(
    backend: GuardedBackend,
    {name: profile, explicit}: SelectedProfile,
    skipped: PluginProblem[],
  ): Promise<Listing> {
    let entries: readonly Entry[] = []
    try {
      const availability = await backend.probe()
      if (availability.state === 'available') entries = await backend.list({profile, explicit})
      else if (availability.state === 'needs-setup') skipped.push(notAsked(backend, availability))
    } catch (error) {
      failed(backend, error)
    }
    return {backend: backend.id, order: backend.order, entries}
  }

  async function lookUp({profile, backend}: Selection, skipped: PluginProblem[]): Promise<Lookup> {
    const selected = selectedProfile(env, profile)
    const inDefault = async (unset: PluginProblem[]) => {
      const asked = backends.filter((candidate) => candidate.lookup === 'default')
      const listings = await Promise.all(asked.map((each) => listing(each, selected, unset)))
      return lookup(selected, listings, env)
    }
    if (backend === undefined) return sayingWhoWasNotAsked(await inDefault(skipped), backends)
    // The person named this backend, so its failure is the answer and not a note.
    const named = byId(backend)
    await assertAvailable(named)
    const entries = await named.list({profile: selected.name, explicit: selected.explicit})
    const found = lookup(selected, [{backend: named.id, order: named.order, entries}], env)
    return sayingWhere(found, named, async () => (await inDefault([])).active?.location ?? null)
  }

  async function followed(
    {follow = 'always', ...selection}: Selection,
    skipped: PluginProblem[],
    way: readonly string[] = [],
  ): Promise<Lookup> {
    const found = await lookUp(selection, skipped)
    if (follow === 'never') return found
    const isFar = (id: string) => backends.some((each) => each.id === id && each.lookup === 'on-request')
    const {backend: named} = selection
    const backend = lineReached(found)?.asks.backend
    // A key from another backend than the one that the person named is no answer.
    if (named !== undefined && backend !== undefined && backend !== named) return found
    if (follow === 'local' && backend !== undefined && isFar(backend)) return {...found, isUnasked: true}
    return followLine(found, way, (asks, further) => followed({backend: named, ...asks, follow}, skipped, further))
  }

  return {
    backends,
    problems: seen,
    warnings,
    backend: byId,

    status: () =>
      Promise.all(
        backends.map(async (backend) => ({
          backend,
          availability: await backend
            .probe()
            .catch((error: unknown): Availability => ({state: 'unsupported', reason: messageOf(error)})),
        })),
      ),

    async lookup(selection) {
      const skipped: PluginProblem[] = []
      const found = await followed(selection, skipped)
      // Who has a key need not hear of what is not set up; who has none may have it there.
      if (!found.active) seen.push(...skipped.filter(({message}) => !seen.some((before) => before.message === message)))
      return found
    },

    read: (location) => byId(location.backend).read(location),

    async everythingIn(backend, instead) {
      try {
        const {state} = await backend.probe()
        return state === 'available' ? await backend.list({explicit: false}, instead) : []
      } catch (error) {
        failed(backend, error)
        return []
      }
    },

    async placesOf(profile, backend) {
      const entries = await byId(backend).list({profile, explicit: true})
      return entries.flatMap(({location, accessKeyId}) =>
        location?.profile === profile && accessKeyId !== undefined ? [{location, accessKeyId}] : [],
      )
    },
  }
}

function notAsked({plugin, title}: GuardedBackend, {reason, remedy}: NeedsSetup): PluginProblem {
  return {plugin: plugin.name, message: `${title} was not asked: ${reason} ${remedy}`}
}

type NeedsSetup = Extract<Availability, {state: 'needs-setup'}>

/**
 * The same backend; what a person should know of the place where it put a key becomes a warning: that others may read the
 * file, or that no tool will find the key because of another file.
 */
function watched(backend: GuardedBackend, warnings: string[]): GuardedBackend {
  const noticing = async (written: Promise<Location>) => {
    const location = await written
    for (const warning of [...(await exposureWarnings([location])), ...(await hindrancesTo(location, backend))]) {
      if (!warnings.includes(warning)) warnings.push(warning)
    }
    return location
  }
  return {
    ...backend,
    store: (request) => noticing(backend.store(request)),
    replace: (request) => noticing(backend.replace(request)),
    async remove(request) {
      await backend.remove(request)
      const {profile} = request.location
      if (profile === null || backend.lookup === 'default') return
      // A vault may keep what it gives up for a while.
      const place = await backend.placeFor({profile, expect: null}).catch(() => null)
      if (place?.writable === false && place.why) warnings.push(`${place.display}: ${place.why}.`)
    },
  }
}

/** What stops every lookup, though the key itself is stored well. */
async function hindrancesTo({profile}: Location, backend: GuardedBackend): Promise<string[]> {
  const entries = await backend.list({...(profile === null ? {} : {profile}), explicit: true}).catch(() => [])
  return entries.flatMap(({problem}) =>
    problem?.stops === 'lookup' ? [problem.remedy ? `${problem.message} ${problem.remedy}` : problem.message] : [],
  )
}

/**
 * For a backend that the person named.
 *
 * @throws MturkError `answer_needed` where somebody has to set it up first; `usage` where it is not for this machine
 */
export async function assertAvailable(backend: GuardedBackend): Promise<void> {
  const availability = await backend.probe()
  if (availability.state === 'available') return
  const message = `${backend.title} (${backend.id}) cannot be used here: ${availability.reason}`
  throw availability.state === 'needs-setup' ? answerNeeded(message, [say(availability.remedy)]) : usageError(message)
}
