import type {Location} from './contract.js'
import {run, say, type Remedy} from '../remedy.js'

/** Whether a place is a variable of the environment, which comes before every file and cannot be changed from here. */
export function isInEnvironment(location: Location | null | undefined): boolean {
  return location?.backend === 'env'
}

/** How the environment's key gets out of the way of what stands in the files. */
export function unsetKey(names: readonly string[] = []): readonly Remedy[] {
  return [
    say('The key comes from the environment, and so before every file. To use the files in this shell:'),
    run('unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY', ...names),
  ]
}

/** The tokens that Boto takes together with the key in the environment. */
export const TOKEN_VARIABLES: readonly string[] = ['AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN']
