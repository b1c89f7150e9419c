import {answerNeeded, Exit, MturkError, say, type Problem, type Remedy} from '@mturk-cli/core'
import {complaintAboutNewProfile, type AccessKey, type Target} from '@mturk-cli/core/credentials'
import {occupantOf, occupantWords, type Occupant} from '@mturk-cli/core/credentials'
import {wayBefore} from '@mturk-cli/core/guide'
import type {Found} from '../reading/found.js'
import {candidateText, isSameKey, type Candidate} from './candidates.js'
import {again, type MigrationOptions} from './options.js'
import type {StoredKeys} from './stored-keys.js'
import type {MigrationTools} from './tools.js'

/**
 * Which of several different keys is meant: a question, never a guess, also where one of them stands at the target already.
 * Only where each of them is stored there is nothing to choose.
 *
 * @throws MturkError `answer_needed` where nobody can be asked
 */
export async function chooseKey(
  {presenter}: Pick<MigrationTools, 'presenter'>,
  candidates: readonly Candidate[],
  stored: StoredKeys,
  users: ReadonlyMap<Found, readonly string[]>,
  options: MigrationOptions,
): Promise<Candidate | null> {
  const [first] = candidates
  if (!first || candidates.length === 1 || candidates.every(({key}) => stored.has(key))) return first ?? null
  const described = candidates.map((candidate) => {
    const [place] = stored.get(candidate.key) ?? []
    return `${candidateText(candidate, users)}${place ? ` (stored in ${place.display} already)` : ''}`
  })
  if (!presenter.interactive) {
    throw answerNeeded(
      `There are ${candidates.length} different keys, and mturk does not guess which one is meant: ${described.join('; ')}.${secretsOnly(candidates)} Nothing was changed.`,
      waysToSay(candidates, options),
    )
  }
  return presenter.choose(
    `There are ${candidates.length} different keys.${secretsOnly(candidates)} Which one is to be used from now on?`,
    candidates.map((candidate, index) => ({label: described[index] ?? '', value: candidate})),
  )
}

function secretsOnly(candidates: readonly Candidate[]): string {
  return new Set(candidates.map(({key}) => key.accessKeyId)).size > 1
    ? ''
    : ' Their access key ids are the same, and only the secrets differ: AWS takes one of them at most.'
}

/** What a file or a variable is called is a way only where no other key is called the same. */
function waysToSay(candidates: readonly Candidate[], options: MigrationOptions): Remedy[] {
  return candidates.flatMap(({places}, index) => {
    const sources = places.map(({source}) => source)
    const shared = places.find(({rivals}) => rivals !== undefined)
    if (shared) {
      const isFirst = candidates.findIndex((each) => each.places.includes(shared)) === index
      return isFirst ? [say(`Take the key that is not meant out of ${shared.source.display}, id and secret.`)] : []
    }
    const file = sources.find((source) => source.kind !== 'variables')
    if (file && 'file' in file) return [again(options, '--from', file.file)]
    return sources.flatMap((source) =>
      source.kind === 'variables'
        ? [say(`To leave out the key of the environment: unset ${Object.values(source.names).join(' ')}`)]
        : [],
    )
  })
}

/** Where a key may go, and the id that it may replace there. */
export interface AgreedTarget {
  readonly target: Target
  readonly expect: string | null
  readonly alreadyThere: boolean
}

/**
 * An existing profile with another key is never overwritten unasked: another profile, `--replace`, or nothing. And nothing
 * is stored where no tool would come to it, as behind SSO or a role: the old place works until then.
 *
 * @throws MturkError `answer_needed` where nobody can be asked, or the answer is to stop; `unreadable_file` where Boto
 *   refuses a file, whatever the profile
 */
export async function agreeOnTarget(
  {sources, presenter}: Pick<MigrationTools, 'sources' | 'presenter'>,
  key: AccessKey,
  options: MigrationOptions,
  target: Target = {profile: options.profile, backend: options.backend},
): Promise<AgreedTarget> {
  const occupant = await occupantOf(sources, target)
  const other = (profile: string) => agreeOnTarget({sources, presenter}, key, options, {...target, profile})
  const before = await wayBefore(sources, target, occupant?.accessKeyId ?? null)
  if (before) return other(await profileBeside(before, presenter, target, options))
  if (!occupant) return {target, expect: null, alreadyThere: false}
  if (await isHeldBy(occupant, key, sources)) return {target, expect: occupant.accessKeyId, alreadyThere: true}
  if (options.replace) return {target, expect: occupant.accessKeyId, alreadyThere: false}
  if (!presenter.interactive) throw isTaken(occupant, key, options)
  const way = await presenter.choose(`${occupant.location.display} holds ${wordsFor(occupant, key)}. What now?`, [
    {label: 'Store the key of psiTurk under another profile', value: 'other'},
    {label: 'Replace the key there; a copy of the file stays', value: 'replace'},
    {label: 'Stop, and leave everything as it is', value: 'stop'},
  ] as const)
  if (way === 'stop') throw isTaken(occupant, key, options)
  if (way === 'replace') return {target, expect: occupant.accessKeyId, alreadyThere: false}
  return other(await askForProfile(presenter))
}

async function askForProfile(presenter: MigrationTools['presenter']): Promise<string> {
  return (await presenter.ask('Name of the profile:', {check: complaintAboutName})).trim()
}

/** The profile in which tools would find the key; a file that Boto refuses hides all of them. */
async function profileBeside(
  {message, remedy, stops}: Problem,
  presenter: MigrationTools['presenter'],
  {profile}: Target,
  options: MigrationOptions,
): Promise<string> {
  const why = `${message} So no tool would find the key there.`
  if (stops === 'lookup') {
    throw new MturkError({
      code: 'unreadable_file',
      exit: Exit.credentials,
      message: `${why} Nothing was changed.`,
      remedy: [...(remedy === undefined ? [] : [say(remedy)]), again(options)],
    })
  }
  const refusal = answerNeeded(`${why} The profile ${profile} stays as it is, and so do psiTurk's files.`, [
    again(options, '--profile', 'OTHER'),
  ])
  if (!presenter.interactive) throw refusal
  const way = await presenter.choose(`${why} What now?`, [
    {label: 'Store the key of psiTurk under another profile', value: 'other'},
    {label: 'Stop, and leave everything as it is', value: 'stop'},
  ] as const)
  if (way === 'stop') throw refusal
  return askForProfile(presenter)
}

/** The very same key, id and secret. */
export async function isHeldBy(
  {isWhole, location}: Occupant,
  key: AccessKey,
  sources: MigrationTools['sources'],
): Promise<boolean> {
  const held = isWhole ? await sources.read(location).catch(() => null) : null
  return held !== null && isSameKey(held, key)
}

function complaintAboutName(typed: string): string | undefined {
  const complaint = complaintAboutNewProfile(typed.trim())
  return complaint === undefined ? undefined : `That name ${complaint}.`
}

function wordsFor(occupant: Occupant, {accessKeyId}: AccessKey): string {
  return occupant.isWhole && occupant.accessKeyId === accessKeyId
    ? 'the same access key id with another secret'
    : occupantWords(occupant)
}

function isTaken(occupant: Occupant, key: AccessKey, options: MigrationOptions): Error {
  return answerNeeded(
    `${occupant.location.display} holds ${wordsFor(occupant, key)}. It stays as it is, and so do psiTurk's files.`,
    [again(options, '--profile', 'OTHER'), again(options, '--replace')],
  )
}
