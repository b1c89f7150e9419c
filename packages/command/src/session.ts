import {isAbsolute} from 'node:path'
import type {Config} from './oclif.js'
import {systemClock, type Clock} from '@mturk-cli/core/clock'
import {
  clockWarning,
  configuredEndpoints,
  connectionPool,
  createAws,
  describeRetry,
  describeWait,
  endpointResolver,
  Patience,
  type AdminCredentials,
  type Aws,
} from '@mturk-cli/core/aws'
import {
  assertReadableEnvironment,
  credentialSources,
  disguisedInEnvironment,
  onOneLine,
  redactUnmistakable,
  selectedProfile,
  type BackendContext,
  type Collected,
  type CredentialSources,
  type Environment,
  type Lookup,
  withoutLookalikes,
} from '@mturk-cli/core/credentials'
import {homeOf, secretsAmongNames} from '@mturk-cli/core/files'
import {findAdministrator} from '@mturk-cli/core/iam'
import {readSettings, type Settings} from '@mturk-cli/core/settings'

import {askPlugins} from './backends.js'
import {StopSignals} from './stop-signals.js'
import {withoutTypedSecrets} from './typed-secrets.js'

export interface SessionOptions {
  readonly config: Config
  readonly env: Environment
  readonly interactive: boolean
  /** The command only hands a key on: one that was read a little while ago will do. */
  readonly mayCache?: boolean
  /** The one backend that is meant: others need not be asked. */
  readonly only?: string | undefined
  /** For what a person should know while a call is under way; goes to standard error. */
  readonly tell: (text: string) => void
}

const SECRET_VARIABLES = ['AWS_SECRET_ACCESS_KEY', 'AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'] as const

/** One run of one command on one person's machine. Everything is made when it is first asked for, and then kept. */
export class Session {
  readonly env: Environment
  /** HOME, or where it is missing the password database's answer, as Boto and Node have it. */
  readonly home: string
  readonly clock: Clock = systemClock
  readonly #stop = new StopSignals()
  readonly #options: SessionOptions
  #settings: Promise<Settings> | undefined
  #sources: Promise<CredentialSources> | undefined
  #backends: Collected['backends'] = []
  /** The profile whose credentials a backend has asked for. */
  #askedAs: string | null = null
  /** By profile: the files may send each elsewhere. What is borne of silence is borne once, by all together. */
  readonly #aws = new Map<string, Aws>()
  readonly #patience = new Patience()
  readonly #connections = connectionPool()
  /** What the keys of all profiles hide: an answer to one must not show another. */
  readonly #secrets = new Set<string>()

  constructor(options: SessionOptions) {
    assertReadableEnvironment(options.env)
    this.#options = options
    // As it is before any plugin runs, and for all of this command.
    this.env = process.platform === 'win32' ? options.env : Object.freeze({...options.env})
    this.home = homeOf(options.env)
    for (const name of SECRET_VARIABLES) if (this.env[name]) this.#secrets.add(this.env[name])
    for (const disguised of disguisedInEnvironment(this.env)) this.#secrets.add(disguised)
  }

