import {ModuleLoader, type Config, type Interfaces} from './oclif.js'
import {
  collectBackends,
  isOurs,
  type BackendContext,
  type Collected,
  type PluginAnswer,
} from '@mturk-cli/core/credentials'

import {asOurselves, asStranger} from './plugin-context.js'
import {forbidExit, isStrange, rememberPlugins} from './plugin-guard.js'

/** The event under which a plugin's package.json names its hook. */
const EVENT = 'mturk:credential-backends'

/** Milliseconds that a plugin has to say which backends it brings. It answers without looking at anything. */
const TIME_LIMIT = 5000

export interface Asking {
  /** Known to this run, and to be kept out of plugins' words; keys that they give out are added. */
  readonly secrets: Set<string>
  /** The one backend that is meant: whoever says that it does not bring it is not asked. What comes with mturk always is. */
  readonly only?: string | undefined
}

/** `isWhole`: everybody was asked. */
export type Asked = Collected & {readonly isWhole: boolean}

/**
 * Asks plugins for their credential backends. A plugin that fails or hangs is only named.
 *
 * This is oclif's `runHook` in all but one thing: that one overwrites the option `context`, which our contract promises to
 * plugins, with an object of its own (oclif core 5.1, config.ts, runHook).
 */
export async function askPlugins(config: Config, context: BackendContext, {secrets, only}: Asking): Promise<Asked> {
  forbidExit()
  const bringing = [...config.plugins.values()].filter(({hooks}) => (hooks[EVENT] ?? []).length > 0)
  rememberPlugins(bringing)
  const answers = (plugins: readonly Interfaces.Plugin[]) =>
    Promise.all(plugins.flatMap((plugin) => (plugin.hooks[EVENT] ?? []).map((hook) => answerOf(plugin, hook, context))))
  const [meant, others] = only === undefined ? [bringing, []] : partition(bringing, (plugin) => mayBring(plugin, only))
  const first = await answers(meant)
  const found = collectBackends(first, {secrets, calling})
  if (others.length === 0) return {...found, isWhole: true}
  if (found.backends.some(({id}) => id === only)) return {...found, isWhole: false}
  // Somebody says one thing and brings another.
  return {...collectBackends([...first, ...(await answers(others))], {secrets, calling}), isWhole: true}
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}

/** By the list in its package.json; who has none may bring anything but what comes with mturk. */
function mayBring(plugin: Interfaces.Plugin, backend: string): boolean {
  if (!isStrange(plugin)) return true
  const {mturk} = plugin.pjson as {mturk?: {backends?: unknown}}
  const declared = mturk?.backends
  return Array.isArray(declared) ? declared.includes(backend) : !isOurs(backend)
}

function calling<Result>(plugin: {readonly name: string}, work: () => Result): Result {
  return isStrange(plugin) ? asStranger(work) : work()
}

/** One for each: what a plugin does to it, it does to itself. What it calls of ours runs as ours. */
function contextFor(plugin: Interfaces.Plugin, context: BackendContext): BackendContext {
  const tell = context.tell?.bind(context)
  if (!isStrange(plugin)) return context
  return {
    ...context,
    env: Object.freeze({...context.env}),
    settings: Object.freeze({...context.settings}),
    ...(tell && {tell: (message) => asOurselves(() => tell(message))}),
    adminCredentials: () => asOurselves(() => context.adminCredentials()),
  }
}

type HookOptions = Interfaces.Plugin['hooks'][string][number]

async function answerOf(plugin: Interfaces.Plugin, hook: HookOptions, context: BackendContext): Promise<PluginAnswer> {
  const {name, version} = plugin
  try {
    return {
      plugin: {name, version},
      result: await withinLimit(calling(plugin, () => callHook(plugin, hook, contextFor(plugin, context)))),
    }
  } catch (error) {
    return {plugin: {name, version}, error}
  }
}

async function callHook(plugin: Interfaces.Plugin, {target, identifier}: HookOptions, context: BackendContext) {
  const module = await ModuleLoader.load<Readonly<Record<string, unknown>>>(plugin, target)
  const hook = module[identifier]
  if (typeof hook !== 'function') throw new Error(`${target} exports no function as ${identifier}`)
  return (hook as (options: {context: BackendContext}) => unknown)({context})
}

async function withinLimit<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not answer within ${TIME_LIMIT} ms`)), TIME_LIMIT)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
