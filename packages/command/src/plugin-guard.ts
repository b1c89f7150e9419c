/** Thrown at a plugin that calls `process.exit`; recognised by its name, since it may surface anywhere. */
class RefusedExit extends Error {
  override readonly name = 'RefusedExit'
  readonly code = 'process.exit()'

  constructor() {
    super('it tried to end the process')
  }
}

/**
 * From here to the end of the process a plugin must not end the command, least of all with a 0: trying to is a failure like
 * others. Whoever started the command kept the real `process.exit` for its end.
 */
export function forbidExit(): void {
  process.exit = () => {
    throw new RefusedExit()
  }
}
