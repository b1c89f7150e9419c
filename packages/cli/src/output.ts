/**
 * From now on nothing that goes wrong with the output ends the process, and nothing else ends it without a word.
 *
 * @param report says what went wrong, and sets the exit code
 * @returns ends the process, once everything that was written is out
 */
export function lookAfterOutput(report: (error: unknown) => Promise<void>): () => Promise<void> {
  const {stdout, stderr} = process
  // Both as they are now: plugins are kept from the one, and with --json from the other.
  const exit = process.exit.bind(process)
  const write = stdout.write.bind(stdout)
  let lost: NodeJS.ErrnoException | undefined
  // oclif's own listener throws what is not EPIPE.
  stdout.removeAllListeners('error')
  stdout.on('error', (error: NodeJS.ErrnoException) => (lost ??= error))
  stderr.on('error', () => undefined)
  // Node repeats where in its own code; oclif warns so of plugins that it cannot load.
  process.removeAllListeners('warning')
  process.on('warning', (warning: NodeJS.ErrnoException) => {
    const {name, message, path, code} = warning
    const words = path === undefined || code === undefined ? message : `${path} cannot be read (${code}).`
    if (!ONLY_FOR_DEVELOPERS.has(name)) stderr.write(`! ${words}\n`)
  })
  const fail = async (failure: unknown) => {
    if (await blame(failure, stderr)) return
    await report(failure)
    exit(1)
  }
  process.on('uncaughtException', (error) => {
    if (isRefusedExit(error)) stderr.write('! A plugin tried to end the process.\n')
    else void fail(error)
  })

  return async () => {
    await Promise.all([written(stdout, write), written(stderr, stderr.write.bind(stderr))])
    // Where nobody reads any more (`mturk … | head`) all is well.
    if (lost && lost.code !== 'EPIPE') {
      process.exitCode ||= 1
      stderr.write(
        `✖ The answer could not be written to standard output (${lost.code}); the command itself has ended.\n`,
      )
    }
    // The last to be asked, and so the one that counts: a plugin may have a word in the end, too.
    const {exitCode} = process
    process.on('exit', () => (process.exitCode = exitCode))
    exit()
  }
}

const ONLY_FOR_DEVELOPERS: ReadonlySet<string> = new Set(['DeprecationWarning', 'ExperimentalWarning'])

/** What a plugin throws in a timer, or in a promise that nobody waits for, is named and does no other harm. */
async function blame(failure: unknown, stderr: NodeJS.WriteStream): Promise<boolean> {
  const {culpritOf} = await import('@mturk-cli/command')
  const {wordsFor} = await import('@mturk-cli/core/credentials')
  const culprit = culpritOf(failure)
  if (culprit === undefined) return false
  const words = `! ${culprit.charAt(0).toUpperCase()}${culprit.slice(1)} failed beside its work: ${wordsFor(failure)}\n`
  if (!blamed.has(words)) stderr.write(words)
  blamed.add(words)
  return true
}

const blamed = new Set<string>()

/** What `process.exit` throws while plugins may run, in packages/command/src/plugin-guard.ts. */
function isRefusedExit(error: unknown): boolean {
  try {
    return error instanceof Error && error.name === 'RefusedExit'
  } catch {
    return false // a stranger's object may throw whoever looks at it
  }
}

/** Once everything is out; at once where nothing more can be written. */
function written(stream: NodeJS.WriteStream, write: (text: string, done: () => void) => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) write('', () => resolve())
    else resolve()
  })
}
