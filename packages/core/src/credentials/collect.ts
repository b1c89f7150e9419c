import {CONTRACT_VERSION, type BackendSetting, type CredentialBackend} from './contract.js'
import {guardBackend, wordsFor, type GuardedBackend, type GuardOptions} from './guarded-backend.js'
import {onOneLine} from './one-line.js'
import {redact} from './redact.js'
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
  /** Its backend is refused since another plugin brings one with that id. */
  readonly sameId?: {readonly id: string; readonly owner: string}
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
  keychain: '@mturk-cli/plugin-keychain',
  'psiturk-legacy': '@mturk-cli/plugin-psiturk-legacy',
  'secrets-manager': '@mturk-cli/plugin-secrets-manager',
}

/** Whether that id belongs to a backend that comes with mturk. */
export function isOurs(backend: string): boolean {
  return Object.hasOwn(OURS, backend)
}

/** Stores start here, and so do third parties: nobody slips in front of what Boto reads. */
const FIRST_THIRD_PARTY_ORDER = 300

/**
 * Turns what the plugins answered into the backends that can be used. One that answers nonsense, twice, or not at all is
 * named in `problems` and does no harm to the others.
 */
export function collectBackends(answers: readonly PluginAnswer[], options: GuardOptions = {}): Collected {
  const problems: PluginProblem[] = []
  const byId = new Map<string, GuardedBackend>()
  // oclif gives answers in order of completion; by plugin name the same plugin always wins.
  const sorted = [...answers].sort((a, b) => (a.plugin.name < b.plugin.name ? -1 : 1))
  const {calling = (_plugin, work) => work()} = options

  for (const {plugin, result, error} of sorted) {
    const refuse = (message: string, more: Pick<PluginProblem, 'sameId'> = {}) =>
      problems.push({plugin: plugin.name, message: onOneLine(redact(message, options.secrets ?? [])), ...more})
    if (error !== undefined) {
      refuse(`its credential backends could not be loaded: ${messageOf(error)}`)
      continue
    }
    try {
      if (!Array.isArray(result)) {
        refuse('it answered mturk:credential-backends with something that is no array of backends')
        continue
      }
      for (const answer of Array.from(result as ArrayLike<unknown>)) {
        const backend = lookedAtOnce(answer, (work) => calling(plugin, work))
        const complaint = complaintAbout(backend, plugin.name)
        if (complaint !== undefined) {
          refuse(complaint)
          continue
        }
        const sound = backend as unknown as CredentialBackend
        const taken = byId.get(sound.id)
        if (taken) {
          const owner = taken.plugin.name
          const sameId = {id: sound.id, owner}
          refuse(`its backend "${sound.id}" is refused: ${owner} already brings one with that id`, {sameId})
        } else byId.set(sound.id, guardBackend(sound, plugin, options))
      }
    } catch (thrown) {
      // A stranger's object may throw whoever looks at it.
      refuse(`a backend of it cannot be looked at: ${wordsFor(thrown)}`)
    }
  }
  const backends = [...byId.values()].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
  return {backends, problems}
}

const MEMBERS = [
  ...(['apiVersion', 'id', 'title', 'lookup', 'order', 'migrateCommand', 'settings'] as const),
  ...(['probe', 'list', 'read'] as const),
  ...(['store', 'placeFor', 'replace', 'remove', 'diagnose'] as const),
]

type Unchecked = Partial<Record<keyof CredentialBackend, unknown>>

/** Its members, each read a single time, so that what was checked is what is used; methods are called on the object itself. */
function lookedAtOnce(answer: unknown, calling: (work: () => unknown) => unknown): Unchecked | null {
  if (typeof answer !== 'object' || answer === null) return null
  const members = MEMBERS.map((name) => {
    const member: unknown = calling(() => (answer as Unchecked)[name])
    if (typeof member !== 'function') return [name, member] as const
    const method = (...given: unknown[]): unknown => calling(() => Reflect.apply(member, answer, given) as unknown)
    return [name, method] as const
  })
  return Object.fromEntries(members.filter(([, member]) => member !== undefined))
}

function complaintAbout(backend: Unchecked | null, plugin: string): string | undefined {
  if (backend === null) return 'it answered with something that is no backend'
  const {id} = backend
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]*$/.test(id)) {
    return 'a backend of it has no usable id (small letters, digits and hyphens, a letter first)'
  }
  const stranger = complaintAboutVersion(id, backend.apiVersion)
  if (stranger !== undefined) return stranger
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
  const {migrateCommand} = backend
  if (
    migrateCommand !== undefined &&
    !(typeof migrateCommand === 'string' && /^mturk( [a-z][a-z-]*)+$/.test(migrateCommand))
  ) {
    return `its backend "${id}" names a migrateCommand that is no command of mturk`
  }
  if (backend.settings !== undefined && !areSettings(backend.settings)) {
    return `its backend "${id}" has settings that are not a list of names, kinds and meanings`
  }
  const missing = (['probe', 'list', 'read'] as const).filter((method) => typeof backend[method] !== 'function')
  if (missing.length > 0) return `its backend "${id}" lacks ${missing.join(', ')}`
  const odd = (['store', 'placeFor', 'replace', 'remove', 'diagnose'] as const).filter(
    (method) => backend[method] !== undefined && typeof backend[method] !== 'function',
  )
  return odd.length > 0 ? `its backend "${id}" has a ${odd.join(', ')} that is no function` : undefined
}

/** Which of the two is to be updated is all that a person can do about it. */
function complaintAboutVersion(id: string, version: unknown): string | undefined {
  if (version === CONTRACT_VERSION) return undefined
  if (typeof version !== 'number' || !Number.isInteger(version)) {
    return `its backend "${id}" does not say for which version of the contract it is written (apiVersion: ${CONTRACT_VERSION})`
  }
  const written = `its backend "${id}" is written for version ${version} of the contract`
  return version > CONTRACT_VERSION
    ? `${written}, and this mturk speaks version ${CONTRACT_VERSION}: update mturk, or install an older version of the plugin`
    : `${written}, which this mturk no longer speaks: update the plugin (mturk plugins update)`
}

function areSettings(settings: unknown): boolean {
  const isText = (value: unknown) => typeof value === 'string'
  return (
    Array.isArray(settings) &&
    settings.every((each: Partial<Record<keyof BackendSetting, unknown>> | null) => {
      const {name, kind, meaning, default: value, values, check} = each ?? {}
      return (
        typeof name === 'string' &&
        /^[a-z][a-z0-9-]*$/.test(name) &&
        (kind === 'boolean' || kind === 'string') &&
        isText(meaning) &&
        (value === undefined || isText(value)) &&
        (values === undefined || (Array.isArray(values) && values.every(isText))) &&
        (check === undefined || typeof check === 'function')
      )
    })
  )
}
