import {spawn} from 'node:child_process'
import {accessSync, constants} from 'node:fs'
import {delimiter, join} from 'node:path'
import type {BackendContext, BackendErrorCode} from '@mturk-cli/core'

export type Surroundings = Pick<BackendContext, 'env' | 'home' | 'interactive'>

interface Call {
  readonly signal: AbortSignal
  /** For its standard input: arguments can be read by everybody on the computer. */
  readonly input?: string
}

/** An error that mturk understands. */
export function trouble(code: BackendErrorCode, message: string, remedy?: string): Error {
  return Object.assign(new Error(message), {name: 'MturkBackendError', code, ...(remedy && {remedy})})
}

/** Where the programs are looked for, as a shell would. */
export function isInstalled(program: string, {env}: Surroundings): boolean {
  return (env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}

/** Runs `pass`, and answers what it prints. Whatever goes wrong is said in our words: its own may hold a secret. */
export async function pass(args: readonly string[], around: Surroundings, {signal, input = ''}: Call): Promise<string> {
  // gpg says on standard error, in lines for programs, what is wrong. Where nobody is there, no window opens.
  const options = ['--status-fd=2', ...(around.interactive ? [] : ['--batch', '--pinentry-mode=error'])]
  const given = around.env['PASSWORD_STORE_GPG_OPTS']
  const env = {
    ...around.env,
    HOME: around.home,
    LC_ALL: 'C.UTF-8',
    PASSWORD_STORE_GPG_OPTS: [...(given ? [given] : []), ...options].join(' '),
  }
  const {exit, stdout, stderr} = await run(args, env, signal, input)
  if (exit === 0) return stdout
  throw complaintAbout(stderr)
}

function complaintAbout(stderr: string): Error {
  const says = (word: string) => stderr.includes(`[GNUPG:] ${word}`)
  if (says('NODATA')) return trouble('unreadable', 'An entry of pass is not what gpg has encrypted.')
  if (says('INV_RECP')) {
    return trouble(
      'denied',
      'gpg does not know, or does not trust, the key of the password store.',
      'See: gpg --list-keys',
    )
  }
  if (says('DECRYPTION_FAILED') && says('KEY_CONSIDERED')) {
    return trouble(
      'locked',
      'The key of the password store is locked.',
      'Unlock it by showing any entry: pass show NAME',
    )
  }
  if (says('DECRYPTION_FAILED'))
    return trouble('denied', 'The secret key of the password store is not on this computer.')
  return trouble('unavailable', 'pass failed, and does not say why in a way that a program understands.')
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal, input: string) {
  if (signal.aborted) throw late()
  // In a group of its own, so that gpg ends with the script that started it.
  const child = spawn('pass', args, {env, detached: true, stdio: ['pipe', 'pipe', 'pipe']})
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid)
    } catch {
      // It has ended.
    }
  }
  signal.addEventListener('abort', end)
  try {
    const output = {stdout: '', stderr: ''}
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (part: string) => (output[name] += part))
    }
    child.stdin.on('error', () => {}) // it may end without having read
    child.stdin.end(input)
    const exit = await new Promise<number | null>((resolve, reject) => {
      child.once('error', () => reject(trouble('unavailable', 'pass cannot be started.')))
      child.once('close', resolve)
    })
    if (signal.aborted) throw late()
    return {exit, ...output}
  } finally {
    signal.removeEventListener('abort', end)
  }
}

const late = () => trouble('unavailable', 'pass did not answer in time.')
