import {failureOf, type Failure} from '@mturk-cli/command'
import {Exit, type ExitCode} from '@mturk-cli/core'
import type {OfProfile} from '@mturk-cli/core/mturk'

/** One profile of many: what was found, or why nothing was. */
export type ShownProfile<Value> =
  | {readonly profile: string; readonly value: Value}
  | {readonly profile: string; readonly failure: Failure}

/** A failure in the words in which it would have ended the command, had it been about this profile alone. */
export function ofProfile<Value>(found: OfProfile<Value>): ShownProfile<Value> {
  return 'error' in found ? {profile: found.profile, failure: failureOf(found.error)} : found
}

/** What a command about many profiles ends with: the highest of all exit codes. */
export function highestExit<Value>(
  profiles: readonly ShownProfile<Value>[],
  exitsOf: (value: Value) => readonly ExitCode[],
): ExitCode {
  const exits = profiles.flatMap((each) => ('failure' in each ? each.failure.exit : exitsOf(each.value)))
  return Math.max(Exit.ok, ...exits) as ExitCode
}
