import {spawn} from 'node:child_process'
import {createRequire} from 'node:module'
import {text} from 'node:stream/consumers'
import type {BackendContext} from '@mturk-cli/core'
import {explain, KEYCHAIN, libraryError, silentError} from './explain.js'
import type {Answer, Item, Request} from './request.js'

/** Milliseconds after which a person is told what is waited for. */
const QUIET = 1500

/** The keychain, for one call: its time is shared by all that it asks. */
export interface Keychain {
  /** Every item of the service. Opens no window on Linux and Windows; what macOS refuses is left out. */
  find(): Promise<readonly Item[]>
  /** null: there is no such item. */
  get(account: string): Promise<string | null>
  /** False where another text stands there afterwards. */
  set(account: string, text: string): Promise<boolean>
  delete(account: string): Promise<boolean>
}

/**
 * @param patience milliseconds; after that the process that asks is ended, and with it the window that it may have opened
 * @throws (each method) a `MturkBackendError`: `locked`, `denied`, `unavailable`, `unreadable`
 */
export function openKeychain(
  context: Pick<BackendContext, 'env' | 'interactive' | 'tell'>,
  {service, patience}: {service: string; patience: number},
  signal: AbortSignal,
): Keychain {
  const timeIsUp = AbortSignal.timeout(patience)
  const until = AbortSignal.any([signal, timeIsUp])
  const ask = async (request: Request): Promise<Answer> => {
    const waiting = setTimeout(() => context.tell?.(`Waiting for ${KEYCHAIN}: it may ask you to unlock it.`), QUIET)
    try {
      return understood(await answerOf(request, context.env, until))
    } catch (error) {
      throw until.aborted ? silentError(patience) : error
    } finally {
      clearTimeout(waiting)
    }
  }
  return {
    async find() {
      const answer = await ask({act: 'find', service})
      return 'items' in answer ? answer.items : []
    },
    async get(account) {
      const answer = await ask({act: 'get', service, account})
      return 'text' in answer ? answer.text : null
    },
    async set(account, value) {
      const answer = await ask({act: 'set', service, account, text: value})
      return 'done' in answer && answer.done
    },
    async delete(account) {
      const answer = await ask({act: 'delete', service, account})
      return 'done' in answer && answer.done
    },
  }
}

function understood(answer: Answer): Answer {
  if (!('failure' in answer)) return answer
  throw answer.stage === 'library' ? libraryError() : explain(answer.failure)
}

/** Rejects when the process ends without an answer, and when its time is over. */
async function answerOf(request: Request, env: BackendContext['env'], signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted()
  const child = spawn(process.execPath, [childPath()], {
    env: withoutKeys(env),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    signal,
    killSignal: 'SIGKILL',
  })
  const ended = new Promise<never>((_, reject) => child.once('error', reject))
  child.stdin.on('error', () => {}) // it may have ended before it was asked; then it has not answered either
  child.stdin.end(JSON.stringify(request))
  const answer = await Promise.race([text(child.stdout), ended])
  signal.throwIfAborted()
  if (answer === '') throw explain('no answer')
  return JSON.parse(answer) as Answer
}

const childPath = () => createRequire(import.meta.url).resolve('@mturk-cli/plugin-keychain/child')

/** What belongs to AWS is no business of this process, nor is what would make Node do something else. */
function withoutKeys(env: BackendContext['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|NODE_OPTIONS$)/i.test(name)))
}
