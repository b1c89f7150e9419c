import {
  checkedAvailability,
  checkedDiagnoses,
  checkedEntries,
  checkedKey,
  checkedLocation,
} from '../credentials/boundary.js'
import type {CredentialBackend} from '../credentials/contract.js'
import {LIMITS, MOST_ENTRIES, type TimeLimits} from '../credentials/guarded-backend.js'
import {withoutLeaks} from './leaks.js'

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

/** Milliseconds. Where mturk has patience with a person, a test has none. */
const SUITE_LIMITS: TimeLimits = {...LIMITS, read: 10_000, change: 10_000}

/** What one run of the suite has found out, and need not find out again with every test. */
export interface Known {
  /** Methods that did not answer. */
  readonly hanging: Set<string>
  /** It was said that the session token is empty. */
  emptyToken: boolean
}

/** The backend itself, but for this: what takes too long, or answers what mturk would not take, fails in words. */
export function watched(backend: CredentialBackend, limits: Partial<TimeLimits>, known: Known): CredentialBackend {
  const within = {...SUITE_LIMITS, ...limits}
  return new Proxy(backend, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function' || !isMethod(name)) return member
      const {limit, check} = ASKED[name]
      return async (...given: unknown[]): Promise<unknown> => {
        if (known.hanging.has(name)) throw new Error(`${name}() did not answer before, and was not asked again.`)
        const variables = {...process.env}
        const answer = await withoutLeaks(`${name}()`, () =>
          inTime(Reflect.apply(member, target, given), {what: name, limit: within[limit], known}),
        )
        assertSameVariables(`${name}()`, variables)
        if (name === 'read') assertNoEmptyToken(answer, known)
        try {
          check(answer, target.id)
        } catch (error) {
          const gave =
            answer === undefined ? `${name}() answers undefined` : `${name}() answers what mturk does not take`
          throw new Error(`${gave}: ${(error as Error).message}.`, {cause: error})
        }
        return name === 'read' ? withoutEmptyToken(answer) : answer
      }
    },
  })
}

function isMethod(name: string | symbol): name is Method {
  return typeof name === 'string' && Object.hasOwn(ASKED, name)
}

/** Said once: whoever repairs it need not read it with every test. */
function assertNoEmptyToken(answer: unknown, known: Known): void {
  if (!hasEmptyToken(answer) || known.emptyToken) return
  known.emptyToken = true
  throw new Error('read() gives a session token that is an empty one: it must be absent.')
}

function withoutEmptyToken(answer: unknown): unknown {
  if (!hasEmptyToken(answer)) return answer
  const {sessionToken: _, ...key} = answer
  return key
}

function hasEmptyToken(answer: unknown): answer is {sessionToken: ''} {
  return typeof answer === 'object' && answer !== null && 'sessionToken' in answer && answer.sessionToken === ''
}

function assertSameVariables(what: string, before: NodeJS.ProcessEnv): void {
  const names = [...new Set([...Object.keys(before), ...Object.keys(process.env)])]
  const changed = names.filter((name) => before[name] !== process.env[name])
  if (changed.length > 0) throw new Error(`${what} changes process.env, which belongs to all: ${changed.join(', ')}.`)
}

/** @param limit milliseconds */
async function inTime(
  work: unknown,
  {what, limit, known}: {what: Method; limit: number; known: Known},
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      known.hanging.add(what)
      reject(new Error(`${what}() must answer within ${limit} ms.`))
    }, limit)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
