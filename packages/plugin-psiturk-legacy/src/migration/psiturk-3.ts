import {maskAccessKeyId, type AccessKey, type Environment} from '@mturk-cli/core/credentials'
import type {Found} from '../reading/found.js'
import {readBytes} from '../reading/read-source.js'
import {isSameKey} from './candidates.js'
import type {FileChange} from './plan.js'
import {originOf3, stuckAt, VARIABLES, type Origin} from './precedence.js'

/** What psiTurk 3 does about a key where it is started in this directory. */
export interface PsiturkUse {
  /** The key that is moved, from a place of psiTurk's; what Boto finds; another key or what is none; or it cannot start. */
  readonly kind: 'moved' | 'boto' | 'other' | 'stuck'
  /** The rest of a sentence about psiTurk 3; '' where it asks Boto. */
  readonly words: string
}

export interface BeforeAndAfter {
  readonly before: PsiturkUse
  readonly after: PsiturkUse
}

/**
 * Which key psiTurk 3 uses now, and which one when the files are changed: one that stood behind another comes forth when
 * that is gone.
 *
 * @param everything every place where psiTurk looks, also where the person named one
 */
export function psiturkAround(
  everything: readonly Found[],
  changes: readonly FileChange[],
  env: Environment,
  key: AccessKey | null,
): BeforeAndAfter {
  const left = everything.flatMap((found) => {
    const change = changes.find(({source}) => source.kind === found.source.kind && source.file === fileOf(found))
    if (!change) return [found]
    return change.kind === 'remove' ? [] : [readBytes({...change.source, isCertain: true}, change.after, env)]
  })
  return {before: useOf(everything, env, key), after: useOf(left, env, key)}
}

/** psiTurk would use something else than before, and that is not what was moved. */
export function isTurned({before, after}: BeforeAndAfter): boolean {
  return after.kind === 'other' && after.words !== before.words
}

function fileOf({source}: Found): string | undefined {
  return source.kind === 'variables' ? undefined : source.file
}

function useOf(all: readonly Found[], env: Environment, key: AccessKey | null): PsiturkUse {
  const stuck = stuckAt(all)
  if (stuck?.fault) {
    // Its line is told beside the place, and will be another one when key lines above it are gone.
    return {kind: 'stuck', words: `cannot start until ${stuck.source.display} is mended: ${stuck.fault.words}`}
  }
  const [id, secret] = [originOf3(all, 'accessKeyId', env), originOf3(all, 'secretAccessKey', env)]
  if (id === null && secret === null) return {kind: 'boto', words: ''}
  if (id !== secret) {
    const words = `takes the id from ${nameOf(id, 'accessKeyId')} and the secret from ${nameOf(secret, 'secretAccessKey')}`
    return {kind: 'other', words}
  }
  return id === 'environment' ? useOfVariables(env, key) : useOfPlace(id as Found, key)
}

function useOfVariables(env: Environment, key: AccessKey | null): PsiturkUse {
  const accessKeyId = env[VARIABLES.accessKeyId] ?? ''
  const isMoved = key?.accessKeyId === accessKeyId && key.secretAccessKey.reveal() === env[VARIABLES.secretAccessKey]
  return {
    kind: isMoved ? 'moved' : 'other',
    words: `uses ${maskAccessKeyId(accessKeyId)} from ${VARIABLES.accessKeyId}`,
  }
}

function useOfPlace({source, state, key: held}: Found, key: AccessKey | null): PsiturkUse {
  if (held) {
    const words = `uses ${maskAccessKeyId(held.accessKeyId)} from ${source.display}`
    return {kind: key && isSameKey(held, key) ? 'moved' : 'other', words}
  }
  const words =
    state === 'placeholder'
      ? `signs with the placeholders in ${source.display}, and fails`
      : `uses what stands in ${source.display}, which is no key that works`
  return {kind: 'other', words}
}

function nameOf(origin: Origin, part: keyof typeof VARIABLES): string {
  if (origin === null) return "Boto's places"
  return origin === 'environment' ? VARIABLES[part] : origin.source.display
}