  /** Covers every secret that this run knows, whoever put it into the text, and whatever else has the look of one. */
  withoutSecrets(text: string): string {
    return withoutLookalikes(redactUnmistakable(text, this.#secrets))
  }

  /** Raised by the first Ctrl-C or SIGTERM in a command that changes things: it stops at its next safe point. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /**
   * A first Ctrl-C or SIGTERM only raises `signal` from now on; a second one ends the process at once. Until the plugins
   * have answered, nothing can have begun, and the first one ends it too.
   */
  stopSafely(): void {
    const defer = () => this.#stop.defer()
    void this.sources().then(defer, defer)
  }

  get dataDirectory(): string {
    return this.#options.config.dataDir
  }

  /** Where `config.ini` is, or would be. */
  get configDirectory(): string {
    return this.#options.config.configDir
  }

  /** Where a new key goes if nobody names a profile: the one that Boto would choose. */
  targetProfile(flag: string | undefined): string {
    return flag ?? selectedProfile(this.env).name
  }

  settings(): Promise<Settings> {
    this.#settings ??= readSettings(this.configDirectory)
    return this.#settings
  }

  sources(): Promise<CredentialSources> {
    this.#sources ??= this.#collect()
    return this.#sources
  }

  /** As if these settings stood in `config.ini`, by `<section>.<name>`: every plugin is asked anew. */
  suppose(settings: Readonly<Record<string, string>>): Promise<CredentialSources> {
    this.#sources = this.#collect(settings)
    return this.#sources
  }

  /** Whether a backend takes keys; true as long as nobody was asked, and for one that there is not. */
  canStore(backend: string): boolean {
    return this.#backends.find(({id}) => id === backend)?.writable ?? true
  }

  /** The profile whose credentials some backend was asked with in this run; null where none needed any. */
  get askedAs(): string | null {
    return this.#askedAs
  }

  /** Clients for AWS, with the endpoints that this profile's files ask for. */
  async aws(profile: string): Promise<Aws> {
    const before = this.#aws.get(profile)
    if (before) return before
    const {allowPlainHttp} = await this.settings()
    const endpoints = endpointResolver({
      env: this.env,
      configured: () => configuredEndpoints({env: this.env, home: this.home}, profile),
      allowPlainHttp,
    })
    const clients = createAws({
      endpoints,
      onRetry: (retry) => this.#options.tell(describeRetry(retry)),
      onWait: (whom) => this.#options.tell(describeWait(whom)),
      patience: this.#patience,
      connections: this.#connections,
      secrets: this.#secrets,
    })
    this.#aws.set(profile, clients)
    return clients
  }

  /** Whose credentials administer IAM. */
  async administrator(aws: Aws, adminProfile: string | undefined, isForStore = false): Promise<AdminCredentials> {
    const {adminProfile: fromSettings, instanceMetadata} = await this.settings()
    return findAdministrator({
      sources: await this.sources(),
      aws,
      adminProfile: adminProfile ?? fromSettings,
      allowInstanceMetadata: instanceMetadata,
      isForStore,
      onWait: this.#options.tell,
      env: this.env,
      home: this.home,
    })
  }

  /** What a person should know besides the result: plugins that failed, SDKs that would choose otherwise, a wrong clock. */
  async warnings(lookup?: Lookup): Promise<string[]> {
    const {problems, warnings} = await this.sources()
    return [
      ...(lookup?.notes ?? []),
      ...warnings,
      ...problems.map(({plugin, message}) => `${plugin}: ${message}`),
      ...[...this.#aws.values()].flatMap(clockWarning).slice(0, 1),
      ...new Set([...this.#aws.values()].flatMap(({signedInElsewhere}) => [...signedInElsewhere])),
    ].map((warning) => withoutTypedSecrets(warning))
  }

  async #collect(supposed: Readonly<Record<string, string>> = {}): Promise<CredentialSources> {
    const {config, interactive, mayCache = false, only, tell} = this.#options
    const {env} = this
    const settings = await this.settings()
    for (const disguised of await secretsAmongNames({env, home: this.home})) this.#secrets.add(disguised)
    const context: BackendContext = {
      apiVersion: 1,
      env,
      home: this.home,
      settings: {...settings.flat, ...supposed},
      interactive,
      tell: (message) => tell(withoutTypedSecrets(onOneLine(message))),
      // oclif takes over what the environment says, which may be relative and then is somewhere else each time.
      ...(isAbsolute(config.cacheDir) ? {cacheDirectory: config.cacheDir} : {}),
      mayCache,
      adminCredentials: async () => {
        const {name} = selectedProfile(env)
        this.#askedAs = settings.adminProfile ?? name
        const aws = await this.aws(name)
        return (await this.administrator(aws, undefined, true)).provide()
      },
    }
    const collected = await askPlugins(config, context, {secrets: this.#secrets, only})
    this.#backends = collected.backends.map((backend) =>
      backend.plugin.name.startsWith('@mturk-cli/') ? backend : this.#stop.undeferredIn(backend),
    )
    // The section of a plugin that could not be loaded, or was not asked, is not a mistake in the settings.
    if (collected.problems.length === 0 && collected.isWhole) {
      const {backends} = collected
      settings.assertSectionsOf(
        backends.map(({id}) => id),
        (section) => backends.find(({id}) => id === section)?.settings ?? null,
      )
    }
    return credentialSources({...collected, backends: this.#backends}, env)
  }
}
