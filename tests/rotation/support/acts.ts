import fs, {constants, promises} from 'node:fs'
import http from 'node:http'
import {syncBuiltinESMExports} from 'node:module'

/**
 * Every act of this process that is seen outside of it, one after the other: a change of a file or a directory, a request.
 * Loaded before anything else, it can end the process, or fill the disk, at the act of a given number.
 */

/** Where in the act: `during` a write half of it is in the file. */
export type When = 'before' | 'during' | 'after'

export interface Plan {
  readonly kind: 'record' | 'kill' | 'full-once' | 'full-from'
  /** Counted from 0. */
  readonly act: number
  readonly when: When
}

export interface Act {
  readonly what: string
  readonly writes: boolean
}

type Call = (...given: unknown[]) => unknown

let plan: Plan = {kind: 'record', act: -1, when: 'before'}
let home = ''
const acts: Act[] = []

export function follow(wanted: Plan, at: string): void {
  plan = wanted
  home = at
  acts.length = 0
}

export function actsSoFar(): readonly Act[] {
  return acts
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

function reach(act: number, when: When): void {
  if (plan.kind === 'kill' && plan.act === act && plan.when === when) die()
}

/** Notes that an act begins; answers its number. */
function begin(what: string, writes = false): number {
  acts.push({what: what.replaceAll(home, '~').replaceAll(/[0-9a-f]{16,}|\d{4,}/g, '…'), writes})
  reach(acts.length - 1, 'before')
  return acts.length - 1
}

function isFull(act: number): boolean {
  return plan.kind === 'full-once' ? plan.act === act : plan.kind === 'full-from' && plan.act <= act
}

function noSpace(syscall: string): Error {
  return Object.assign(new Error(`ENOSPC: no space left on device, ${syscall}`), {code: 'ENOSPC', errno: -28, syscall})
}

/** Names that only take up room where something new is made. */
const NEEDS_SPACE = new Set(['open', 'link', 'mkdir', 'mkdirSync'])

function around(name: string, describe: (self: object, given: unknown[]) => string, call: Call): Call {
  const isAsync = !name.endsWith('Sync')
  const needsSpace = NEEDS_SPACE.has(name)
  return function (this: object, ...given) {
    const act = begin(`${name} ${describe(this, given)}`, needsSpace)
    // A directory that is there takes no room.
    if (needsSpace && isFull(act) && !(name === 'mkdir' && fs.existsSync(given[0] as string))) {
      if (isAsync) return Promise.reject(noSpace(name))
      throw noSpace(name)
    }
    const result = call.apply(this, given)
    if (!isAsync) return (reach(act, 'after'), result)
    // Also where it fails: a directory that is there already.
    return (result as Promise<unknown>).finally(() => reach(act, 'after'))
  }
}

/** Written in two halves where it is to end in the middle. */
function aroundWrite(name: string, describe: (self: object, given: unknown[]) => string, call: Call): Call {
  const dataAt = name === 'writeFileSync' || name === 'writeFile of a path' ? 1 : 0
  const isAsync = name !== 'writeFileSync'
  return function (this: object, ...given) {
    const act = begin(`${name} ${describe(this, given)}`, true)
    const isCut = isFull(act) || (plan.kind === 'kill' && plan.act === act && plan.when === 'during')
    if (!isCut) {
      const result = call.apply(this, given)
      if (!isAsync) return (reach(act, 'after'), result)
      return (result as Promise<unknown>).then((value) => (reach(act, 'after'), value))
    }
    const data = Buffer.from(given[dataAt] as string)
    const half = given.with(dataAt, data.subarray(0, data.length / 2))
    const end = () => {
      reach(act, 'during')
      throw noSpace('write')
    }
    const result = call.apply(this, half)
    return isAsync ? (result as Promise<unknown>).then(end) : end()
  }
}

type Methods = Record<string, Call>
const paths = (given: unknown[]) => given.filter((each) => typeof each === 'string').join(' ')
const names = new WeakMap<object, string>()

const handle = await promises.open(process.execPath)
await handle.close()
const ofHandle = Object.getPrototypeOf(handle) as Methods
for (const name of ['chmod', 'chown', 'sync', 'truncate']) {
  ofHandle[name] = around(name, (self) => names.get(self) ?? '', ofHandle[name] as Call)
}
for (const name of ['writeFile', 'write']) {
  ofHandle[name] = aroundWrite(name, (self) => names.get(self) ?? '', ofHandle[name] as Call)
}
const async = promises as unknown as Methods
for (const name of ['rename', 'link', 'unlink', 'mkdir', 'chmod', 'rm', 'truncate', 'copyFile', 'symlink', 'utimes']) {
  async[name] = around(name, (_, given) => paths(given), async[name] as Call)
}
const open = async['open'] as Call
const making = around('open', (_, given) => paths(given), open)
async['open'] = async function (this: object, ...given) {
  const [path, flags] = given
  const makes = typeof flags === 'number' ? (flags & constants.O_CREAT) !== 0 : /[wa+]/.test((flags as string) ?? 'r')
  const opened = (await (makes ? making : open).apply(this, given)) as object
  names.set(opened, String(path))
  return opened
}
const writesPath = (_: object, given: unknown[]) => String(given[0])
async['writeFile'] = aroundWrite('writeFile of a path', writesPath, async['writeFile'] as Call)
async['appendFile'] = aroundWrite('writeFile of a path', writesPath, async['appendFile'] as Call)
const sync = fs as unknown as Methods
for (const name of ['renameSync', 'rmSync', 'unlinkSync', 'mkdirSync', 'chmodSync', 'linkSync']) {
  sync[name] = around(name, (_, given) => paths(given), sync[name] as Call)
}
sync['writeFileSync'] = aroundWrite('writeFileSync', writesPath, sync['writeFileSync'] as Call)

/** The operation stands in the body (IAM, STS) or in a header (Mechanical Turk). */
const request = http.request as unknown as Call
;(http as unknown as Methods)['request'] = function (this: object, ...given) {
  const asked = request.apply(this, given) as http.ClientRequest
  const target = String(asked.getHeader('x-amz-target') ?? '')
  const {end} = asked as unknown as Methods
  Object.assign(asked, {
    end(...body: unknown[]) {
      const [, action] = /Action=(\w+)/.exec(Buffer.from((body[0] ?? '') as string).toString()) ?? []
      const act = begin(`request ${action ?? target.replace(/^.*\./, '')}`)
      asked.prependOnceListener('response', () => reach(act, 'after'))
      return end?.apply(asked, body)
    },
  })
  return asked
}
syncBuiltinESMExports()
