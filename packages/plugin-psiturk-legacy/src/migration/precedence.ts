import type {Environment} from '@mturk-cli/core/credentials'
import type {Found} from '../reading/found.js'

type Part = keyof Found['fills']
type Rule = (found: Found) => boolean

/**
 * The places of psiTurk 3, the first one first; each of the two values is looked for by itself (psiturk_config.py, 3.3.1). The
 * environment's own AWS_ACCESS_KEY_ID, which is Boto's too, stands between the third and the fourth.
 */
const VERSION_3: readonly Rule[] = [
  ({source}) => source.role === 'prefixed-variables',
  ({source, isPrefixed}) => source.role === 'dotenv' && isPrefixed === true,
  ({source}) => source.role === 'dotenv',
  ({source}) => source.role === 'project',
  ({source}) => source.role === 'global',
]
/** Boto's own, which psiTurk 3 reads before its files. */
export const VARIABLES = {accessKeyId: 'AWS_ACCESS_KEY_ID', secretAccessKey: 'AWS_SECRET_ACCESS_KEY'} as const
const BEHIND_BOTO_VARIABLES = 2

/** Those of psiTurk 2.2.1 to 2.3.12. */
const VERSION_2: readonly Rule[] = [
  ({source}) => source.role === 'lower-case-variables',
  ({source}) => source.role === 'project',
  ({source}) => source.role === 'global',
]

/** Which tool takes its key from this place, among all that were found: `psiTurk 3`, `psiTurk 2`, `Dallinger`. */
export function usersOf(all: readonly Found[], env: Environment): ReadonlyMap<Found, readonly string[]> {
  const users = new Map<Found, string[]>(all.map((found) => [found, []]))
  const [id, secret] = (['accessKeyId', 'secretAccessKey'] as const).map((part) => placeOf3(all, part, env))
  if (stuckAt(all)) {
    // It stops at that file before it looks for a key.
  } else if (id && id === secret) users.get(id)?.push('psiTurk 3')
  else {
    if (id) users.get(id)?.push('psiTurk 3 (the id)')
    if (secret) users.get(secret)?.push('psiTurk 3 (the secret)')
  }
  const second = firstBy(VERSION_2, all, ({source, fills}) => source.kind === 'variables' || fills.accessKeyId)
  if (second) users.get(second)?.push('psiTurk 2')
  for (const found of all) {
    if (found.source.role === 'dallinger') users.get(found)?.push('Dallinger')
    if (found.source.role === 'older-global') users.get(found)?.push('an early psiTurk 2')
  }
  return users
}

/** Where psiTurk 3 takes one of the two values from: a place of its own, Boto's variables, or (null) whatever Boto finds. */
export type Origin = Found | 'environment' | null

export function originOf3(all: readonly Found[], part: Part, env: Environment): Origin {
  for (const [index, rule] of VERSION_3.entries()) {
    if (index === BEHIND_BOTO_VARIABLES && env[VARIABLES[part]]) return 'environment'
    const found = all.find((each) => rule(each) && each.fills[part] && each.state !== 'not_psiturk')
    if (found) return found
  }
  return null
}

function placeOf3(all: readonly Found[], part: Part, env: Environment): Found | undefined {
  const origin = originOf3(all, part, env)
  return origin === 'environment' || origin === null ? undefined : origin
}

/** The file that psiTurk 3 reads and its parser, or python-dotenv, refuses, whatever is in it besides: it ends there. */
export function stuckAt(all: readonly Found[]): Found | undefined {
  return all.find(isStuck)
}

export function isStuck({source: {role}, state, fault}: Found): boolean {
  return (
    fault !== undefined && state !== 'not_psiturk' && (role === 'project' || role === 'global' || role === 'dotenv')
  )
}

function firstBy(rules: readonly Rule[], all: readonly Found[], fills: Rule): Found | undefined {
  for (const rule of rules) {
    const found = all.find((each) => rule(each) && fills(each))
    if (found) return found
  }
  return undefined
}

/** A place where psiTurk 3 looks before it asks Boto. */
export function isBeforeBoto({source: {role}}: Found): boolean {
  return role !== 'dallinger' && role !== 'older-global' && role !== 'lower-case-variables'
}
