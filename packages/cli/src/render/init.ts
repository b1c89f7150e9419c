import {describeRemedy, locationJson, nextCommand, nextCommandWithout} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import type {GuideResult} from '@mturk-cli/core/guide'

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
  /** `--admin-profile`, for the next command. */
  readonly adminProfile: string | undefined
  /** Where AWS is not asked, and what is odd about the file; a person has been told at the start. */
  readonly saidAtStart: readonly string[]
  readonly warnings: readonly string[]
}

const ACCESS_KEYS_PAGE = 'https://console.aws.amazon.com/iam/home#/security_credentials'

export function initText({
  usedAdministrator,
  csvFile,
  adminProfile,
  replaced,
  warnings,
  ...result
}: InitShown): string[] {
  return [
    '',
    ...outcome(result),
    ...(usedAdministrator && csvFile !== null && !result.dryRun
      ? [`The key in ${csvFile} is still active. To remove it: ${ACCESS_KEYS_PAGE}`]
      : []),
    ...(replaced ? [stillActive(replaced, adminProfile)] : []),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function stillActive(
  {accessKeyId, location, isActive, owner}: NonNullable<InitShown['replaced']>,
  adminProfile = 'PROFILE',
): string {
  const where = location ? ` that stood in ${location.display}` : ''
  const how = isActive ? 'is still active' : 'may still be active'
  const toRemove =
    owner.kind === 'user'
      ? nextCommand('mturk keys deactivate', accessKeyId, '--user', owner.userName, '--admin-profile', adminProfile)
      : ACCESS_KEYS_PAGE
  return `The key ${maskAccessKeyId(accessKeyId)}${where} ${how}. To remove it: ${toRemove}`
}

function outcome({steps, profile, changed, dryRun}: Pick<InitShown, 'steps' | 'profile' | 'changed' | 'dryRun'>) {
  if (dryRun) return ['Nothing was changed.']
  const notDone = steps.filter(({state, exit}) => state !== 'done' && state !== 'skipped' && exit !== 0)
  if (notDone.length > 0) return stillOpen(notDone, steps)
  const flag = profile === 'default' ? [] : ['--profile', profile]
  return [changed ? `Ready. Try it:      ${nextCommand('mturk balance --sandbox', ...flag)}` : 'Nothing to do.']
}

function stillOpen(notDone: InitShown['steps'], steps: InitShown['steps']): string[] {
  const titles = (some: InitShown['steps']) => some.map(({title}) => title).join(', ')
  const closed = notDone.filter(({exit}) => exit === Exit.serviceClosed)
  const open = notDone.filter((step) => !closed.includes(step))
  // Who may make a user, or which file holds a key, is of no interest any more once the right key is stored.
  const isStored = steps.every(({id, state}) => !STORED.has(id) || state === 'done')
  const again = nextCommandWithout(isStored ? ['from-csv', 'admin-profile'] : [], 'mturk init')
  return [
    ...(open.length > 0 ? [`Still open: ${titles(open)}. Do what stands below each, then run again: ${again}`] : []),
    ...(closed.length > 0
      ? [`Closed: ${titles(closed)}. Mechanical Turk itself says so, and running this again does not change it.`]
      : []),
  ]
}

/** These are done where the key that is to be used is stored. */
const STORED: ReadonlySet<string> = new Set(['access-keys', 'iam-user'])

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
