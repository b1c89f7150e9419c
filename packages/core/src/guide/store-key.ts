import {
  maskAccessKeyId,
  occupantOf,
  placeIsTaken,
  storeInto,
  type AccessKey,
  type CredentialSources,
  type OtherPlace,
  type Target,
} from '../credentials/index.js'
import type {Presenter} from './presenter.js'

/**
 * The key id that the target holds and that may be replaced: null where it is free. Another key there is given up only by a yes to
 * this very question.
 *
 * @throws MturkError `answer_needed` where nobody can be asked, or the answer is no
 */
export async function agreeOnPlace(
  {sources, presenter}: {sources: CredentialSources; presenter: Presenter},
  target: Target,
  newKeyId: string | null,
  other?: OtherPlace,
): Promise<string | null> {
  const occupant = await occupantOf(sources, target)
  if (!occupant) return null
  // The same key again, perhaps with its secret put right.
  if (occupant.accessKeyId === newKeyId) return newKeyId
  if (!presenter.interactive) throw placeIsTaken(occupant, other)
  const question = `${occupant.location.display} holds another key, ${maskAccessKeyId(occupant.accessKeyId)}. Replace it there?`
  if (!(await presenter.confirm(question, {default: false}))) throw placeIsTaken(occupant, other)
  return occupant.accessKeyId
}

/** Stores a key that the person handed over. */
export async function storeKey(
  tools: {sources: CredentialSources; presenter: Presenter},
  target: Target,
  key: AccessKey,
): Promise<void> {
  const expect = await agreeOnPlace(tools, target, key.accessKeyId)
  await storeInto(tools.sources, target, key, expect)
}
