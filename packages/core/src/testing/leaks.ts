import {inspect} from 'node:util'
import {MARKER} from './trial.js'

const CONSOLE = ['log', 'info', 'warn', 'error', 'debug'] as const

/** Calls that are under way, each with what it may be blamed for; what is printed cannot be told apart, and is all of theirs. */
const underWay = new Set<{leaked: boolean}>()
let restore: (() => void) | undefined

/** Fails where a secret is printed while this is under way, also by a console that goes elsewhere, as vitest's does. */
export async function withoutLeaks<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const call = {leaked: false}
  underWay.add(call)
  restore ??= listen()
  try {
    const result = await work()
    if (call.leaked) throw new Error(`${what} prints a secret.`)
    return result
  } finally {
    underWay.delete(call)
    if (underWay.size === 0) {
      restore?.()
      restore = undefined
    }
  }
}

type Functions = Record<string, (...given: unknown[]) => unknown>

function listen(): () => void {
  const listened = [
    tap(process.stdout, 'write'),
    tap(process.stderr, 'write'),
    ...CONSOLE.map((name) => tap(console, name)),
  ]
  return () => {
    for (const undo of listened) undo()
  }
}

function tap(holder: object, name: string): () => void {
  const functions = holder as Functions
  const own = Object.getOwnPropertyDescriptor(holder, name)
  const original = functions[name]
  functions[name] = (...given) => {
    if (given.some(holdsSecret)) for (const call of underWay) call.leaked = true
    return original && Reflect.apply(original, holder, given)
  }
  return () => {
    if (own) Object.defineProperty(holder, name, own)
    else delete functions[name]
  }
}

function holdsSecret(given: unknown): boolean {
  if (typeof given === 'function') return false
  const text = given instanceof Uint8Array ? new TextDecoder().decode(given) : inspect(given, {depth: 4})
  return text.includes(MARKER)
}
