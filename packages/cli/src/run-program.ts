import {spawn, type ChildProcess} from 'node:child_process'
import {constants} from 'node:os'
import {isatty} from 'node:tty'

import {Exit, MturkError, say} from '@mturk-cli/core'
import {codeOf} from '@mturk-cli/core/files'

/** At a terminal these go to every process in the foreground; elsewhere whoever sends one means the program. */
const OF_TERMINALS = ['SIGINT', 'SIGQUIT', 'SIGHUP'] as const
const OF_OTHERS = ['SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const

/**
 * Runs a program with our standard input, output and error, and waits for its end. Signals that we get go on to it, so that
 * each reaches it once: what the terminal sends it has had already.
 *
 * @returns its exit code; 128 and the number of the signal that ended it, as a shell counts
 * @throws MturkError where it could not be started
 */
export async function runProgram(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  let child: ChildProcess | undefined
  const forward = (signal: NodeJS.Signals) => void child?.kill(signal)
  const wait = () => {} // the program has it; we end when that does
  const isAtTerminal = process.platform === 'win32' || [0, 1, 2].some((descriptor) => isatty(descriptor))
  const listeners = new Map<NodeJS.Signals, (signal: NodeJS.Signals) => void>([
    ...OF_TERMINALS.map((signal) => [signal, isAtTerminal ? wait : forward] as const),
    ...(process.platform === 'win32' ? [] : OF_OTHERS.map((signal) => [signal, forward] as const)),
  ])
  // Before it starts: it may be quick, and whoever hears of it may send a signal at once.
  for (const [signal, listener] of listeners) process.on(signal, listener)
  try {
    child = spawn(program, args, {env, stdio: 'inherit'})
    return await endOf(child, program)
  } finally {
    for (const [signal, listener] of listeners) process.off(signal, listener)
  }
}

function endOf(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(notStarted(program, error)))
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
}

function notStarted(program: string, error: Error): MturkError {
  const name = JSON.stringify(program)
  const [message, remedy] = WORDS[codeOf(error) ?? ''] ?? ['could not be started', 'See whether it runs without mturk.']
  return new MturkError({
    code: 'not_started',
    exit: Exit.execFailed,
    message: `${name} ${message} (${codeOf(error) ?? error.name}).`,
    remedy: [say(remedy)],
    cause: error,
  })
}

const WORDS: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOENT: ['was not found', 'Type its whole path, or put its directory on PATH.'],
  EACCES: ['may not be run', 'Make it executable, or name the program that runs it: sh FILE, python3 FILE.'],
}
