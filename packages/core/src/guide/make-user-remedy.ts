import {isReadByBoto, type HandedOverKey, type MturkKey} from '../credentials/index.js'
import {DEFAULT_USER_NAME, SECURITY_CREDENTIALS} from '../iam/index.js'
import {open, run, say, type Remedy} from '../remedy.js'
import type {GuideOptions} from './step.js'

/** Whose key there is to make the user with. */
type With =
  | {readonly key: MturkKey; readonly isAdministrator: boolean; readonly isRoot: boolean}
  /** null: the administrator is a profile. */
  | {readonly handedOver: HandedOverKey | null; readonly isRoot: boolean}

/** What makes the user as it is typed: the place that holds a key already takes no second one. */
export function howToMakeUser(options: GuideOptions, given: With): readonly Remedy[] {
  const {userName} = options
  if ('handedOver' in given) {
    const file = given.handedOver?.file
    const named = userName === undefined ? [] : ['--user-name', userName]
    return [
      run('mturk init', ...(file === undefined ? [] : ['--from-csv', file]), ...named),
      say('It makes a user that can do nothing but Mechanical Turk.'),
      ...(given.isRoot ? removeRootKey() : []),
    ]
  }
  const {key, isAdministrator, isRoot} = given
  const name = userName ?? DEFAULT_USER_NAME
  const profile = name === options.profile ? 'NEW' : name
  const command = ['mturk iam create-user', ...(userName === undefined ? [] : [userName])].join(' ')
  if (!isAdministrator) {
    return [
      say('PROFILE is an AWS profile of an administrator:'),
      run(command, '--profile', profile, '--admin-profile', 'PROFILE'),
    ]
  }
  return [
    run(command, '--profile', profile, ...administeredBy(key)),
    say(`It makes a user that can do nothing but Mechanical Turk, and stores its key in the profile ${profile}.`),
    ...(isRoot ? removeRootKey() : []),
  ]
}

/** Without a profile of its own, as in the environment, the key is the one that administers anyway. */
function administeredBy({location}: MturkKey): readonly string[] {
  const hasProfile = location !== null && location.profile !== null && isReadByBoto(location.backend)
  return hasProfile ? ['--admin-profile', location.profile] : []
}

function removeRootKey(): readonly Remedy[] {
  return [say('Then remove the root key on this page:'), open(SECURITY_CREDENTIALS)]
}
