import {kindOfAccessKeyId} from './access-key.js'
import type {Asks, Entry, Location, Problem} from './contract.js'
import {profileWords, type Environment, type SelectedProfile} from './selected-profile.js'

/** What one backend listed for the selected profile; `order` decides who is asked first, ties go by id. */
export interface Listing {
  readonly backend: string
  readonly order: number
  readonly entries: readonly Entry[]
}

export interface Candidate {
  readonly backend: string
  readonly location: Location | null
  readonly accessKeyId: string | null
  readonly state: 'active' | 'shadowed' | 'ignored' | 'broken'
  readonly problem?: Problem
  /** It has tools ask mturk, for this. */
  readonly asks?: Asks
}

export interface Lookup {
  readonly profile: SelectedProfile
  /** What Boto returns, verbatim, even malformed or empty (its problem then stands beside it); null where Boto fails or finds nothing. */
  readonly active: (Candidate & {readonly location: Location; readonly accessKeyId: string}) | null
  /** Why there is no active key, where something stopped the search. */
  readonly stoppedBy: Problem | null
  readonly candidates: readonly Candidate[]
  readonly notes: readonly string[]
  /** The place with our own line that led to `active`: tools on Boto find the key by running it. */
  readonly through?: Location
  /** What such a line's own command fails with. */
  readonly failure?: unknown
  /** Such a line leads to a store that was not asked, because nobody may be asked but what is on this computer. */
  readonly isUnasked?: true
}

/**
 * Boto's chain as one function over everything that was listed, because it is not a sequence of independent questions:
 * a config file that Boto cannot parse, or AWS_PROFILE naming a profile that nobody has, makes botocore fail even with
 * good keys in the environment (measured, botocore 1.43).
 *
 * Order: environment, files in Boto's order, stores. The first entry with a key wins, unless something stops the lookup.
 */
export function lookup(profile: SelectedProfile, listings: readonly Listing[], env: Environment): Lookup {
  const entries = [...listings]
    .sort((a, b) => a.order - b.order || (a.backend < b.backend ? -1 : 1))
    .flatMap((listing) => listing.entries.map((entry) => ({backend: listing.backend, entry})))
  const stopsAll =
    entries.find(({entry}) => entry.problem?.stops === 'lookup')?.entry.problem ??
    missingProfile(
      profile,
      entries.map(({entry}) => entry),
    )

  let active: Lookup['active'] = null
  let stoppedBy: Problem | null = stopsAll ?? null
  const candidates: Candidate[] = []
  for (const {backend, entry} of entries) {
    if (entry.accessKeyId === undefined && entry.problem === undefined) continue // the profile exists, and holds no key here
    const settled = active !== null || stoppedBy !== null
    const candidate = {backend, ...judge(entry, settled)}
    candidates.push(candidate)
    if (settled) continue
    if (candidate.state === 'active') active = candidate as NonNullable<Lookup['active']>
    else if (entry.problem?.stops === 'backend') stoppedBy = entry.problem
  }
  return {profile, active, stoppedBy, candidates, notes: notesOn(profile, candidates, env)}
}

function judge(entry: Entry, settled: boolean): Omit<Candidate, 'backend'> {
  const seen = {
    location: entry.location ?? null,
    accessKeyId: entry.accessKeyId ?? null,
    ...(entry.asks ? {asks: entry.asks} : {}),
  }
  if (entry.problem) {
    return {...seen, state: entry.problem.severity === 'note' ? 'ignored' : 'broken', problem: entry.problem}
  }
  const state = settled || entry.location === undefined ? 'shadowed' : 'active'
  const problem = problemOfId(entry.accessKeyId ?? '')
  return problem ? {...seen, state, problem} : {...seen, state}
}

function problemOfId(accessKeyId: string): Problem | undefined {
  switch (kindOfAccessKeyId(accessKeyId)) {
    case 'long-lived':
      return undefined
    case 'temporary':
      return {
        code: 'temporary_credentials',
        message: 'This is a temporary access key (ASIA…); Mechanical Turk takes only the long-lived ones (AKIA…).',
        severity: 'error',
        stops: 'entry',
      }
    case 'malformed':
      return {
        code: 'malformed_credentials',
        message:
          accessKeyId === ''
            ? 'The access key id is empty.'
            : 'The access key id has not the shape of one: AKIA and 16 characters of A-Z and 2-7.',
        severity: 'error',
        stops: 'entry',
      }
  }
}

/** A profile exists if any default backend lists a place for it, with or without a key. */
function missingProfile(profile: SelectedProfile, entries: readonly Entry[]): Problem | undefined {
  if (profile.from === 'default') return undefined
  if (entries.some((entry) => entry.location?.profile === profile.name)) return undefined
  return {
    code: 'profile_not_found',
    message: `The profile "${profile.name}" (from ${profile.from}) exists neither in the files that Boto reads nor in any other backend.`,
    severity: 'error',
    stops: 'lookup',
  }
}

function notesOn(profile: SelectedProfile, candidates: readonly Candidate[], env: Environment): string[] {
  if (profile.explicit) return []
  const notes: string[] = []
  const {AWS_DEFAULT_PROFILE: first, AWS_PROFILE: second} = env
  if (first !== undefined && second !== undefined && first !== second) {
    notes.push(
      `AWS_DEFAULT_PROFILE (${profileWords(first)}) comes before AWS_PROFILE (${profileWords(second)}) in Boto and here; the AWS CLI v2 and the JavaScript SDK have it the other way round.`,
    )
  }
  if (second && candidates.some(({backend, state}) => backend === 'env' && state === 'active')) {
    notes.push(
      `AWS_PROFILE (${second}) and a key in the environment are both set: Boto and mturk use the environment's key, the JavaScript SDK the profile's.`,
    )
  }
  return notes
}
