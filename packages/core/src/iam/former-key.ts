import {isAwsFailure, type AdminCredentials, type Aws} from '../aws/index.js'
import {open, run, say, type Remedy} from '../remedy.js'
import {iamApi} from './iam-api.js'
import {SECURITY_CREDENTIALS} from './root-keys.js'

/** Whose key it was that another one has taken the place of. */
export type FormerOwner =
  | {readonly kind: 'user'; readonly userName: string}
  | {readonly kind: 'root'}
  /** IAM does not tell: the key is deleted, of another account, or the question is not allowed. */
  | {readonly kind: 'unknown'}

/** What cannot be found out is no failure: all is done by then. */
export async function formerOwner(aws: Aws, admin: AdminCredentials, accessKeyId: string): Promise<FormerOwner> {
  try {
    const userName = await iamApi(aws, admin).getAccessKeyOwner(accessKeyId)
    return userName === null ? {kind: 'root'} : {kind: 'user', userName}
  } catch (error) {
    if (!isAwsFailure(error)) throw error
    return {kind: 'unknown'}
  }
}

/**
 * How to switch off a key that another one has taken the place of. No place here holds it any more, so it takes somebody
 * else's credentials.
 *
 * @param adminProfile `--admin-profile`; undefined: whoever administered has no profile
 */
export function howToRetire(accessKeyId: string, owner: FormerOwner, adminProfile = 'PROFILE'): readonly Remedy[] {
  switch (owner.kind) {
    case 'user':
      return [run('mturk keys deactivate', accessKeyId, '--user', owner.userName, '--admin-profile', adminProfile)]
    case 'root':
      return [open(SECURITY_CREDENTIALS)]
    case 'unknown':
      return [
        say('Whose it is, IAM did not tell. A user’s keys, with their ids:'),
        run('mturk keys list --user NAME', '--admin-profile', adminProfile),
      ]
  }
}
