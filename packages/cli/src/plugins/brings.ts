import {Session} from '@mturk-cli/command'
import {Config} from '@mturk-cli/command/oclif'
import {isMturkError} from '@mturk-cli/core'
import type {CredentialSources, PluginProblem} from '@mturk-cli/core/credentials'

/** What plugins brought when they were asked. */
export interface Brought {
  readonly backends: CredentialSources['backends']
  readonly problems: readonly PluginProblem[]
  /** Why nobody could be asked, if so: settings that cannot be read. */
  readonly warnings: readonly string[]
}

/** Asks all plugins, with those that came in just now; their code runs. */
export async function askAnew({root}: Config, tell: (text: string) => void): Promise<Brought> {
  const config = await Config.load({root})
  const session = new Session({config, env: process.env, interactive: false, tell})
  return whatPluginsBring(session)
}

/** Settings that are wrong must not keep anybody from seeing, or taking away, a plugin. */
export async function whatPluginsBring(session: Session): Promise<Brought> {
  try {
    const {backends, problems} = await session.sources()
    return {backends, problems, warnings: []}
  } catch (error) {
    if (!isMturkError(error)) throw error
    return {backends: [], problems: [], warnings: [`What plugins bring is not known: ${error.message}`]}
  }
}
