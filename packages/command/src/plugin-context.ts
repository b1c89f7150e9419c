import {AsyncLocalStorage} from 'node:async_hooks'

/** Set while somebody else's code runs, and in all that it has left behind: its timers, its promises, its modules. */
const inside = new AsyncLocalStorage<true>()

/** Calls into a plugin that did not come with mturk. */
export function asStranger<Result>(work: () => Result): Result {
  return inside.run(true, work)
}

/** Calls out of a plugin, back into code of ours. */
export function asOurselves<Result>(work: () => Result): Result {
  return inside.exit(work)
}

export function isStranger(): boolean {
  return inside.getStore() === true
}
