import type {Diagnosis, Problem} from './contract.js'
import {exposureWarnings} from './exposure.js'
import type {GuardedBackend} from './guarded-backend.js'
import type {Candidate, Lookup} from './lookup.js'
import {oddValues, type OddValue} from './odd-values.js'
import {isReadByBoto} from './read-by-boto.js'
import type {CredentialSources, Selection} from './sources.js'

/** A lookup, looked at more closely than is needed to use its key. */
export interface Inventory {
  /** Also keys that Boto takes without a word and that cannot work have their problem beside them. */
  readonly lookup: Lookup
  /** Profiles that the same backends know besides the one that was looked up, sorted. */
  readonly otherProfiles: readonly string[]
  /** Files that others may read. */
  readonly warnings: readonly string[]
  /** `mturk doctor --fix` knows how to mend something that is wrong with the profile's places. */
  readonly mendable: boolean
}

/** Every place that may hold a key for the profile, with what is odd about each. */
export async function takeInventory(sources: CredentialSources, selection: Selection): Promise<Inventory> {
  const [lookup, profiles, mends] = await Promise.all([
    sources.lookup(selection),
    profilesOf(sources, selection),
    mendsOf(sources, selection),
  ])
  const candidates = await Promise.all(lookup.candidates.map((candidate) => examined(sources, candidate)))
  const active = candidates.find(({state}) => state === 'active') ?? null
  const holding = candidates.filter(({accessKeyId}) => accessKeyId !== null)
  return {
    lookup: {...lookup, candidates, active: active as Lookup['active']},
    otherProfiles: profiles.filter((name) => name !== lookup.profile.name),
    warnings: await exposureWarnings(holding.flatMap(({location}) => location ?? [])),
    mendable: mends.some(({location}) => !location?.profile || location.profile === lookup.profile.name),
  }
}

/**
 * Boto returns a key whatever its secret looks like. What lies open in files and variables is read for that; a vault is
 * not, since it might ask somebody to unlock it.
 */
async function examined(sources: CredentialSources, candidate: Candidate): Promise<Candidate> {
  const {backend, location, accessKeyId, problem} = candidate
  if (problem || !location || accessKeyId === null || !isReadByBoto(backend)) return candidate
  const key = await sources.read(location).catch(() => undefined)
  if (!key) return candidate
  if (key.sessionToken) return {...candidate, problem: strayToken(backend)}
  const [odd] = oddValues({accessKeyId, secretAccessKey: key.secretAccessKey.reveal()})
  return odd ? {...candidate, problem: oddKey(odd)} : candidate
}

function strayToken(backend: string): Problem {
  return {
    code: 'temporary_credentials',
    message: 'A session token stands beside this long-lived key, and AWS refuses the two together.',
    remedy:
      backend === 'env'
        ? 'In this shell: unset AWS_SESSION_TOKEN AWS_SECURITY_TOKEN'
        : 'Take out aws_session_token and aws_security_token there.',
    severity: 'error',
    stops: 'entry',
  }
}

/** As `mturk doctor` judges it. */
function oddKey({of, what, severity}: OddValue): Problem {
  return {
    code: 'malformed_credentials',
    message: `The ${of === 'accessKeyId' ? 'access key id' : 'secret access key'} ${what}.`,
    severity,
    stops: 'entry',
  }
}

/** The names of all profiles that the default backends know, or the one that is named; sorted. */
export async function profilesOf(
  sources: CredentialSources,
  selection: Pick<Selection, 'backend'> = {},
): Promise<readonly string[]> {
  const listed = await Promise.all(askedFor(sources, selection).map((backend) => sources.everythingIn(backend)))
  const names = listed.flat().flatMap(({location}) => location?.profile ?? [])
  return [...new Set(names)].toSorted()
}

/** What those backends could mend. */
async function mendsOf(sources: CredentialSources, selection: Selection): Promise<readonly Diagnosis[]> {
  const found = await Promise.all(askedFor(sources, selection).map((backend) => backend.diagnose().catch(() => [])))
  return found.flat().filter(({mend}) => mend !== undefined)
}

function askedFor({backends}: CredentialSources, {backend}: Pick<Selection, 'backend'>): readonly GuardedBackend[] {
  return backends.filter(({id, lookup}) => (backend === undefined ? lookup === 'default' : id === backend))
}
