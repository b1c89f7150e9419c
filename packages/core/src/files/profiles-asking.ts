import {isReadByBoto} from '../credentials/read-by-boto.js'
import {loadBotoConfiguration, type BotoConfiguration} from './boto-configuration.js'
import {displayPath, type Surroundings} from './boto-paths.js'
import {readOwnProcess} from './process-line.js'

/** A profile in the AWS files that has a backend of ours asked, by name. */
export interface AskingProfile {
  readonly name: string
  readonly backend: string
  /** The file with the line: absolute, and for people. */
  readonly file: string
  readonly display: string
}

/** The profiles whose `credential_process` is ours and names a backend. A file that Boto refuses has none. */
export async function profilesAsking({env, home}: Pick<Surroundings, 'env' | 'home'>): Promise<AskingProfile[]> {
  const {profiles} = await loadBotoConfiguration({env, home})
  return [...profiles.values()].flatMap(({name, options}) => {
    const line = options.get('credential_process')
    const backend = readOwnProcess(line?.value)?.backend
    if (!line || backend === undefined) return []
    return [{name, backend, file: line.file, display: displayPath(line.file, home)}]
  })
}

/** Whether asking Boto's files for `profile` comes round to `name`, over lines that have mturk asked. */
export function comesRound({profiles}: Pick<BotoConfiguration, 'profiles'>, profile: string, name: string): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = profile; at !== undefined && !seen.has(at);) {
    if (at === name) return true
    seen.add(at)
    const own = readOwnProcess(profiles.get(at)?.options.get('credential_process')?.value)
    at = own && (own.backend === undefined || isReadByBoto(own.backend)) ? own.profile : undefined
  }
  return false
}
