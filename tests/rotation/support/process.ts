import type {Rotated, TakenBack} from '@mturk-cli/core/rotation'
import type {Machine} from './on-core.ts'
import {actsSoFar, follow, type Act, type Plan} from './acts.ts'

/**
 * Run by Node, again and again: waits for one job on standard input, does it on core, and says on standard output how it
 * ended and what it did on the way.
 */
export interface Job {
  readonly machine: Machine
  readonly command: 'rotate' | 'rotate --delete-old' | '--resume' | '--abort'
  readonly plan: Plan
}

export interface Done {
  readonly acts: readonly Act[]
  /** The journal's writes, and every change of a place, by their numbers among the acts. */
  readonly moments: readonly {readonly what: string; readonly act: number}[]
  readonly result?: Rotated | TakenBack
  readonly error?: {readonly code?: string; readonly message: string}
}

const {perform, quickClock} = await import('./on-core.ts')
let input = ''
for await (const part of process.stdin.setEncoding('utf8')) input += part as string
const {machine, command, plan} = JSON.parse(input) as Job
follow(plan, machine.home)
const moments: {what: string; act: number}[] = []
const observe = ({when, what}: {when: string; what: string}) =>
  void moments.push({what: `${when} ${what}`, act: actsSoFar().length})
const ended = await perform(machine, command, {clock: quickClock(), observe}).then(
  (result) => ({result}),
  (error: Error & {code?: string}) => ({error: {...(error.code && {code: error.code}), message: error.message}}),
)
// Written by what was not followed.
process.stdout.write(JSON.stringify({acts: actsSoFar(), moments, ...ended} satisfies Done))
