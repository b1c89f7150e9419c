import childProcess from 'node:child_process'
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'

import {isStranger} from './plugin-context.js'

const OUT = 1
const ERROR = 2

/** What takes a descriptor as its first argument. */
const WRITING = [
  'write',
  'writeSync',
  'writev',
  'writevSync',
  'writeFile',
  'writeFileSync',
  'appendFile',
  'appendFileSync',
]
const STARTING = ['spawnSync', 'execSync', 'execFileSync']

type Functions = Record<string, (...given: unknown[]) => unknown>

/**
 * From here on what a plugin writes to standard output goes to standard error, and so does what the programs write that it
 * starts: standard output may be a document for a program, or lines for a shell to run. Node cannot turn a descriptor
 * round, so this is every way that its own modules have; native code, worker threads and `/dev/stdout` are not among them.
 */
export function keepStandardOutput(): void {
  const {stdout, stderr} = process
  const write = stdout.write.bind(stdout) as (...given: unknown[]) => boolean
  const divert = stderr.write.bind(stderr) as (...given: unknown[]) => boolean
  stdout.write = (...given: unknown[]) => (isStranger() ? divert(...given) : write(...given))
  // Node's own code may have taken these before; a plugin takes them from the module.
  for (const name of WRITING) replace(fs, name, ([target, ...rest]) => [target === OUT ? ERROR : target, ...rest])
  for (const name of STARTING) replace(childProcess, name, withOtherOutput)
  // All that start a program without waiting for it come by here.
  replace(childProcess.ChildProcess.prototype, 'spawn', withOtherOutput)
  syncBuiltinESMExports()
}

function replace(holder: object, name: string, change: (given: unknown[]) => unknown[]): void {
  const functions = holder as Functions
  const original = functions[name]
  if (!original) return
  const replaced = function (this: unknown, ...given: unknown[]): unknown {
    return Reflect.apply(original, this, isStranger() ? change(given) : given)
  }
  // `fs.write` and others have a second form behind a symbol, for `promisify`.
  functions[name] = Object.defineProperties(replaced, Object.getOwnPropertyDescriptors(original))
}

function withOtherOutput(given: unknown[]): unknown[] {
  return given.map((argument) => {
    if (typeof argument !== 'object' || argument === null || !('stdio' in argument)) return argument
    return {...argument, stdio: otherOutput(argument.stdio)}
  })
}

function otherOutput(stdio: unknown): unknown {
  if (stdio === 'inherit') return ['inherit', ERROR, 'inherit']
  if (!Array.isArray(stdio)) return stdio
  return stdio.map((each: unknown, index) => (isOutput(each, index) ? ERROR : each))
}

function isOutput(each: unknown, index: number): boolean {
  if (each === 'inherit') return index === OUT
  return each === OUT || (typeof each === 'object' && each !== null && 'fd' in each && each.fd === OUT)
}
