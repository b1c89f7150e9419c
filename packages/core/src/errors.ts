import {Exit, type ExitCode} from './exit-codes.js'
import type {Remedy} from './remedy.js'

export interface MturkErrorInit {
  /** Stable: a verdict's name, or one of `usage`, `answer_needed`, `interrupted`. Scripts read it as `error.code`. */
  readonly code: string
  readonly exit: ExitCode
  /** What was tried and what came back, in one or two sentences. Never a secret, never control characters. */
  readonly message: string
  readonly remedy?: readonly Remedy[]
  readonly cause?: unknown
}

/**
 * A failure that a person can do something about. Anything else that is thrown is a bug, and ends with exit code 1.
 * A plugin may carry its own copy of core, so recognise it with `isMturkError`, never with `instanceof`.
 */
export class MturkError extends Error {
  override readonly name = 'MturkError'
  readonly code: string
  readonly exit: ExitCode
  readonly remedy: readonly Remedy[]

  constructor({code, exit, message, remedy = [], cause}: MturkErrorInit) {
    super(message, cause === undefined ? undefined : {cause})
    this.code = code
    this.exit = exit
    this.remedy = remedy
  }
}

export function isMturkError(error: unknown): error is MturkError {
  return (
    error instanceof Error &&
    error.name === 'MturkError' &&
    'code' in error &&
    typeof error.code === 'string' &&
    'exit' in error &&
    typeof error.exit === 'number' &&
    'remedy' in error &&
    Array.isArray(error.remedy)
  )
}

/** The person asked for something that cannot be: a wrong value, two flags that exclude each other, a missing endpoint. */
export function usageError(message: string, remedy: readonly Remedy[] = []): MturkError {
  return new MturkError({code: 'usage', exit: Exit.usage, message, remedy})
}

/** An answer was needed and nobody could be asked; the remedy names the flag that would have answered. */
export function answerNeeded(message: string, remedy: readonly Remedy[]): MturkError {
  return new MturkError({code: 'answer_needed', exit: Exit.answerNeeded, message, remedy})
}

/** Something stopped half-way and is kept in a journal; the remedy names the command that goes on. */
export function interrupted(message: string, remedy: readonly Remedy[], cause?: unknown): MturkError {
  return new MturkError({code: 'interrupted', exit: Exit.interrupted, message, remedy, cause})
}

/** The message of anything that was thrown, for a place where only words help. */
export function messageOf(error: unknown): string {
  try {
    const message: unknown = error instanceof Error ? error.message : error
    return String(message)
  } catch {
    // A stranger's object may throw whoever looks at it.
    return 'something that cannot be shown'
  }
}
