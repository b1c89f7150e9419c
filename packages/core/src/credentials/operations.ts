import type {ChangeOptions} from './contract.js'

/**
 * The contract's "the same operation twice does the thing once", for one instance of a backend. After a crash there is
 * another instance; then what stands in the place has to say that it was done.
 */
export function oncePerOperation() {
  const done = new Map<string, Promise<unknown>>()
  return async <T>({operationId}: ChangeOptions, work: () => Promise<T>): Promise<T> => {
    const before = done.get(operationId)
    if (before) return before as Promise<T>
    const result = work()
    done.set(operationId, result)
    result.catch(() => done.delete(operationId))
    return result
  }
}
