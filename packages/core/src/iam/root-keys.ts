import {open, run, say, type Remedy} from '../remedy.js'

export const SECURITY_CREDENTIALS = 'https://console.aws.amazon.com/iam/home#/security_credentials'

/**
 * How to get by without root keys, and rid of them.
 *
 * @param profile the one that holds the root key; null where none does, as in the environment
 */
export function howToLeaveRootKeys(profile: string | null): readonly Remedy[] {
  const administered = profile === null ? [] : ['--admin-profile', profile]
  return [
    say(
      'Make an IAM user for Mechanical Turk, so that nothing needs a root key any more (NEW is a profile for its key):',
    ),
    run('mturk iam create-user --profile NEW', ...administered),
    say('Then switch the root keys off and delete them on this page, as the root user:'),
    open(SECURITY_CREDENTIALS),
  ]
}
