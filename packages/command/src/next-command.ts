import {describeRemedy as describe, run, type Remedy} from '@mturk-cli/core'

import {withoutTypedSecrets} from './typed-secrets.js'

/** A flag of a command, as oclif's manifest has it. */
export interface KnownFlag {
  readonly default?: unknown
  readonly exclusive?: readonly string[] | undefined
}
export type KnownFlags = Readonly<Record<string, KnownFlag>>

/** What a person typed just now, as far as the next command has to know it. */
export interface Call {
  /** The flags of this very command. */
  readonly flags: KnownFlags
  /** What was given; a default is not. */
  readonly given: Readonly<Partial<Record<CarriedFlag, string>>>
  /** The flags of any command by its id (`keys:import`); undefined where there is no such command. */
  flagsOf(id: string): KnownFlags | undefined
  /** Whether a backend takes keys; true where nobody knows. */
  canStore(backend: string): boolean
}

/** These say whose key, where it is kept, and who may make another: a next command without them is about something else. */
export const CARRIED = ['profile', 'backend', 'user', 'admin-profile', 'from-csv'] as const
export type CarriedFlag = (typeof CARRIED)[number]

/** How the command ended: with something to show, or with an error before it could do what it was asked for. */
export type Outcome = 'shown' | 'failed'

/** One process is one call. */
let current: Call | undefined

export function rememberCall(call: Call): void {
  current = call
}

/** Another command of ours may run within this one; what was typed is this one's again when that has ended. */
export async function withinCall<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = current
  try {
    return await work()
  } finally {
    current = before
  }
}

/**
 * A command to type next, with the flags that were given in this call and that it takes too. Every such line goes through
 * here, on its own or in a remedy; `words` are quoted.
 */
export function nextCommand(command: string, ...words: readonly string[]): string {
  return completed(run(command, ...words), current, 'shown').command
}

/** The same without flags that have done their work, as `--from-csv` where the key is stored. */
export function nextCommandWithout(done: readonly CarriedFlag[], command: string): string {
  const given = current && {...current.given}
  for (const name of done) delete given?.[name]
  return completed(run(command), current && {...current, given: given ?? {}}, 'shown').command
}

/** The same for each command in a remedy. */
export function completeRemedy(remedy: readonly Remedy[], outcome: Outcome = 'shown'): readonly Remedy[] {
  return remedy.map((step) => (step.kind === 'run' ? completed(step, current, outcome) : step))
}

/** A remedy as `--json` carries it: one line for each step; null where there is none. */
export function describeRemedy(remedy: readonly Remedy[]): string | null {
  return describe(completeRemedy(remedy))
}

type Run = Extract<Remedy, {kind: 'run'}>

/** Pure; exported for its test. */
export function completed(step: Run, call: Call | undefined, outcome: Outcome): Run {
  const words = step.command.split(/\s+/)
  const flags = call && flagsOfLine(words, call)
  if (!call || !flags || step.isWhole) return step
  const more: string[] = []
  for (const name of CARRIED) {
    const value = call.given[name]
    const known = [...words, ...more]
    const isMissing = !known.some((word) => word === `--${name}` || word.startsWith(`--${name}=`))
    if (value === undefined || !(name in flags) || !isMissing || looksLikeSecret(value)) continue
    if (keepsItsMeaning({name, value, flags, words: known}, call, outcome)) more.push(`--${name}`, value)
  }
  return more.length === 0 ? step : run(step.command, ...more)
}

/** It would be covered wherever it is shown, and a covered name is nobody's. */
function looksLikeSecret(value: string): boolean {
  return withoutTypedSecrets(value, [value]) !== value
}

/** Of the command that a line is about: the longest one that its first words name. */
function flagsOfLine([program, ...words]: readonly string[], call: Call): KnownFlags | undefined {
  if (program !== 'mturk') return undefined
  const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word))
  const names = end < 0 ? words : words.slice(0, end)
  return names.map((_, index) => call.flagsOf(names.slice(0, names.length - index).join(':'))).find(Boolean)
}

/**
 * `--profile` and `--backend` say where a key is read from, or where it is to go. The place that a failed command was to
 * fill may not exist, so it is nothing to look at; and a place that takes no key is nothing to store one in.
 */
function keepsItsMeaning(
  {name, value, flags, words}: {name: CarriedFlag; value: string; flags: KnownFlags; words: readonly string[]},
  call: Call,
  outcome: Outcome,
): boolean {
  if (words.some((word) => excludes(flags, word.replace(/^--/, '').replace(/=.*/, ''), name))) return false
  if (name !== 'profile' && name !== 'backend') return true
  if (isForStoring(flags)) return name === 'profile' || isForStoring(call.flags) || call.canStore(value)
  return outcome === 'shown' || !isForStoring(call.flags)
}

function excludes(flags: KnownFlags, one: string, other: string): boolean {
  return Boolean(flags[one]?.exclusive?.includes(other) || flags[other]?.exclusive?.includes(one))
}

/** Only a command that stores a key has a backend to begin with (flags.ts, `targetBackendFlag`), or says where `--to`. */
function isForStoring(flags: KnownFlags): boolean {
  return [flags['backend'], flags['to']].some((flag) => flag?.default !== undefined)
}
