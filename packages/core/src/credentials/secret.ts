import {inspect} from 'node:util'

const MASK = '[secret]'

/**
 * A string that does not print. Templates, `String()`, `JSON.stringify`, `console.log`, `util.inspect` and thrown
 * errors all show `[secret]`; only `reveal()` gives the value, so that `grep reveal` finds every place that does.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [Symbol.toPrimitive](): string {
    return MASK
  }

  [inspect.custom](): string {
    return MASK
  }
}
