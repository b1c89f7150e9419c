import type {Config} from '@oclif/core'
import {
  collectBackends,
  type BackendContext,
  type Collected,
  type PluginAnswer,
} from '@mturk-cli/core/credentials'

/** Milliseconds that a plugin has to say which backends it brings. It answers without looking at anything. */
const HOOK_TIME_LIMIT = 5000

/** What oclif gives back for a hook; it does not type custom ones. */
interface HookResult {
  readonly successes: readonly {readonly result: unknown; readonly plugin: Plugin}[]
  readonly failures: readonly {readonly error: unknown; readonly plugin: Plugin}[]
}

interface Plugin {
  readonly name: string
  readonly version: string
}

/** Asks every plugin for its credential backends. A plugin that fails, hangs or ends the process by an error is only named. */
export async function askPlugins(config: Config, context: BackendContext): Promise<Collected> {
  const {successes, failures} = (await config.runHook(
    'mturk:credential-backends',
    {context},
    HOOK_TIME_LIMIT,
    true,
  )) as unknown as HookResult
  const answers: PluginAnswer[] = [
    ...successes.map(({plugin, result}) => ({plugin: nameOf(plugin), result})),
    ...failures.map(({plugin, error}) => ({plugin: nameOf(plugin), error})),
  ]
  return collectBackends(answers)
}

function nameOf({name, version}: Plugin) {
  return {name, version}
}
