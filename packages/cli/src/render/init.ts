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

export function initText({steps, profile, usedAdministrator, csvFile, changed, warnings}: InitShown): string[] {
  const flag = profile === 'default' ? [] : ['--profile', profile]
  const open = steps.filter(({state, exit}) => state !== 'done' && state !== 'skipped' && exit !== 0)
  return [
    '',
    ...(open.length === 0
      ? [changed ? `Ready. Try it:      ${nextCommand('mturk balance --sandbox', ...flag)}` : 'Nothing to do.']
      : [
          `Still open: ${open.map(({title}) => title).join(', ')}. Do what stands below each, then run again: ${nextCommand('mturk init')}`,
        ]),
    ...(usedAdministrator && csvFile !== null
      ? [
          `The key in ${csvFile} is still active. To remove it: https://console.aws.amazon.com/iam/home#/security_credentials`,
        ]
      : []),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function initJson({profile, steps, accessKeyId, userName, storedIn, saidAtStart, warnings}: InitShown) {
  return {
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
