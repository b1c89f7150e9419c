import {loadBotoConfiguration} from './boto-configuration.js'
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
    const backend = typeof line?.value === 'string' ? readOwnProcess(line.value)?.backend : undefined
    if (!line || backend === undefined) return []
    return [{name, backend, file: line.file, display: displayPath(line.file, home)}]
  })
}
