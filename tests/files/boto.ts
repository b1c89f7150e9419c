import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'
import type {RealClients} from '../support/find-clients.js'
import type {LaidOut} from './file-set.js'

/** A value as Boto has it; `nested` where it is a dictionary. */
type Value = string | null | {readonly nested: true}

export interface Failure {
  /** The class of the exception. */
  readonly error: string
  /** The provider of the chain that failed, if it was one. */
  readonly provider: string | null
  readonly missing?: string
}

export type BotoKey =
  | null
  | {readonly key: readonly [Value, Value, Value]; readonly provider: string}
  | {readonly temporary: string}
  | Failure

export interface BotoAnswer {
  readonly key: BotoKey
  readonly region: Value | Failure
}

/** What Boto makes of a machine. */
export interface BotoAnswers {
  readonly profiles: readonly string[] | Failure
  /** Where no profile is named by the caller. */
  readonly chain: BotoAnswer
  readonly byProfile: Readonly<Record<string, BotoAnswer>>
}

/** A value of a section; a map where it is nested. */
export type ParsedValue = string | Readonly<Record<string, string>>

/** What Boto reads in one file, as if it were each of the two kinds. */
export interface ParsedFile {
  readonly sections:
    | readonly {
        readonly name: string
        /** Of exactly two, as a shell splits them: a profile's name in the config file. */
        readonly secondWord: string | null
        readonly options: Readonly<Record<string, ParsedValue>>
      }[]
    | Failure
  readonly pairs: Readonly<Record<string, string>> | Failure
}

export interface Boto {
  /** What is in each of these files. */
  parse(paths: readonly string[]): Promise<readonly ParsedFile[]>
  /** Asks about every profile that Boto knows, and about `more`. */
  ask(machine: LaidOut, more: readonly string[]): Promise<BotoAnswers>
  stop(): Promise<void>
}

type Python = RealClients['python']

/** Before 1.43 botocore reads some files differently; then what a newer one was recorded to say has to do. */
export function isNewEnough(python: Python): python is NonNullable<Python> {
  const [major = 0, minor = 0] = python === null ? [] : python.botocore.split('.').map(Number)
  return major > 1 || minor >= 43
}

/** Profiles of one file that are compared; a file with more is an exception. */
const MOST_PROFILES = 6

/** One Python for all questions; they are answered in their order. */
export function startBoto({path, userBase}: NonNullable<Python>): Boto {
  const child = spawn(path, [fileURLToPath(new URL('boto.py', import.meta.url))], {
    env: {PATH: process.env['PATH'] ?? '', PYTHONUSERBASE: userBase, PYTHONUTF8: '1', HOME: process.env['HOME'] ?? ''},
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const waiting: {resolve: (answer: unknown) => void; reject: (error: Error) => void}[] = []
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (complaints += part))
  child.stdin.on('error', () => {}) // what happened is told when the child has closed
  createInterface({input: child.stdout}).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)))
  const closed = once(child, 'close')
  child.once('close', () => {
    for (const {reject} of waiting.splice(0)) reject(new Error(`Python ended:\n${complaints}`))
  })
  const answerTo = (question: object) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.push({resolve, reject})
      child.stdin.write(`${JSON.stringify(question)}\n`)
    })
  return {
    parse: async (paths) => (await answerTo({parse: paths})) as readonly ParsedFile[],
    ask: async ({env}, more) => (await answerTo({env, profiles: more, most: MOST_PROFILES})) as BotoAnswers,
    async stop() {
      child.stdin.end()
      await closed
      if (complaints !== '') throw new Error(`Python complained:\n${complaints}`)
    },
  }
}
