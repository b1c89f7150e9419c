/** As a shell counts. */
const SIGNALS = {SIGINT: 130, SIGTERM: 143} as const
type Signal = keyof typeof SIGNALS

/** Ctrl-C and SIGTERM, for a command that must not be cut off in the middle of a change. */
export class StopSignals {
  readonly #stop = new AbortController()
  readonly #listeners: Readonly<Record<Signal, () => void>> = {
    SIGINT: () => this.#raise('SIGINT'),
    SIGTERM: () => this.#raise('SIGTERM'),
  }
  /** Signals whose listener is ours now. */
  readonly #deferred = new Set<Signal>()
  /** Signals that came once already. */
  readonly #raised = new Set<Signal>()

  /** Raised by the first of them. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /**
   * From now on the first one only raises `signal`; a second one ends the process at once. The listeners stay for all that
   * time: whoever looks after the cursor (signal-exit, under listr2) ends the process if nobody else listens.
   */
  defer(): void {
    for (const name of Object.keys(SIGNALS) as Signal[]) {
      this.#deferred.add(name)
      process.on(name, this.#listeners[name])
    }
  }

  /**
   * Somebody else's object. While a method of it does not give back control no listener of ours would ever be called, so
   * the system's own way holds for as long: the signal ends the process.
   */
  undeferredIn<Other extends object>(other: Other): Other {
    const get = (target: Other, member: string | symbol): unknown => {
      const value: unknown = Reflect.get(target, member)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) => this.#undeferredDuring(() => Reflect.apply(value, target, given) as unknown)
    }
    return new Proxy(other, {get})
  }

  #undeferredDuring<Result>(call: () => Result): Result {
    const deferred = [...this.#deferred]
    for (const name of deferred) process.off(name, this.#listeners[name])
    try {
      return call()
    } finally {
      for (const name of deferred) process.on(name, this.#listeners[name])
    }
  }

  #raise(name: Signal): void {
    if (this.#raised.has(name)) {
      this.#deferred.delete(name)
      process.off(name, this.#listeners[name])
      process.kill(process.pid, name)
      return
    }
    this.#raised.add(name)
    // What a flow that was stopped throws where no journal is open.
    this.#stop.abort(Object.assign(new Error('Stopped.'), {name: 'AbortError', exit: SIGNALS[name]}))
  }
}
