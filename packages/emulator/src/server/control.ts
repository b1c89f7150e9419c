import {randomBytes, timingSafeEqual} from 'node:crypto'
import type {Environment} from './account/account.js'
import type {Scene} from './account/scene.js'
import type {AccountSnapshot} from './account/snapshot.js'
import type {Fault, Faults} from './faults.js'
import {headerOf, type Answer} from './http/answer.js'
import type {Received} from './http/listener.js'

export const CONTROL_PREFIX = '/_emulator/'

export interface Control {
  readonly token: string
  readonly scene: Scene
  readonly faults: Faults
  readonly state: () => AccountSnapshot
}

type Wish = Readonly<Record<string, unknown>>

export function newControlToken(): string {
  return randomBytes(24).toString('base64url')
}

/**
 * What AWS's web pages do, for a person or a test in another process: `POST /_emulator/link {"environment": "sandbox"}`
 * with `Authorization: Bearer TOKEN`. Also unlink, balance, close, fault; `GET /_emulator/state` tells how things
 * stand.
 */
export function answerControl({token, scene, faults, state}: Control, received: Received): Answer {
  if (!isBearer(headerOf(received.headers, 'authorization'), token)) return json(401, {error: 'The token is wrong.'})
  const name = received.target.slice(CONTROL_PREFIX.length)
  if (received.method === 'GET' && name === 'state') return json(200, state())
  const actions: Record<string, (wish: Wish) => void> = {
    link: (wish) => scene.link(environmentOf(wish)),
    unlink: (wish) => scene.unlink(environmentOf(wish)),
    balance: (wish) => scene.setBalance(environmentOf(wish), balanceOf(wish)),
    close: ({how}) => scene.closeService(how === 'forbidden' ? 'forbidden' : 'gone'),
    fault: (wish) => void faults.add(faultOf(wish)),
  }
  const action = received.method === 'POST' && Object.hasOwn(actions, name) ? actions[name] : undefined
  if (action === undefined) return json(404, {error: `There is no ${received.method} ${CONTROL_PREFIX}${name}.`})
  try {
    action(wishOf(received.body))
    return json(200, state())
  } catch (error) {
    return json(400, {error: error instanceof Error ? error.message : String(error)})
  }
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '')
  const right = Buffer.from(`Bearer ${token}`)
  return given.length === right.length && timingSafeEqual(given, right)
}

function wishOf(body: Buffer): Wish {
  const value: unknown = JSON.parse(body.toString('utf8') || '{}')
  if (typeof value !== 'object' || value === null) throw new TypeError('The body must be a JSON object.')
  return value as Wish
}

function environmentOf({environment}: Wish): Environment {
  if (environment === 'production' || environment === 'sandbox') return environment
  throw new TypeError('"environment" must be "production" or "sandbox".')
}

function balanceOf({available, onHold}: Wish): {available: string; onHold?: string} {
  if (typeof available !== 'string') throw new TypeError('"available" must be a text such as "12.50".')
  return {available, ...(typeof onHold === 'string' ? {onHold} : {})}
}

function faultOf(wish: Wish): Fault {
  const {match = {}, effect} = wish
  if (typeof match !== 'object' || typeof effect !== 'object' || effect === null || !('kind' in effect)) {
    throw new TypeError('A fault is {"match": {…}, "times": 1, "effect": {"kind": …}}.')
  }
  return {...wish, match, effect} as Fault
}

function json(status: number, body: object): Answer {
  return {status, headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)}
}
