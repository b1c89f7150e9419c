import type {Answer} from '../http/answer.js'
import type {Dialect} from './front-end-errors.js'
import type {ServiceError} from './service-error.js'

/** How a service's results and errors look on the wire. */
export interface Protocol {
  readonly dialect: Dialect
  /** `undefined` is the result of an operation that answers nothing. */
  success(operation: string, result: object | undefined, requestId: string): Answer
  failure(error: ServiceError, requestId: string): Answer
}
