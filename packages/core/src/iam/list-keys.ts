import type {Aws} from '../aws/index.js'
import {surveyKeyPlaces, type CredentialSources} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {isVerdictName, type Verdict} from '../mturk/index.js'
import {iamApi} from './iam-api.js'
import {findKeyOwner, type KeyOwner, type WhoseKeys} from './key-owner.js'
import {findKeysAndPlaces, placeKeys, type KeysAndPlaces} from './keys-and-places.js'

export interface ListedKeys extends KeysAndPlaces {
  /** null where nobody could find out: `trouble` says why. */
  readonly owner: KeyOwner | null
  /** Why IAM did not tell: then `keys` holds at most the one that asked, and the places are all that is known. */
  readonly trouble: Verdict | null
}

/**
 * The keys of a user and where they are kept. What IAM does not tell is a verdict in the result: the places on this
 * machine are found without it.
 *
 * @throws MturkError of a request that cannot be carried out: no key, no administrator, no such user
 */
export async function listKeys(
  {aws, sources}: {readonly aws: Aws; readonly sources: CredentialSources},
  whose: WhoseKeys,
): Promise<ListedKeys> {
  let owner: KeyOwner | null = null
  try {
    owner = await findKeyOwner({aws, sources}, whose)
    const found = await findKeysAndPlaces({iam: iamApi(aws, owner.admin), sources}, owner.userName)
    return {...found, owner, trouble: null}
  } catch (error) {
    const trouble = troubleOf(owner ? owner.explain(error) : error)
    if (!trouble) throw owner ? owner.explain(error) : error
    const survey = await surveyKeyPlaces(sources)
    return {...placeKeys(signerOf(owner), survey), owner, trouble}
  }
}

/** A failure of AWS; what the person asked for wrongly, and a machine without any key, end the command. */
function troubleOf(error: unknown): Verdict | null {
  if (!isMturkError(error) || !isVerdictName(error.code) || !error.cause) return null
  const {code: verdict, exit, message, remedy} = error
  return {verdict, exit, message, remedy}
}

/** STS took the key a moment ago, so it is there and active, whatever IAM does not tell. */
function signerOf(owner: KeyOwner | null) {
  if (!owner || owner.administrator.identity.userName !== owner.userName) return []
  const unknown = {createdAt: null, lastUsedAt: null, lastUsedFor: null, useKnown: false}
  return [{accessKeyId: owner.signer, status: 'Active', ...unknown}]
}
