import {getSystemErrorMessage} from 'node:util'

import {describeRemedy, Exit, isMturkError, messageOf, run, type Remedy} from '@mturk-cli/core'
import {isAwsFailure} from '@mturk-cli/core/aws'
import {isBackendError, type BackendErrorCode} from '@mturk-cli/core/credentials'
import {classify, verdicts} from '@mturk-cli/core/mturk'

import {completeRemedy} from './next-command.js'
import {withoutTypedSecrets} from './typed-secrets.js'

/** Anything that was thrown, as every command reports it. */
export interface Failure {
  /** A verdict's name, or one of our own: `usage`, `answer_needed`, `interrupted`, …. */
  readonly code: string
  readonly exit: number
  readonly message: string
  readonly remedy: readonly Remedy[]
}

/** What a failing backend means for the command: the code it is reported under, and the exit code. */
const BACKEND_FAILURES: Readonly<Record<BackendErrorCode, {code: string; exit: number}>> = {
  conflict: {code: 'conflict', exit: Exit.interrupted},
  denied: {code: 'unreadable_file', exit: Exit.credentials},
  locked: {code: 'locked', exit: Exit.unavailable},
  not_found: {code: 'no_credentials', exit: Exit.credentials},
  not_writable: {code: 'unreadable_file', exit: Exit.credentials},
  unavailable: {code: 'unreachable', exit: Exit.unavailable},
  unreadable: {code: 'unreadable_file', exit: Exit.credentials},
}

/** The one place where an error becomes words, a code and an exit code. What nobody foresaw is `unknown`, exit 1. */
export function failureOf(error: unknown): Failure {
  const failure = meaningOf(error)
  const remedy = completeRemedy(failure.remedy, 'failed').map(withoutSecrets)
  return {...failure, message: withoutTypedSecrets(failure.message), remedy}
}

/** A store that asks AWS ends a command as every other question to AWS does. */
function saidByAws(cause: unknown): {readonly code: string; readonly exit: number} | undefined {
  if (isMturkError(cause)) return cause
  if (!isAwsFailure(cause)) return undefined
  const code = classify(cause)
  return {code, exit: verdicts[code].exit}
}

function meaningOf(error: unknown): Failure {
  if (isMturkError(error)) return {code: error.code, exit: error.exit, message: error.message, remedy: error.remedy}
  if (isBackendError(error)) {
    const {code, exit} = saidByAws(error.cause) ?? BACKEND_FAILURES[error.code]
    return {code, exit, message: error.message, remedy: error.remedy ? [{kind: 'say', text: error.remedy}] : []}
  }
  if (isAbort(error)) return {code: 'interrupted', exit: exitOfAbort(error), message: wordsOfAbort(error), remedy: []}
  if (isOclifUsageError(error))
    return {code: 'usage', exit: Exit.usage, message: inOneLine(error), remedy: helpOf(error)}
  if (isFileError(error)) {
    const message = `${error.path} cannot be used: ${getSystemErrorMessage(error.errno)} (${error.code}).`
    return {code: 'unreadable_file', exit: Exit.credentials, message, remedy: []}
  }
  return {
    code: 'unknown',
    exit: Exit.unknown,
    message: `Something unforeseen happened: ${messageOf(error)}`,
    remedy: [
      {kind: 'say', text: 'This is a fault of mturk. Please report it; `mturk --version` says which one you have.'},
    ],
  }
}

/** A name that had to be covered is nothing to type. */
const COVERED_FLAG = / --[a-z-]+[ =]\*{16}(?=\s|$)/g

function withoutSecrets(step: Remedy): Remedy {
  switch (step.kind) {
    case 'open':
      return step
    case 'run':
      return {...step, command: withoutTypedSecrets(step.command).replaceAll(COVERED_FLAG, '')}
    case 'say':
      return {...step, text: withoutTypedSecrets(step.text)}
  }
}

/** The object that `--json` prints for a command that could not run. */
export function envelopeOf({code, message, remedy, exit}: Failure): {
  error: {code: string; message: string; remedy: string | null; exit: number}
} {
  return {error: {code, message, remedy: describeRemedy(remedy), exit}}
}

/** oclif lays its words out for a terminal, and ends them with a flag for help that says nothing of the command. */
function inOneLine({message}: Error): string {
  const words = message.replace(/\n*See more help with --help\s*$/, '').replace(/^Parsing (--?[\w-]+)\s*/, '$1: ')
  const sentences = takesNoValue(words).split(/\s*\n\s*/)
  return sentences.map((sentence) => sentence.replace(/(?<![.:!?])$/, '.')).join(' ')
}

/** oclif takes what follows the `=` of a flag without a value for an argument. */
function takesNoValue(words: string): string {
  const [, argument] = /^Unexpected argument: (.*)$/.exec(words) ?? []
  const flag = process.argv.find((word) => word.startsWith('--') && word.slice(word.indexOf('=') + 1) === argument)
  return argument !== undefined && flag?.includes('=') ? `${flag.slice(0, flag.indexOf('='))} takes no value.` : words
}

function helpOf(error: object): readonly Remedy[] {
  const {parse} = error as {parse?: {input?: {context?: {id?: unknown}}}}
  const id = parse?.input?.context?.id
  return typeof id === 'string' ? [run(`mturk ${id.replaceAll(':', ' ')} --help`)] : []
}

/** oclif's parser errors carry `oclif.exit`; recognised by shape, since a plugin has a copy of oclif of its own. */
function isOclifUsageError(error: unknown): error is Error {
  if (!(error instanceof Error) || !('oclif' in error)) return false
  return (
    typeof error.oclif === 'object' && error.oclif !== null && 'exit' in error.oclif && error.oclif.exit === Exit.usage
  )
}

/** What the system said of a file or a directory, where nobody had more to say. */
function isFileError(error: unknown): error is {path: string; errno: number; code: string} {
  return (
    error instanceof Error &&
    'syscall' in error &&
    'path' in error &&
    typeof error.path === 'string' &&
    'errno' in error &&
    typeof error.errno === 'number' &&
    'code' in error
  )
}

/** A prompt or a wait that was stopped by Ctrl-C. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'ExitPromptError')
}

/** Whoever knows that nothing was changed says so. */
function wordsOfAbort(error: unknown): string {
  const said = messageOf(error)
  return said.startsWith('Stopped.') ? said : 'Stopped.'
}

/** As a shell counts: 130 for SIGINT, 143 for SIGTERM. */
function exitOfAbort(error: unknown): number {
  const {exit, cause} = error as {exit?: unknown; cause?: unknown}
  if (typeof exit === 'number') return exit
  // Node's timers throw an error of their own, around ours.
  return cause instanceof Error ? exitOfAbort(cause) : 130
}
