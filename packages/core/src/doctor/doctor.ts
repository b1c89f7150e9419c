import {isBackendError, maskAccessKeyId} from '../credentials/index.js'
import {messageOf} from '../errors.js'
import type {Finding} from './finding.js'
import {treat, type Treated} from './mend.js'
import {planMending, treatmentOfChoice, type Looking, type Treatment} from './plan.js'

export interface MendOptions {
  readonly looking: Looking
  /** Shows one treatment and asks whether it may be done. What it throws ends everything. */
  readonly agree: (treatment: Treatment) => Promise<boolean>
  /** Milliseconds since 1970. */
  readonly now: number
  readonly signal?: AbortSignal
}

export interface Mended {
  readonly treated: readonly Treated[]
  /** Why some of it was not done. */
  readonly failures: readonly string[]
  /** Something was to be done and could not be; what a person declined is none of that. */
  readonly isIncomplete: boolean
}

/** Mends what can be mended, file by file; then asks about what would make Boto take another key. */
export async function mendAll({looking, agree, now, signal}: MendOptions): Promise<Mended> {
  const kept = new Map<string, string>()
  const treated = new Map<string, Treated>()
  const passedOver = new Set<string>()
  const decided = new Set<string>()
  const failures: string[] = []
  let isIncomplete = false

  /** Whether it was done; a file that is left, is left for good. */
  const attempt = async (treatment: Treatment): Promise<boolean> => {
    signal?.throwIfAborted()
    const {file} = treatment
    try {
      if (await agree(treatment)) {
        treated.set(file, await treat(treatment, {now, kept, ...(signal ? {signal} : {})}))
        return true
      }
      if (treatment.otherKey) failures.push(...treatment.findings.slice(0, 1).map(leftAsItIs))
    } catch (error) {
      if (!isBackendError(error)) throw error
      isIncomplete = true
      failures.push([messageOf(error), ...(error.remedy === undefined ? [] : [error.remedy])].join(' '))
    }
    if (!treatment.otherKey) passedOver.add(file)
    return false
  }

  for (;;) {
    const {treatments, choices} = await planMending(looking, passedOver)
    // Without one file the others may have to be mended otherwise.
    if (!(await everyInTurn(treatments, attempt))) continue
    const choice = choices.find((finding) => !decided.has(nameOfChoice(finding)))
    if (!choice) return {treated: [...treated.values()], failures, isIncomplete}
    decided.add(nameOfChoice(choice))
    const treatment = await treatmentOfChoice(choice)
    if (treatment) await attempt(treatment)
  }
}

/** Until one fails. */
async function everyInTurn<Item>(items: readonly Item[], test: (item: Item) => Promise<boolean>): Promise<boolean> {
  for (const item of items) if (!(await test(item))) return false
  return true
}

/** What `--fix` leaves to a person, in a sentence. */
export function leftAsItIs({message, mend}: Finding): string {
  const {from = '', to = ''} = mend?.otherKey ?? {}
  return `${message} It stays: boto3 would use ${maskAccessKeyId(to)} instead of ${maskAccessKeyId(from)}.`
}

/** Both halves of a key are one question. */
function nameOfChoice({mend}: Finding): string {
  return [mend?.file, mend?.otherKey?.from, mend?.otherKey?.to].join('\0')
}
