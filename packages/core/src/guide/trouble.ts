import {classify, verdictOf, type At, type VerdictName} from '../mturk/index.js'
import type {Guide, Step, StepState} from './step.js'

/** The first step that met a verdict, which told all about it. */
export type Troubles = Map<VerdictName, Pick<Step, 'id' | 'title'>>

/**
 * A step that AWS gave no answer to, in the words of the verdict. One cause tends to stop several steps: it is told once,
 * and the later ones only point to it.
 */
export function troubleState(
  {found}: Pick<Guide, 'found'>,
  {id, title}: Pick<Step, 'id' | 'title'>,
  error: unknown,
  at: At = {},
): StepState {
  const name = classify(error)
  const {message, remedy, exit} = verdictOf(name, {error, ...at})
  found.troubles ??= new Map()
  const first = found.troubles.get(name)
  if (first && first.id !== id) return {state: 'unknown', message: pointTo(first, IN_SHORT[name]), exit}
  found.troubles.set(name, {id, title})
  return {state: 'unknown', message, remedy, exit}
}

/** `AWS refuses the key; see AWS account above` */
export function pointTo({title}: Pick<Step, 'title'>, inShort = 'the same answer'): string {
  return `${inShort}; see ${title} above`
}

const IN_SHORT: Readonly<Partial<Record<VerdictName, string>>> = {
  unreachable: 'nobody answered',
  bad_key_id: 'AWS refuses the key',
  bad_secret: 'AWS refuses the key',
  clock_skew: 'the clock is wrong',
  no_policy: 'not allowed here either',
  denied_by_scp: 'not allowed here either',
  throttled: 'AWS is busy here too',
  service_fault: 'AWS is at fault here too',
  service_closed: 'closed here too',
}
