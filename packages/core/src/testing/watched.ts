import {
  checkedAvailability,
  checkedDiagnoses,
  checkedEntries,
  checkedKey,
  checkedLocation,
} from '../credentials/boundary.js'
import type {CredentialBackend} from '../credentials/contract.js'
import {LIMITS, MOST_ENTRIES, type TimeLimits} from '../credentials/guarded-backend.js'

type Method = 'probe' | 'list' | 'read' | 'store' | 'placeFor' | 'replace' | 'remove' | 'diagnose'

/** How long each may take, and whether what it answers has the right shape: mturk asks the same of every answer. */
const ASKED: Readonly<
  Record<Method, {readonly limit: keyof TimeLimits; readonly check: (answer: unknown, id: string) => unknown}>
> = {
  probe: {limit: 'probe', check: checkedAvailability},
  list: {limit: 'list', check: (answer, id) => checkedEntries(answer, id, MOST_ENTRIES)},
  read: {limit: 'read', check: checkedKey},
  store: {limit: 'change', check: checkedLocation},
  placeFor: {limit: 'list', check: checkedLocation},
  replace: {limit: 'change', check: checkedLocation},
  remove: {limit: 'change', check: () => undefined},
  diagnose: {limit: 'list', check: checkedDiagnoses},
}

/** The backend itself, but for this: what takes too long, or answers what mturk would not take, fails in words. */
export function watched(backend: CredentialBackend, limits: Partial<TimeLimits>): CredentialBackend {
  const within = {...LIMITS, ...limits}
  return new Proxy(backend, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function' || !isMethod(name)) return member
      const {limit, check} = ASKED[name]
      return async (...given: unknown[]): Promise<unknown> => {
        const answering: unknown = Reflect.apply(member, target, given)
        const answer = await inTime(answering, `${name}()`, within[limit])
        try {
          check(answer, target.id)
        } catch (error) {
          throw new Error(`${name}() answers what mturk does not take: ${(error as Error).message}.`, {cause: error})
        }
        return answer
      }
    },
  })
}

function isMethod(name: string | symbol): name is Method {
  return typeof name === 'string' && Object.hasOwn(ASKED, name)
}

/** @param limit milliseconds */
async function inTime(work: unknown, what: string, limit: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} must answer within ${limit} ms.`)), limit)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
