import {CONTRACT_VERSION, type CredentialBackend} from './contract.js'
import {guardBackend, type GuardedBackend, type TimeLimits} from './guarded-backend.js'
import {messageOf} from '../errors.js'

/** What one plugin answered to the hook, or how it failed. */
export interface PluginAnswer {
  readonly plugin: {readonly name: string; readonly version: string}
  /** What the hook returned: an array of backends, if the plugin is sound. */
  readonly result?: unknown
  readonly error?: unknown
}

export interface PluginProblem {
  readonly plugin: string
  readonly message: string
}

export interface Collected {
  /** In the order in which they are asked. */
  readonly backends: readonly GuardedBackend[]
  readonly problems: readonly PluginProblem[]
}

/** Ids that belong to us, with the package that brings them: a stranger's backend cannot take one over. */
const OURS: Readonly<Record<string, string>> = {
  env: '@mturk-cli/plugin-env',
  'boto-files': '@mturk-cli/plugin-boto-files',
}

/** Stores start here, and so do third parties: nobody slips in front of what Boto reads. */
const FIRST_THIRD_PARTY_ORDER = 300

/**
 * Turns what the plugins answered into the backends that can be used. One that answers nonsense, twice, or not at all is
 * named in `problems` and does no harm to the others.
 */
export function collectBackends(answers: readonly PluginAnswer[], limits?: Partial<TimeLimits>): Collected {
  const problems: PluginProblem[] = []
  const byId = new Map<string, GuardedBackend>()
  // oclif gives answers in order of completion; by plugin name the same plugin always wins.
  const sorted = [...answers].sort((a, b) => (a.plugin.name < b.plugin.name ? -1 : 1))

  for (const {plugin, result, error} of sorted) {
    const refuse = (message: string) => problems.push({plugin: plugin.name, message})
    if (error !== undefined) {
      refuse(`its credential backends could not be loaded: ${messageOf(error)}`)
      continue
    }
    if (!Array.isArray(result)) {
      refuse('it answered mturk:credential-backends with something that is no array of backends')
      continue
    }
    for (const answer of result as unknown[]) {
      const complaint = complaintAbout(answer, plugin.name)
      if (complaint !== undefined) {
        refuse(complaint)
        continue
      }
      const backend = answer as CredentialBackend
      const taken = byId.get(backend.id)
      if (taken) refuse(`its backend "${backend.id}" is refused: ${taken.plugin.name} already brings one with that id`)
      else byId.set(backend.id, guardBackend(backend, plugin, limits))
    }
  }
  const backends = [...byId.values()].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
  return {backends, problems}
}

function complaintAbout(answer: unknown, plugin: string): string | undefined {
  if (typeof answer !== 'object' || answer === null) return 'it answered with something that is no backend'
  const backend = answer as Partial<Record<keyof CredentialBackend, unknown>>
  const {id} = backend
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) {
    return 'a backend of it has no usable id (small letters, digits and hyphens, a letter first)'
  }
  if (backend.apiVersion !== CONTRACT_VERSION) {
    return `its backend "${id}" is written for version ${String(backend.apiVersion)} of the contract; this mturk speaks version ${CONTRACT_VERSION}`
  }
  const owner = OURS[id]
  if (owner !== undefined && owner !== plugin) return `its backend "${id}" is refused: that id belongs to ${owner}`
  const order = backend.order
  if (typeof order !== 'number' || !Number.isFinite(order)) return `its backend "${id}" has no order`
  if (owner === undefined && order < FIRST_THIRD_PARTY_ORDER) {
    return `its backend "${id}" wants order ${order}; backends of other people start at ${FIRST_THIRD_PARTY_ORDER}`
  }
  if (typeof backend.title !== 'string') return `its backend "${id}" has no title`
  if (backend.lookup !== 'default' && backend.lookup !== 'on-request') {
    return `its backend "${id}" says neither "default" nor "on-request" for lookup`
  }
  const missing = (['probe', 'list', 'read'] as const).filter((method) => typeof backend[method] !== 'function')
  if (missing.length > 0) return `its backend "${id}" lacks ${missing.join(', ')}`
  const odd = (['store', 'replace', 'remove', 'diagnose'] as const).filter(
    (method) => backend[method] !== undefined && typeof backend[method] !== 'function',
  )
  return odd.length > 0 ? `its backend "${id}" has a ${odd.join(', ')} that is no function` : undefined
}
