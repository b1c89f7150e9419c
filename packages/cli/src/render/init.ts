import {describeRemedy, nextCommand} from '@mturk-cli/command'
import type {GuideResult} from '@mturk-cli/core/guide'

import {locationJson} from './location.js'

/** What is true of Mechanical Turk is said at the start, in two lines; the verdict comes from what the endpoints answer. */
export function greeting(profile: string, elsewhere: readonly string[]): string[] {
  return [
    `Mechanical Turk set-up · profile ${profile}`,
    ...elsewhere,
    '',
    'AWS closed Mechanical Turk to new customers on 30 July 2026 and announced its end for 30 September 2026.',
    'Accounts that were linked before may still answer; this guide checks what yours says and goes on.',
    '',
  ]
}

export interface InitShown extends GuideResult {
  /** The file that was handed over. */
  readonly csvFile: string | null
  /** Where AWS is not asked, and what is odd about the file; a person has been told at the start. */
  readonly saidAtStart: readonly string[]
  readonly warnings: readonly string[]
}

export function initText({usedAdministrator, csvFile, warnings, ...result}: InitShown): string[] {
  return [
    '',
    ...outcome(result),
    ...(usedAdministrator && csvFile !== null && !result.dryRun
      ? [
          `The key in ${csvFile} is still active. To remove it: https://console.aws.amazon.com/iam/home#/security_credentials`,
        ]
      : []),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function outcome({steps, profile, changed, dryRun}: Pick<InitShown, 'steps' | 'profile' | 'changed' | 'dryRun'>) {
  if (dryRun) return ['Nothing was changed.']
  const open = steps.filter(({state, exit}) => state !== 'done' && state !== 'skipped' && exit !== 0)
  if (open.length > 0) {
    const titles = open.map(({title}) => title).join(', ')
    return [`Still open: ${titles}. Do what stands below each, then run again: ${nextCommand('mturk init')}`]
  }
  const flag = profile === 'default' ? [] : ['--profile', profile]
  return [changed ? `Ready. Try it:      ${nextCommand('mturk balance --sandbox', ...flag)}` : 'Nothing to do.']
}

export function initJson({dryRun, profile, steps, accessKeyId, userName, storedIn, saidAtStart, warnings}: InitShown) {
  return {
    ...(dryRun ? {dryRun: true} : {}),
    profile,
    steps: steps.map(({id, state, message, remedy = []}) => ({
      id,
      state,
      message,
      ...(remedy.length > 0 ? {remedy: describeRemedy(remedy)} : {}),
    })),
    accessKeyId,
    userName,
    storedIn: storedIn.map(locationJson),
    ...(saidAtStart.length + warnings.length > 0 ? {warnings: [...saidAtStart, ...warnings]} : {}),
  }
}
