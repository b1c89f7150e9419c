import {isMturkError} from '../errors.js'
import type {Memory} from './run.js'
import type {RotationTools} from './tools.js'

/** Somebody stopped it before a journal was there: there is nothing to go on with, and a person wants to know that. */
export function stoppedEarly({signal}: Pick<RotationTools, 'signal'>, {hasDeleted}: Pick<Memory, 'hasDeleted'>) {
  return (error: unknown): unknown => {
    if (!signal?.aborted || isMturkError(error)) return error
    const words = hasDeleted ? 'The other key is deleted; nothing else was changed.' : 'Nothing was changed.'
    // Its exit code is the one of the signal.
    return Object.assign(new Error(`Stopped. ${words}`, {cause: signal.reason}), {name: 'AbortError'})
  }
}
