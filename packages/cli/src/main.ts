import {handle, run, settings} from '@mturk-cli/command/oclif'

/**
 * Runs the command line and ends the process when its answer is out, whatever timers a plugin left behind.
 *
 * @param entry `import.meta.url` of the file that was started
 */
export async function main(entry: string): Promise<void> {
  const argv = process.argv.slice(2)
  // Plugins come built; without this oclif warns of every linked one that is an ES module.
  settings.enableAutoTranspile = false
  // oclif's own plugins ask wherever they see a terminal: with a mistyped command, "did you mean …?".
  if (mustNotAsk(argv)) process.stdin.isTTY = false
  try {
    await run(argv, entry)
  } catch (error) {
    await report(error, argv)
  }
  await Promise.all([written(process.stdout), written(process.stderr)])
  process.exit()
}

function mustNotAsk(argv: readonly string[]): boolean {
  return argv.some((word) => word === '--json' || word === '--yes' || word === '-y') || Boolean(process.env['CI'])
}

/** Our commands report their own failures; what comes here is oclif's. A command that does not exist is wrong usage. */
async function report(error: unknown, argv: readonly string[]): Promise<void> {
  const {envelopeOf, failureLines, failureOf, jsonText, printable} = await import('@mturk-cli/command')
  if (!isNotFound(error)) return handle(cleaned(error, printable))
  const {usageError} = await import('@mturk-cli/core')
  const words = argv.filter((word) => !word.startsWith('-')).join(' ')
  const complaint = words === '' ? `${argv.join(' ')} stands without a command.` : `There is no command "${words}".`
  const failure = failureOf(usageError(`${complaint} \`mturk help\` lists what there is.`))
  process.exitCode = failure.exit
  if (argv.includes('--json')) process.stdout.write(`${jsonText(envelopeOf(failure))}\n`)
  else process.stderr.write(`${printable(failureLines(failure).join('\n'))}\n`)
}

/** What oclif complains of repeats what was typed, and oclif prints it as it is. */
function cleaned(error: unknown, printable: (text: string) => string): Error {
  if (!(error instanceof Error)) return new Error(printable(String(error)))
  error.message = printable(error.message)
  if (error.stack !== undefined) error.stack = printable(error.stack)
  return error
}

/** plugin-not-found ends with the code that shells use for it. */
function isNotFound(error: unknown): boolean {
  return error instanceof Error && (error as {oclif?: {exit?: unknown}}).oclif?.exit === 127
}

/** Once everything is out; at once where nobody reads any more (`mturk … | head`). */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve())
    else resolve()
  })
}
