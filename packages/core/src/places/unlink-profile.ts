import {
  backendError,
  isReadByBoto,
  selectedProfile,
  type CredentialSources,
  type Environment,
  type Location,
  type Selection,
} from '../credentials/index.js'
import {
  assertTrustworthy,
  displayPath,
  editBotoFile,
  editFile,
  loadBotoConfiguration,
  readBotoFile,
  readOwnProcess,
  withTilde,
  type OwnProcess,
} from '../files/index.js'
import {answerNeeded} from '../errors.js'
import type {Presenter} from '../guide/index.js'
import {run, say} from '../remedy.js'

const OPTION = 'credential_process'

export interface UnlinkTools {
  readonly sources: CredentialSources
  readonly presenter: Presenter
  readonly env: Environment
  readonly home: string
}

export interface UnlinkPlan {
  readonly profile: string
  /** The line that has tools ask mturk. */
  readonly location: Location & {readonly file: string; readonly line: number}
  /** What it asks for, and what stays as it is. */
  readonly asks: Pick<OwnProcess, 'profile' | 'backend'>
  /** The section, as it stands between the brackets, and the line's value. */
  readonly section: string
  readonly value: string
}

/**
 * The line of a profile that has no key of its own and has tools ask mturk, as `credentials link-profile` writes it. Nobody
 * is asked for the key.
 *
 * @returns null where there is none, or a key comes before it, or another place was named
 */
export async function planUnlink({sources, env, home}: UnlinkTools, selection: Selection): Promise<UnlinkPlan | null> {
  if (selection.backend !== undefined && !isReadByBoto(selection.backend)) return null
  const {name} = selectedProfile(env, selection.profile)
  const {config, profiles} = await loadBotoConfiguration({env, home})
  const profile = profiles.get(name)
  const option = profile?.options.get(OPTION)
  const value = option?.value
  const asks = readOwnProcess(value)
  const section = option?.file === config.path ? profile?.config : profile?.credentials
  if (!option || typeof value !== 'string' || !asks || !section || option.inherited) return null
  const {active} = await sources.lookup({...selection, follow: 'never'})
  if (active && (active.location.profile === null || active.location.profile === name)) return null
  const {file, line} = option
  const display = `${displayPath(file, home)} [${section.name}] ${OPTION}`
  const location = {backend: 'boto-files', id: JSON.stringify([OPTION, file, name]), profile: name, display, file, line}
  const {profile: asked, backend} = asks
  return {
    profile: name,
    location: {...location, writable: true},
    asks: {profile: asked, backend},
    section: section.name,
    value,
  }
}

/**
 * Takes the line out; the rest of the file stays as it is, and so does the key that it asked for.
 *
 * @throws MturkError `answer_needed` where nobody agreed; a `MturkBackendError` of `editFile`, or `conflict` where the line
 *   was changed meanwhile
 */
export async function unlinkProfile(
  {presenter, home}: UnlinkTools,
  plan: UnlinkPlan,
  {yes, show}: {yes: boolean; show: () => void},
): Promise<void> {
  const {section, profile, location, value} = plan
  if (!yes) {
    if (!presenter.interactive) {
      throw answerNeeded(`${location.display} would be taken out. Nothing was changed.`, [
        say('To go on:'),
        run('mturk credentials remove', '--profile', profile, '--yes'),
      ])
    }
    show()
    if (!(await presenter.confirm(`Take ${location.display} out?`, {default: false}))) {
      throw answerNeeded('The answer was no, so nothing was changed.', [])
    }
  }
  await assertTrustworthy(location.file)
  const change = (bytes: Uint8Array | null) => {
    const file = readBotoFile(bytes ?? new Uint8Array())
    const now = file.sections.find(({name}) => name === section)?.options.get(OPTION)?.value
    if (now !== value)
      throw backendError('conflict', `${location.display} was changed meanwhile; it was left as it is.`)
    return editBotoFile(location.file, file, [
      {kind: 'unset', section, option: OPTION},
      {kind: 'prune', section},
    ])
  }
  await withTilde(home, () => editFile(location.file, change))
}
