import type {BotoAnswer, BotoAnswers, BotoKey, Failure} from './boto.js'
import type {LaidOut} from './file-set.js'
import {ourAnswer, ourProfiles, type OurAnswer, type OurKey} from './ours.js'

export interface Difference {
  readonly what: string
  readonly boto: unknown
  readonly ours: unknown
}

/** Where we and Boto disagree about a machine: a profile's key, its region, the kind of failure, which profiles there are. */
export async function differences(machine: LaidOut, boto: BotoAnswers): Promise<readonly Difference[]> {
  const asked: [string, string | undefined, BotoAnswer][] = [
    ['where nobody names a profile', undefined, boto.chain],
    ...Object.entries(boto.byProfile).map(([name, answer]): [string, string, BotoAnswer] => [
      `profile ${JSON.stringify(name)}`,
      name,
      answer,
    ]),
  ]
  const found = await Promise.all(
    asked.map(async ([what, profile, answer]) => compared(what, await ourAnswerInWords(machine, profile), answer)),
  )
  return [...found.flat(), ...(await differingProfiles(machine, boto))]
}

async function ourAnswerInWords(machine: LaidOut, profile: string | undefined): Promise<OurAnswer | {thrown: string}> {
  try {
    return await ourAnswer(machine, profile)
  } catch (error) {
    return {thrown: String(error)}
  }
}

function compared(what: string, ours: OurAnswer | {thrown: string}, boto: BotoAnswer): Difference[] {
  if ('thrown' in ours) return [{what, boto, ours}]
  return [
    ...(sameKey(ours.key, boto.key) ? [] : [{what: `the key, ${what}`, boto: boto.key, ours: ours.key}]),
    ...(sameRegion(ours.region, boto.region)
      ? []
      : [{what: `the region, ${what}`, boto: boto.region, ours: ours.region}]),
  ]
}

async function differingProfiles(machine: LaidOut, {profiles}: BotoAnswers): Promise<Difference[]> {
  if ('error' in profiles) return [] // then no profile can be asked for, which is compared
  const ours = (await ourProfiles(machine)).toSorted()
  const theirs = [...profiles].toSorted()
  return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{what: 'the profiles', boto: theirs, ours}]
}

function sameKey(ours: OurKey, boto: BotoKey): boolean {
  if (ours === null || boto === null) return ours === boto
  if ('stoppedBy' in ours) return codesFor(boto).includes(ours.stoppedBy)
  if (!('key' in boto)) return false
  const [id, secret, token] = boto.key
  // An empty token is no token to whoever signs.
  return (
    ours.at === boto.provider && JSON.stringify(ours.key) === JSON.stringify([id, secret, token === '' ? null : token])
  )
}

/** What we may call what Boto says. */
function codesFor(boto: NonNullable<BotoKey>): readonly string[] {
  if ('temporary' in boto) return ['temporary_credentials']
  if ('key' in boto)
    return boto.key.some((value) => typeof value === 'object' && value !== null) ? ['malformed_credentials'] : []
  const {error, provider, missing} = boto
  if (error === 'ProfileNotFound') return ['profile_not_found']
  if (error === 'ConfigParseError') return ['unreadable_file']
  // A key with a time at which it ends, which is over or has no time zone. That does not make it a temporary one.
  if (provider === null && (error === 'RuntimeError' || error === 'TypeError')) return ['malformed_credentials']
  switch (provider) {
    case 'assume-role':
      return missing?.startsWith('source_profile')
        ? ['partial_credentials', 'temporary_credentials']
        : ['temporary_credentials']
    case 'assume-role-with-web-identity':
    case 'sso':
    case 'login':
      return ['temporary_credentials']
    case 'custom-process':
      return ['credential_process']
    case 'ec2-credentials-file':
      return error === 'KeyError' ? ['partial_credentials'] : ['unreadable_file']
    case 'env':
      // The other one is a time that is none.
      return error === 'PartialCredentialsError' ? ['partial_credentials'] : ['malformed_credentials']
    default:
      return error === 'PartialCredentialsError' ? ['partial_credentials'] : []
  }
}

function sameRegion(ours: string | null | undefined, boto: BotoAnswer['region']): boolean {
  if (isFailure(boto)) return boto.error === 'ConfigParseError' ? ours === undefined : ours === null
  // No client can be made for a region that is a dictionary.
  return typeof boto === 'object' && boto !== null ? ours === null : ours === boto
}

function isFailure(value: BotoAnswer['region']): value is Failure {
  return typeof value === 'object' && value !== null && 'error' in value
}

/** What Boto says of one profile, in a word or two: for what a run has reached. */
export function outcomeOf({key}: BotoAnswer): string {
  if (key === null) return 'no key'
  if ('temporary' in key) return `temporary from ${key.temporary}`
  if ('error' in key) return key.provider === null ? key.error : `${key.error} from ${key.provider}`
  return key.key.some((value) => typeof value === 'object' && value !== null)
    ? `nested key from ${key.provider}`
    : `key from ${key.provider}`
}
