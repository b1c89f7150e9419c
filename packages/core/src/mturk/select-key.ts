import {
  asMturkKey,
  assertWellFormed,
  lineReached,
  type AccessKey,
  type CredentialSources,
  type Location,
  type Lookup,
  type MturkKey,
  type Problem,
  type Selection,
} from '../credentials/index.js'
import {MturkError} from '../errors.js'
import {say} from '../remedy.js'
import {refusal} from './report.js'
import {isVerdictName, verdicts} from './verdicts.js'

export interface SelectedKey {
  readonly key: MturkKey
  readonly lookup: Lookup
  /** The profile that a command to type next must name: none where the key comes from the environment, say. */
  readonly profile?: string
}

/**
 * The key for Mechanical Turk that a tool on Boto would use, checked before it is shown to anybody.
 *
 * @throws MturkError `no_credentials`, `partial_credentials`, `temporary_credentials`, `malformed_credentials` or
 *   `unreadable_file`, before any request is made
 */
export async function selectKey(sources: CredentialSources, selection: Selection): Promise<SelectedKey> {
  const {key, location, lookup} = await activeKey(sources, selection)
  const isAbout = selection.profile !== undefined || location.profile !== null
  return {key: asMturkKey(key, location), lookup, ...(isAbout ? {profile: lookup.profile.name} : {})}
}

/**
 * The key that a tool on Boto would use, as Boto returns it: for another program, so a temporary one will do.
 *
 * @throws MturkError `no_credentials`, `partial_credentials`, `temporary_credentials` where a profile leads to such only,
 *   `malformed_credentials` or `unreadable_file`
 */
export async function selectAnyKey(sources: CredentialSources, selection: Selection): Promise<AccessKey> {
  const {key, location} = await activeKey(sources, selection)
  assertWellFormed(key, location)
  return key
}

/**
 * The place of the key that a tool on Boto would use; what it holds is not looked at.
 *
 * @throws MturkError `no_credentials` and the like where there is none
 */
export async function selectPlace(
  sources: CredentialSources,
  selection: Selection,
): Promise<{active: NonNullable<Lookup['active']>; lookup: Lookup}> {
  const lookup = await sources.lookup(selection)
  const {active, profile} = lookup
  if (active) return {active, lookup}
  // What a line of ours leads to fails with words of its own.
  if (lookup.failure !== undefined) throw lookup.failure
  const problem = lookup.stoppedBy ?? firstBroken(lookup, selection)
  const told = problem?.verdict
  if (problem && told !== undefined && isVerdictName(told)) {
    const remedy = problem.remedy === undefined ? [] : [say(problem.remedy)]
    throw new MturkError({code: told, exit: verdicts[told].exit, message: problem.message, remedy})
  }
  // A code that is no verdict is a plugin's own, or Boto's ProfileNotFound: it comes down to having no key.
  const verdict = problem && isVerdictName(problem.code) ? problem.code : 'no_credentials'
  const refused = refusal(verdict, {profile: profile.name, ...(problem ? {problem} : {})})
  throw lineReached(lookup) ? withoutNewAccount(refused) : refused
}

/** The profile is set up, and its key is somebody's: nobody is sent to open an account of their own. */
function withoutNewAccount({code, exit, message, remedy}: MturkError): MturkError {
  const rest = remedy.filter((step) => step.kind !== 'run' || !step.command.startsWith('mturk init'))
  return new MturkError({code, exit, message, remedy: rest})
}

async function activeKey(
  sources: CredentialSources,
  selection: Selection,
): Promise<{key: AccessKey; location: Location; lookup: Lookup}> {
  const {active, lookup} = await selectPlace(sources, selection)
  return {key: await sources.read(active.location), location: active.location, lookup}
}

/** With no key anywhere, the first place that is broken is most likely where the person thinks that they have one. */
function firstBroken({candidates}: Lookup, {backend}: Selection): Problem | undefined {
  const broken = candidates.find(({state, problem}) => state === 'broken' && problem !== undefined)?.problem
  // Of a backend that was named, what it passes over is the answer, too.
  return broken ?? (backend === undefined ? undefined : candidates.find(({problem}) => problem)?.problem)
}
