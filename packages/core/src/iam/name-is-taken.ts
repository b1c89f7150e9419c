import {maskAccessKeyId, type FoundPlace} from '../credentials/index.js'
import {messageOf, usageError} from '../errors.js'
import {run, say} from '../remedy.js'
import type {CreateUserRequest} from './create-user.js'

const TAKEN = 'There is already an IAM user'

/** Their key is in the very place that a new one was to go to: as a rule the same command was typed twice. */
export function isSetUp(
  {userName, profile}: Pick<CreateUserRequest, 'userName' | 'profile'>,
  {location, accessKeyId}: FoundPlace,
): Error {
  const key = maskAccessKeyId(accessKeyId)
  return usageError(`${TAKEN} ${userName} in this account, and its key is stored: ${key} in ${location.display}.`, [
    run('mturk link-check', '--profile', profile),
    say('Another user takes another name, and another place for its key: --profile OTHER'),
  ])
}

/** Did making a user end because another one has the name? */
export function isNameTaken(error: unknown): boolean {
  return messageOf(error).startsWith(TAKEN)
}

/** What somebody has at hand decides what they can type: a key out of a CSV file administers `mturk init` alone. */
export function nameIsTaken({userName, adminKeyFile}: Pick<CreateUserRequest, 'userName' | 'adminKeyFile'>): Error {
  const remedy =
    adminKeyFile === undefined
      ? [
          say('To take that user over, if it has nothing but Mechanical Turk:'),
          run('mturk iam create-user', userName, '--adopt'),
          say(
            'Or choose another name: with `mturk init`, --user-name OTHER; with `mturk iam create-user`, another NAME.',
          ),
        ]
      : [
          say('To make a user of another name:'),
          run('mturk init', ...handedOver(adminKeyFile), '--user-name', anotherName(userName)),
          say(
            `That user itself can be taken over only by an administrator whose key stands in a profile of this computer: \`mturk iam create-user\` with --adopt and --admin-profile. If you have its CSV file, hand over that with --user-name ${userName}, and its key is stored.`,
          ),
        ]
  return usageError(`${TAKEN} ${userName} in this account, and mturk did not make it in this run.`, remedy)
}

/** One that was typed is typed again. */
function handedOver(adminKeyFile: string | null): readonly string[] {
  return adminKeyFile === null ? [] : ['--from-csv', adminKeyFile]
}

/** `mturk-requester-2`, then `-3`; IAM takes 64 characters. */
function anotherName(userName: string): string {
  const [, name = userName, number = '1'] = /^(.+?)-(\d{1,4})$/.exec(userName) ?? []
  const ending = `-${Number(number) + 1}`
  return name.slice(0, LONGEST_NAME - ending.length) + ending
}

const LONGEST_NAME = 64
