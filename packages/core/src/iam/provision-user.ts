import type {AdminCredentials, Aws} from '../aws/index.js'
import type {Clock} from '../clock.js'
import type {AccessKey, CredentialSources} from '../credentials/index.js'
import {openJournal} from '../journal/index.js'
import {classify, verdictError} from '../mturk/index.js'
import {createUser, type CreatedUser, type CreateUserRequest} from './create-user.js'
import {getIdentity} from './identity.js'
import {iamApi} from './iam-api.js'
import {keyVerifier} from './verify-key.js'

export interface ProvisionTools {
  readonly aws: Aws
  readonly sources: CredentialSources
  readonly clock: Clock
  readonly dataDirectory: string
  readonly signal?: AbortSignal | undefined
  progress<Result>(title: string, work: () => Promise<Result>): Promise<Result>
}

/** Answers that a key may get while it is too young (rhyeal/aws-rotate-iam-keys#81). */
const TOO_YOUNG: ReadonlySet<string> = new Set(['bad_key_id', 'bad_secret'])

/**
 * Makes a user with these administrator credentials, under a journal: what an earlier run left open for this user is
 * finished as that run wanted it.
 *
 * @throws MturkError with the verdict of what AWS answered; `interrupted` where something is left half-made
 */
export async function provisionUser(
  tools: ProvisionTools,
  admin: AdminCredentials,
  request: CreateUserRequest,
): Promise<CreatedUser> {
  const {aws, clock, signal} = tools
  try {
    const {account} = await getIdentity(aws, admin)
    // Nothing is begun yet, so there is nothing to go on with either.
    signal?.throwIfAborted()
    const journal = await openJournal(
      tools.dataDirectory,
      {account, user: request.userName, kind: 'create-user'},
      () => ({request}),
    )
    try {
      const verify = keyVerifier({
        clock,
        signal,
        attempt: (key) => answersTo(aws, key),
        mayBeTooYoung: (error) => TOO_YOUNG.has(classify(error)),
      })
      return await createUser({...tools, iam: iamApi(aws, admin), verify}, journal)
    } finally {
      await journal.release()
    }
  } catch (error) {
    throw verdictError(error, {userName: request.userName})
  }
}

/** One try of a new key: STS needs no permission for it, so a refusal is about the key and nothing else. */
async function answersTo(aws: Aws, key: AccessKey): Promise<void> {
  await getIdentity(aws, key)
}
