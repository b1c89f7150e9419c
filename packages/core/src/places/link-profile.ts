import {
  backendError,
  isReadByBoto,
  type CredentialSources,
  type Environment,
  type Location,
} from '../credentials/index.js'
import {
  assertTrustworthy,
  comesRound,
  configSectionName,
  configSections,
  displayPath,
  editBotoFile,
  editFile,
  faultError,
  loadBotoConfiguration,
  REGION_OF_MTURK,
  processLine,
  readBotoFile,
  readOwnProcess,
  withTilde,
  type BotoProfile,
  type IniEdit,
} from '../files/index.js'
import {answerNeeded, usageError, type MturkError} from '../errors.js'
import type {Presenter} from '../guide/index.js'
import {selectPlace} from '../mturk/index.js'
import {run, say} from '../remedy.js'
import {agreeToSetUp, supposing, withSetUp, type SetUp} from './set-up.js'

const OPTION = 'credential_process'

export interface LinkOptions {
  /** The profile that gets the line. */
  readonly name: string
  /** Where its key is asked for, and of which profile. */
  readonly backend: string
  readonly profile: string
  /** How this mturk is started, with absolute paths: Node and the script. */
  readonly program: readonly string[]
  /** Another program's line, or one for another key, is given up. */
  readonly replace: boolean
}

export interface LinkTools {
  readonly sources: CredentialSources
  readonly presenter: Presenter
  readonly env: Environment
  readonly home: string
  /** The profile whose credentials stores are asked with, where the backend needed any; null where it did not. */
  readonly askedAs: () => string | null
  /** What the backend still needs in `config.ini`; null: nothing. */
  readonly setUp: SetUp | null
  /** `--yes`: it may be written unasked. */
  readonly yes: boolean
}

export interface LinkPlan {
  readonly options: LinkOptions
  readonly line: string
  /** The place of the key that it leads to. */
  readonly source: Location
  readonly accessKeyId: string
  /** The file and its section, for people. */
  readonly display: string
  /** What stands there now. `moved`: our own line for the same key, with another path. */
  readonly before: 'nothing' | 'same' | 'moved' | 'other'
  /** Other ways to a key in that profile, which tools take instead of the line. */
  readonly inTheWay: readonly string[]
  /** Written with the line where the profile has none, since tools need one; null: it has one. */
  readonly region: string | null
  /** What is to be written into `config.ini` first; null: nothing. */
  readonly setUp: SetUp | null
}

export interface LinkedProfile {
  readonly plan: LinkPlan
  readonly changed: boolean
}

/**
 * What letting a profile ask mturk would write. Nothing is changed.
 *
 * @throws MturkError `usage` for a name that a shell could misread, and where the profile's process would call itself;
 *   `no_credentials` and the like where there is no key to be had; a `MturkBackendError` `unreadable` for a file that Boto
 *   refuses
 */
export async function planLink(tools: LinkTools, options: LinkOptions): Promise<LinkPlan> {
  const {sources, env, home, setUp} = tools
  const {name, backend, profile} = options
  assertPlain('profile', name)
  assertPlain('profile', profile)
  assertPlain('backend', backend)
  sources.backend(backend)
  const line = lineFor(options)
  const configuration = await loadBotoConfiguration({env, home})
  for (const file of [configuration.config, configuration.credentials]) {
    if (file.state === 'broken') throw faultError(displayPath(file.path, home), file.fault)
  }
  if (isReadByBoto(backend) && comesRound(configuration, profile, name))
    throw callsItself(name, `the profile ${profile}`)
  const {active} = await supposing(setUp, () => selectPlace(sources, {profile, backend}))
  if (tools.askedAs() === name) throw asksWithItself(name, sources.backend(backend).title)
  const existing = configuration.profiles.get(name)
  const {path} = configuration.config
  return {
    options,
    line,
    source: active.location,
    accessKeyId: active.accessKeyId,
    display: `${displayPath(path, home)} [${existing?.config?.name ?? configSectionName(name)}]`,
    before: whatStands(existing, line, options),
    inTheWay: waysIn(existing, {home, path}),
    // Whatever the environment says here: cron and editors have another one.
    region: existing?.options.has('region') ? null : REGION_OF_MTURK,
    setUp,
  }
}

/**
 * Writes the line; the rest of the file stays as it is. A set-up of the backend is written before it.
 *
 * @throws MturkError `answer_needed` where another line, or another way to a key, stands there, or a set-up is lacking, and
 *   nobody agreed; a `MturkBackendError` of `editFile`, or `conflict` where the file was changed meanwhile
 */
export async function linkProfile(tools: LinkTools, plan: LinkPlan): Promise<LinkedProfile> {
  await agree(tools, plan)
  await agreeToSetUp(
    tools,
    plan.setUp,
    linkCommand(plan.options, ...(plan.options.replace ? ['--replace'] : []), '--yes'),
  )
  return withSetUp(plan.setUp, () => writeLine(tools, plan))
}

