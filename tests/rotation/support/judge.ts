import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'
import type {EmulatorKey} from '@mturk-cli/emulator'
import type {RealClients} from '../../support/find-clients.js'
import type {Place} from './world.js'

/** What boto3 finds in a place, and what AWS says to it: true, or the error's code. */
export type Found =
  | {readonly id: string; readonly secret: string; readonly works: true | string}
  | {readonly error: string | null}

export interface Verdict {
  /** What IAM lists: `AKIA…: Active`. */
  readonly keys: Readonly<Record<string, string>>
  readonly places: Readonly<Partial<Record<Place, Found>>>
  readonly also: readonly {readonly id: string; readonly works: true | string}[]
}

export interface Question {
  readonly home: string
  readonly endpoint: string
  /** Asks IAM. */
  readonly root: EmulatorKey
  readonly user: string
  readonly places: readonly Place[]
  /** In Secrets Manager, by its name. */
  readonly secret?: string | undefined
  /** Are tried too. */
  readonly also?: readonly EmulatorKey[]
}

export interface Judge {
  look(question: Question): Promise<Verdict>
  stop(): Promise<void>
}

/** One Python for all questions: it takes a second to start. */
export function startJudge({path, userBase}: NonNullable<RealClients['python']>): Judge {
  const child = spawn(path, [fileURLToPath(new URL('judge.py', import.meta.url))], {
    env: {PATH: process.env['PATH'] ?? '', PYTHONUSERBASE: userBase, PYTHONUTF8: '1', HOME: process.env['HOME'] ?? ''},
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const waiting: {resolve: (answer: Verdict) => void; reject: (error: Error) => void}[] = []
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (complaints += part))
  child.stdin.on('error', () => {}) // what happened is told when the child has closed
  createInterface({input: child.stdout}).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line) as Verdict))
  const closed = once(child, 'close')
  child.once('close', () => {
    for (const {reject} of waiting.splice(0)) reject(new Error(`Python ended:\n${complaints}`))
  })
  const pair = ({accessKeyId, secretAccessKey}: EmulatorKey) => [accessKeyId, secretAccessKey]
  return {
    look: ({root, also = [], ...rest}) =>
      new Promise((resolve, reject) => {
        waiting.push({resolve, reject})
        child.stdin.write(`${JSON.stringify({...rest, root: pair(root), also: also.map(pair)})}\n`)
      }),
    async stop() {
      child.stdin.end()
      await closed
    },
  }
}
