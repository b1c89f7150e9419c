import {createAws, endpointResolver, Patience, type AdminCredentials} from '@mturk-cli/core/aws'
import type {Key} from '@mturk-cli/core'
import type {Clock} from '@mturk-cli/core/clock'
import {collectBackends, credentialSources, type CredentialSources} from '@mturk-cli/core/credentials'
import {
  abortRotation,
  findOpenRotation,
  orphanNeedsAnswer,
  resumeRotation,
  rotate,
  spareNeedsAnswer,
  type Answers,
  type Rotated,
  type RotationTools,
  type TakenBack,
} from '@mturk-cli/core/rotation'
import {botoFiles} from '@mturk-cli/plugin-boto-files'
import {secretsManager} from '@mturk-cli/plugin-secrets-manager'
import {vault, type Trouble} from './vault.ts'

/** Rotation without the command around it: as a script would use core. Everything that may wait, waits on this clock. */

export interface Machine {
  readonly home: string
  readonly dataDirectory: string
  /** Leads to the emulator. */
  readonly env: Readonly<Record<string, string>>
  /** The plugin is linked. */
  readonly hasVault: boolean
  /** Secrets Manager is among its backends: with these settings, asked with this key. */
  readonly secrets?: {readonly settings: Readonly<Record<string, string>>; readonly key: Key}
}

export interface Options {
  readonly clock?: Clock
  readonly signal?: AbortSignal
  readonly trouble?: Trouble
  readonly observe?: RotationTools['observe']
  readonly report?: RotationTools['report']
  /** Who goes on; otherwise the keys sign for themselves. */
  readonly administrator?: AdminCredentials
  /** Milliseconds of real time that an answer may take. */
  readonly patience?: number
}

/** Nobody waits: who sleeps moves the clock. It begins with what time it is. */
export function quickClock(): Clock {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted()
      ahead += milliseconds
    },
  }
}

function sourcesOn({home, env, hasVault, secrets}: Machine, trouble?: Trouble): CredentialSources {
  const context = {env, home}
  const version = '0.1.0'
  const collected = collectBackends([
    {plugin: {name: '@mturk-cli/plugin-boto-files', version}, result: [botoFiles(context)]},
    ...(hasVault ? [{plugin: {name: 'mturk-plugin-vault', version}, result: [vault(context, trouble)]}] : []),
    ...(secrets ? [{plugin: {name: '@mturk-cli/plugin-secrets-manager', version}, result: [inAws(secrets)]}] : []),
  ])
  return credentialSources(collected, env)

  function inAws({settings, key}: NonNullable<Machine['secrets']>) {
    const adminCredentials = async () => key
    return secretsManager({apiVersion: 1, env, home, settings, interactive: false, adminCredentials})
  }
}

function toolsOn(machine: Machine, options: Options): RotationTools {
  const {clock = quickClock(), patience = 7500, trouble, observe, signal, report = () => {}} = options
  return {
    aws: createAws({
      endpoints: endpointResolver({env: machine.env}),
      clock,
      patience: new Patience(patience, Math.min(patience, 600)),
      signal,
    }),
    sources: sourcesOn(machine, trouble),
    clock,
    dataDirectory: machine.dataDirectory,
    progress: (_title, work) => work(),
    report,
    observe,
    signal,
  }
}

/** As `--yes`: what is certain is agreed to, anything else wants to be named. */
const YES: Answers = {
  async mayDeleteSpare(spare) {
    throw spareNeedsAnswer(spare)
  },
  async mayDeleteOrphan(orphan, state) {
    if (orphan.verdict === 'sure') return true
    throw orphanNeedsAnswer(orphan, state)
  },
}

export type Command = 'rotate' | 'rotate --delete-old' | '--resume' | '--abort'

/** @throws whatever the command would tell a person */
export async function perform(machine: Machine, command: Command, options: Options = {}): Promise<Rotated | TakenBack> {
  const tools = toolsOn(machine, options)
  if (command === '--resume' || command === '--abort') {
    const {active} = await tools.sources.lookup({})
    const open = await findOpenRotation(machine.dataDirectory, {accessKeyId: active?.accessKeyId})
    const goOn = command === '--resume' ? resumeRotation : abortRotation
    return goOn(tools, {open, administrator: options.administrator ?? null}, YES)
  }
  const oldKey = command === 'rotate' ? 'inactive' : 'deleted'
  return rotate(tools, {administrator: null, ending: {oldKey, despitePending: false}, ignored: []}, YES)
}
