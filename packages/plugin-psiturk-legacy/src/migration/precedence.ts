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
const BOTO_VARIABLES = {accessKeyId: 'AWS_ACCESS_KEY_ID', secretAccessKey: 'AWS_SECRET_ACCESS_KEY'} as const
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
  const [id, secret] = (['accessKeyId', 'secretAccessKey'] as const).map((part) => firstOf3(all, part, env))
  if (id && id === secret) users.get(id)?.push('psiTurk 3')
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

/** undefined: none of them, so what Boto finds; also where Boto's own variables come first. */
function firstOf3(all: readonly Found[], part: Part, env: Environment): Found | undefined {
  for (const [index, rule] of VERSION_3.entries()) {
    if (index === BEHIND_BOTO_VARIABLES && env[BOTO_VARIABLES[part]]) return undefined
    const found = all.find((each) => rule(each) && each.fills[part])
    if (found) return found
  }
  return undefined
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
