import path from 'node:path'

import {backendError, isBackendError, type CredentialSources, type GuardedBackend} from '../credentials/index.js'
import {answerNeeded, isMturkError, MturkError} from '../errors.js'
import {displayPath} from '../files/index.js'
import type {Presenter} from '../guide/index.js'
import {describeRemedy, run, say, type Remedy} from '../remedy.js'
import {
  assertValue,
  changeSetting,
  describedSetting,
  displaySetting,
  knownSettings,
  OWN_SECTION,
  type SettingName,
} from '../settings/index.js'

/** Settings with which a backend could be used at once, and that `config.ini` does not have yet. */
export interface SetUp {
  readonly backend: Pick<GuardedBackend, 'id' | 'title'>
  readonly configDirectory: string
  /** `config.ini`, for people. */
  readonly display: string
  /** One at least; the section is the backend's id. */
  readonly settings: readonly (SettingName & {readonly value: string})[]
}

export interface Machine {
  sources(): Promise<CredentialSources>
  /** The same, as if these settings stood in `config.ini`, by `<section>.<name>`; from then on `sources` answers them, too. */
  suppose(settings: Readonly<Record<string, string>>): Promise<CredentialSources>
  readonly configDirectory: string
  readonly home: string
}

/**
 * The sources, with a backend as it will be once what it proposes for its set-up is written. Nothing is written.
 *
 * @returns `setUp` null where it needs none, proposes none, or proposes what it does not know itself: then it says for
 *   itself what is to be done
 */
export async function sourcesFor(
  backendId: string,
  machine: Machine,
): Promise<{sources: CredentialSources; setUp: SetUp | null}> {
  const sources = await machine.sources()
  const setUp = await proposedSetUp(sources, backendId, machine)
  if (!setUp) return {sources, setUp}
  const settings = setUp.settings.map((setting) => [displaySetting(setting), setting.value] as const)
  return {sources: await machine.suppose(Object.fromEntries(settings)), setUp}
}

async function proposedSetUp(
  {backends}: CredentialSources,
  backendId: string,
  {configDirectory, home}: Machine,
): Promise<SetUp | null> {
  const backend = backends.find(({id}) => id === backendId)
  if (!backend || backend.id === OWN_SECTION) return null
  const availability = await backend.probe().catch(() => null)
  if (availability?.state !== 'needs-setup') return null
  const settings = Object.entries(availability.settings ?? {}).map(([name, value]) => ({
    section: backend.id,
    name,
    value,
  }))
  const known = knownSettings([backend])
  try {
    for (const setting of settings) assertValue(setting, describedSetting(setting, known), setting.value)
  } catch {
    return null
  }
  if (settings.length === 0) return null
  const {id, title} = backend
  return {
    backend: {id, title},
    configDirectory,
    display: displayPath(path.join(configDirectory, 'config.ini'), home),
    settings,
  }
}

/** `[secrets-manager] region = us-east-1` */
export function setUpWords({backend, settings}: SetUp): string {
  return `[${backend.id}] ${settings.map(({name, value}) => `${name} = ${value}`).join(', ')}`
}

/**
 * @param command the one that is under way, as it would be answered with `--yes`
 * @throws MturkError `answer_needed` where nobody agreed
 */
export async function agreeToSetUp(
  {presenter, yes}: {readonly presenter: Presenter; readonly yes: boolean},
  setUp: SetUp | null,
  command: Remedy,
): Promise<void> {
  if (!setUp || yes) return
  const {backend, display} = setUp
  const what = `${backend.title} (${backend.id}) is not set up yet. ${display} would get ${setUpWords(setUp)}.`
  if (presenter.interactive && (await presenter.confirm(`${what} Write it?`, {default: true}))) return
  throw answerNeeded(`${what} Nothing was changed.`, [
    say('To have it written:'),
    command,
    say('To say something else there first:'),
    ...setCommands(setUp),
  ])
}

/**
 * Writes the settings, and then does what needs them. Where that fails, the settings stay, and the error says so.
 *
 * @throws MturkError `conflict` where something else stands there by now
 */
export async function withSetUp<Result>(setUp: SetUp | null, work: () => Promise<Result>): Promise<Result> {
  if (!setUp) return work()
  const {configDirectory, display, settings} = setUp
  for (const {value, ...setting} of settings) {
    const {previous} = await changeSetting(configDirectory, setting, value, {dryRun: true})
    if (previous !== null && previous !== '' && previous !== value) {
      throw backendError('conflict', `${display} was changed meanwhile; it was left as it is.`)
    }
    await changeSetting(configDirectory, setting, value)
  }
  return explained(work, `${display} keeps ${setUpWords(setUp)}, which was written before that.`, [])
}

/** Looks at a backend as it would be after its set-up; where that fails, the reason may be what was only supposed. */
export async function supposing<Result>(setUp: SetUp | null, work: () => Promise<Result>): Promise<Result> {
  if (!setUp) return work()
  const words = `It was looked for with ${setUpWords(setUp)}, which ${setUp.display} does not say yet; nothing was written.`
  return explained(work, words, [say('If that is something else with you:'), ...setCommands(setUp)])
}

function setCommands({settings}: SetUp): Remedy[] {
  return settings.map(({section, name}) => run('mturk config set', displaySetting({section, name}), 'VALUE'))
}

/** Anything but a failure that a person can mend is a bug, and stays as it was thrown. */
async function explained<Result>(
  work: () => Promise<Result>,
  words: string,
  remedies: readonly Remedy[],
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (isMturkError(error)) {
      const {code, exit, message, remedy} = error
      const all = [...remedy, ...remedies]
      throw new MturkError({code, exit, message: `${ended(message)} ${words}`, remedy: all, cause: error})
    }
    if (!isBackendError(error)) throw error
    const remedy = [error.remedy, describeRemedy(remedies)].filter((each) => each).join('\n')
    throw backendError(error.code, `${ended(error.message)} ${words}`, remedy === '' ? {} : {remedy})
  }
}

/** What somebody else said may end without a full stop, as a quotation does. */
function ended(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}
