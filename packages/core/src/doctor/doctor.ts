import {isBackendError} from '../credentials/index.js'
import {messageOf} from '../errors.js'
import type {Examined} from './examine.js'
import {planTreatments, treat, type Treated, type Treatment} from './mend.js'

/** Mending one thing may show another: a file is looked at again so often. */
const MOST_ROUNDS = 6

export interface MendOptions {
  /** Finds out, without a network, what is wrong now. */
  readonly examine: () => Promise<Examined>
  /** Shows one treatment and asks whether it may be done. What it throws ends everything. */
  readonly agree: (treatment: Treatment) => Promise<boolean>
  /** Milliseconds since 1970. */
  readonly now: number
  readonly signal?: AbortSignal
}

export interface Mended {
  readonly treated: readonly Treated[]
  /** Why some of it could not be done. */
  readonly failures: readonly string[]
}

/** Mends what can be mended, file by file, until nothing is left or everything else was declined. */
export async function mendAll({examine, agree, now, signal}: MendOptions): Promise<Mended> {
  const kept = new Map<string, string>()
  const treated = new Map<string, Treated>()
  const passedOver = new Set<string>()
  const failures: string[] = []
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const planned = await planTreatments((await examine()).findings)
    const open = planned.filter(({file}) => !passedOver.has(file))
    if (open.length === 0) break
    for (const treatment of open) {
      signal?.throwIfAborted()
      if (!(await agree(treatment))) {
        passedOver.add(treatment.file)
        continue
      }
      try {
        const done = await treat(treatment, {now, kept, ...(signal ? {signal} : {})})
        treated.set(done.file, done)
      } catch (error) {
        if (!isBackendError(error)) throw error
        failures.push([messageOf(error), ...(error.remedy === undefined ? [] : [error.remedy])].join(' '))
        passedOver.add(treatment.file)
      }
    }
  }
  return {treated: [...treated.values()], failures}
}
