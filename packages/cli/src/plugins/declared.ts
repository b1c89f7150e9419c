import {CONTRACT_VERSION, Exit, MturkError, run, say} from '@mturk-cli/core'

/** What a package.json says of a plugin, before any of its code has run. */
export interface Declared {
  readonly name: string
  readonly version: string
  /** Whether it has the hook by which backends come in. */
  readonly hasHook: boolean
  /** `mturk.backends`: ids. Null where it does not say. */
  readonly backends: readonly string[] | null
  /** What else of it runs, and when, in words. */
  readonly besides: readonly string[]
}

/** A plugin that is about to come in, or has. */
export interface Incoming extends Declared {
  /** For people: no password is in it. */
  readonly source: string
  /** Other packages that come with it. */
  readonly others: readonly string[]
  /** The file of its hook, as its package.json has it, where that is not there: it is not built. */
  readonly lacks: string | undefined
  /** Whether it, or what comes with it, has install scripts. They do not run. */
  readonly hasScripts: boolean
}

type Unchecked = Readonly<Record<string, unknown>>

/** The event under which a plugin's package.json names its hook. */
const EVENT = 'mturk:credential-backends'

/**
 * @param manifest a package.json, whoever wrote it
 * @throws MturkError `usage` where it is no plugin, or was written for another version of the contract
 */
export function declaredIn(manifest: unknown, where: string): Declared {
  const {name, version, oclif, mturk} = recordOf(manifest)
  if (typeof name !== 'string' || typeof version !== 'string') {
    throw notAPlugin(`${where} has no package.json with a name and a version, so it is no plugin.`)
  }
  const {hooks: given, commands} = recordOf(oclif)
  const hooks = recordOf(given)
  const hasHook = hooks[EVENT] !== undefined
  if (!hasHook && commands === undefined) {
    throw notAPlugin(
      `${name} ${version} is no plugin of mturk: its package.json names neither backends nor commands (oclif.hooks, oclif.commands).`,
    )
  }
  const {backends, apiVersion} = recordOf(mturk)
  if (typeof apiVersion === 'number' && apiVersion !== CONTRACT_VERSION) throw otherContract(name, version, apiVersion)
  const ids = Array.isArray(backends) && backends.every(isId) ? backends : null
  const others = Object.keys(hooks).filter((event) => event !== EVENT)
  const besides = [...(commands === undefined ? [] : ['commands']), ...others.map(hookWords)]
  return {name, version, hasHook, backends: hasHook ? ids : [], besides}
}

/** The file of its hook; undefined where it names none, or one in a way that oclif alone understands. */
export function hookIn(manifest: unknown): string | undefined {
  const named = recordOf(recordOf(recordOf(manifest)['oclif'])['hooks'])[EVENT]
  const target: unknown = Array.isArray(named) ? named[0] : named
  return typeof target === 'string' ? target : undefined
}

/** The ids in a package.json that may be anything. */
export function declaredBackends(manifest: unknown): readonly string[] {
  const {backends} = recordOf(recordOf(manifest)['mturk'])
  return Array.isArray(backends) ? backends.filter(isId) : []
}

/** oclif runs some of them in every command, whatever it is about. */
function hookWords(event: string): string {
  const when = {init: 'at the start of every command', prerun: 'before every command', postrun: 'after every command'}[
    event
  ]
  return when === undefined ? `a hook for ${event}` : `code that runs ${when}`
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(value)
}

function recordOf(value: unknown): Unchecked {
  return typeof value === 'object' && value !== null ? (value as Unchecked) : {}
}

function notAPlugin(message: string): MturkError {
  return new MturkError({
    code: 'usage',
    exit: Exit.usage,
    message,
    remedy: [say('Ask whoever named it to you for the exact name of the package.')],
  })
}

function otherContract(name: string, version: string, apiVersion: number): MturkError {
  const isNewer = apiVersion > CONTRACT_VERSION
  const remedy = isNewer
    ? [say('Update mturk, or install an older version of the plugin:'), run('mturk plugins install', `${name}@VERSION`)]
    : [say('Install a newer version of the plugin, or ask its author for one.')]
  return new MturkError({
    code: 'usage',
    exit: Exit.usage,
    message: `${name} ${version} is written for version ${apiVersion} of the contract for backends; this mturk speaks version ${CONTRACT_VERSION}.`,
    remedy,
  })
}
