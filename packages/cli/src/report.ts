import {envelopeOf, failureLines, failureOf, jsonText, printable, shown} from '@mturk-cli/command'
import {Exit, isMturkError, MturkError, run, say, usageError} from '@mturk-cli/core'

/** Our commands report their own failures; what comes here is oclif's, and what no command can report. */
export async function report(error: unknown, argv: readonly string[]): Promise<void> {
  if (isExit(error)) {
    process.exitCode = error.oclif.exit
    return
  }
  const failure = failureOf(inOurWords(error, argv))
  process.exitCode = failure.exit
  if (argv.includes('--json')) process.stdout.write(`${jsonText(envelopeOf(failure))}\n`)
  else process.stderr.write(`${shown(failureLines(failure).join('\n'), process.stderr)}\n`)
}

interface OclifError extends Error {
  readonly oclif: {readonly exit?: number}
  readonly suggestions?: readonly string[]
}

function inOurWords(error: unknown, argv: readonly string[]): unknown {
  if (isMturkError(error)) return error
  // plugin-not-found has named the nearest command, and the answer was no. This is the code that shells use for that.
  if (isOclifError(error) && error.oclif.exit === 127) return usageError('Nothing was done.', [run('mturk help')])
  return isOclifsCommand(argv) ? complaintOf(error) : error
}

/** oclif's commands say with any error what is wrong with what was asked; that is no fault of anybody's. */
function complaintOf(error: unknown): MturkError {
  const {message, suggestions = [], oclif} = error as Partial<OclifError>
  const isUsage = oclif?.exit === Exit.usage
  return new MturkError({
    code: isUsage ? 'usage' : 'unknown',
    exit: isUsage ? Exit.usage : Exit.unknown,
    message: printable(message ?? String(error)),
    remedy: suggestions.map((text) => say(printable(text))),
    cause: error,
  })
}

function isOclifsCommand([word = '']: readonly string[]): boolean {
  return /^(autocomplete|help|plugins)\b/.test(word)
}

/** A command that ends with a code, and has said why. */
function isExit(error: unknown): error is OclifError {
  return isOclifError(error) && 'code' in error && error.code === 'EEXIT'
}

function isOclifError(error: unknown): error is OclifError {
  return error instanceof Error && typeof (error as {oclif?: unknown}).oclif === 'object'
}
