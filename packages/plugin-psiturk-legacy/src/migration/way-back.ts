import {run, type Remedy} from '@mturk-cli/core'

/**
 * What puts a copy back. `cp` writes into the file that stands there, so that its mode and its owner stay as they are by
 * then (POSIX); the copy, for its owner alone, is not moved into its place.
 */
export function wayBack(copy: string, target: string): Extract<Remedy, {kind: 'run'}> {
  return run('cp', copy, target)
}

/** As the end of a sentence that begins with the way back. */
export const WHOLE_FILE = 'it puts the whole file back, and what was changed there later is lost'
