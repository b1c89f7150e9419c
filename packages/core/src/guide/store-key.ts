import {
  occupantOf,
  occupantWords,
  placeIsTaken,
  storeInto,
  type AccessKey,
  type CredentialSources,
  type OtherPlace,
  type Target,
} from '../credentials/index.js'
import {answerNeeded} from '../errors.js'
import {run, say, type Remedy} from '../remedy.js'
import {forgetAnswers} from './answers.js'
import type {Presenter} from './presenter.js'
import type {Guide, GuideOptions} from './step.js'
import {wayBefore} from './way-before.js'

/**
 * The key id that the target holds and that may be replaced: null where it is free. Another key there, or half of one, is
 * given up only by a yes to this very question.
 *
 * @param other what leads to another place
 * @throws MturkError `answer_needed` where nobody can be asked, or the answer is no
 */
export async function agreeOnPlace(
  {sources, presenter, found}: {sources: CredentialSources; presenter: Presenter; found?: Guide['found']},
  target: Target,
  newKeyId: string | null,
  other?: OtherPlace,
): Promise<string | null> {
  const occupant = await occupantOf(sources, target)
  await agreeToHide({sources, presenter}, target, {expect: occupant?.accessKeyId ?? null, other})
  if (!occupant) return null
  const {location, accessKeyId} = occupant
  // The same key again, perhaps with its secret put right.
  if (accessKeyId !== null && accessKeyId === newKeyId) return newKeyId
  // The one that this run has moved there still is where it came from, or in the copy of that; a yes to the new one was asked.
  if (accessKeyId !== null && accessKeyId === found?.oldSetUp?.moved) return accessKeyId
  if (!presenter.interactive) throw placeIsTaken(occupant, other)
  const question = `${location.display} holds ${occupantWords(occupant)}. Replace it there?`
  if (!(await presenter.confirm(question, {default: false}))) throw placeIsTaken(occupant, other)
  return accessKeyId
}

/**
 * A key that no tool would come to, since its profile takes another way before, is stored only by a yes. A file that Boto
 * refuses is mended sooner or later, and told by whoever stores.
 *
 * @throws MturkError `answer_needed` where nobody can be asked, or the answer is no
 */
export async function agreeToHide(
  {sources, presenter}: {readonly sources: CredentialSources; readonly presenter: Presenter},
  target: Target,
  {expect, other = '--profile OTHER'}: {readonly expect: string | null; readonly other?: OtherPlace | undefined},
): Promise<void> {
  const before = await wayBefore(sources, target, expect)
  if (before?.stops !== 'backend') return
  const why = `${before.message} So no tool would find a key that is stored there.`
  if (presenter.interactive && (await presenter.confirm(`${why} Store it all the same?`, {default: false}))) return
  throw answerNeeded(`${why} Nothing was stored.`, [
    typeof other === 'string' ? say(`To store it where it is found: ${other}`) : other,
  ])
}

/** Stores a key that the person handed over. */
export async function storeKey(guide: Guide, key: AccessKey): Promise<void> {
  const {sources, options} = guide
  const expect = await agreeOnPlace(guide, options, key.accessKeyId, anotherProfile(options))
  await storeInto(sources, options, key, expect)
  // The same id may have had another secret.
  forgetAnswers(guide, key)
}

/** The same set-up beside what is there; the flags that were given go with it. */
export function anotherProfile(options: GuideOptions): Extract<Remedy, {kind: 'run'}> {
  return sameSetUp(options, '--profile', 'OTHER')
}

export function sameSetUp({userName}: GuideOptions, ...words: readonly string[]) {
  return run('mturk init', ...words, ...(userName === undefined ? [] : ['--user-name', userName]))
}