async function writeLine({env, home}: LinkTools, plan: LinkPlan): Promise<LinkedProfile> {
  const {config, profiles} = await loadBotoConfiguration({env, home})
  const seen = profiles.get(plan.options.name)?.config?.options.get(OPTION)?.value
  await assertTrustworthy(config.path)
  const change = (bytes: Uint8Array | null) => {
    const file = readBotoFile(bytes ?? new Uint8Array())
    const section = configSections(file).profiles.get(plan.options.name)
    const now = section?.options.get(OPTION)?.value
    const isThere = now === plan.line
    const region = section?.options.has('region') ? null : plan.region
    if (isThere && region === null) return null
    if (!isThere && now !== seen)
      throw backendError('conflict', `${plan.display} was changed meanwhile; it was left as it is.`)
    const name = section?.name ?? configSectionName(plan.options.name)
    const set = (option: string, value: string): IniEdit => ({kind: 'set', section: name, option, value})
    return editBotoFile(config.path, file, [
      ...(region === null ? [] : [set('region', region)]),
      ...(isThere ? [] : [set(OPTION, plan.line)]),
    ])
  }
  const {changed} = await withTilde(home, () => editFile(config.path, change))
  return {plan, changed}
}

async function agree({presenter}: LinkTools, {options, display, before, inTheWay}: LinkPlan): Promise<void> {
  const {name, replace} = options
  if (inTheWay.length > 0) {
    const why = `The profile ${name} has another way to a key, which tools take instead: ${inTheWay.join(', ')}.`
    if (!presenter.interactive || !(await presenter.confirm(`${why} Write the line all the same?`, {default: false}))) {
      throw answerNeeded(`${why} Nothing was changed.`, [
        say('Take it out first, if it is a key:'),
        run('mturk credentials remove', '--profile', name, '--backend', 'boto-files'),
        say('Or link a profile of another name.'),
      ])
    }
  }
  if (before !== 'other' || replace) return
  const what = `${display} has a ${OPTION} already, of another program or for another key.`
  if (!presenter.interactive || !(await presenter.confirm(`${what} Replace it?`, {default: false}))) {
    throw answerNeeded(`${what} Nothing was changed.`, [say('To have it replaced:'), linkCommand(options, '--replace')])
  }
}

/** The command that writes the line for this key. */
export function linkCommand(
  {name, backend, profile}: Pick<LinkOptions, 'name' | 'backend' | 'profile'>,
  ...more: readonly string[]
) {
  const other = profile === name ? [] : ['--profile', profile]
  return run('mturk credentials link-profile', name, '--backend', backend, ...other, ...more)
}

/** No shell, no INI file and no tool reads anything into these. */
function assertPlain(what: string, name: string): void {
  if (/^[A-Za-z0-9._@][A-Za-z0-9._@-]*$/.test(name)) return
  throw usageError(
    `The ${what} ${JSON.stringify(name)} cannot stand in a ${OPTION}: some tools hand that line to a shell, and some do not.`,
    [say('Such a name is of letters, digits and . _ @ -, and does not begin with a hyphen.')],
  )
}

function lineFor({backend, profile, program}: LinkOptions): string {
  try {
    return processLine([
      ...program,
      'credentials',
      'export',
      '--format',
      'process',
      '--backend',
      backend,
      '--profile',
      profile,
    ])
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw usageError(`The path of this mturk or of its Node ${error.message}: ${program.join(' ')}`, [
      say('Install it under another path, and link the profile again.'),
    ])
  }
}

function callsItself(name: string, what: string): MturkError {
  return usageError(`The profile ${name} would ask mturk for ${what}, which is itself: no key would ever come of it.`, [
    say('Name a backend outside Boto’s files, or with --profile the profile that has the key.'),
  ])
}

function asksWithItself(name: string, title: string): MturkError {
  return usageError(
    `${title} is asked with the credentials of the profile ${name}, so ${name} cannot get its own from there.`,
    [
      say('Link a profile of another name, or have it asked with the credentials of another one:'),
      run('mturk config set aws.admin-profile OTHER'),
    ],
  )
}

function whatStands(profile: BotoProfile | undefined, line: string, options: LinkOptions): LinkPlan['before'] {
  const value = profile?.config?.options.get(OPTION)?.value
  if (value === undefined) return 'nothing'
  if (value === line) return 'same'
  const own = readOwnProcess(value)
  return own?.backend === options.backend && own.profile === options.profile ? 'moved' : 'other'
}

/** boto3 takes these before a process, or the JavaScript SDK does; of a credentials file's own process too. */
const OTHER_WAYS = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'role_arn',
  'web_identity_token_file',
  'sso_account_id',
  'sso_role_name',
  'login_session',
] as const

function waysIn(profile: BotoProfile | undefined, {home, path}: {home: string; path: string}): string[] {
  const found = OTHER_WAYS.flatMap((name) => profile?.options.get(name) ?? [])
  const process = profile?.options.get(OPTION)
  const hidden = process && process.file !== path ? [process] : []
  return [...found, ...hidden].map(({name, file, line}) => `${name} in ${displayPath(file, home)}, line ${line}`)
}
