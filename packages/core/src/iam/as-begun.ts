import {usageError} from '../errors.js'
import {run, say} from '../remedy.js'
import type {CreateUserState} from './create-user-steps.js'
import type {MturkPolicy} from './policies.js'
import {administratorOf, goOn} from './what-is-left.js'

/** What was asked for in so many words; what nobody named is missing, and is then as the run wants it that began. */
export interface AskedFor {
  readonly profile?: string | undefined
  readonly backend?: string | undefined
  readonly policy?: MturkPolicy | undefined
  readonly path?: string | undefined
  readonly permissionsBoundary?: string | undefined
  readonly selfRotation?: boolean | undefined
  readonly adopt?: boolean | undefined
}

/**
 * A run that goes on with another one's user makes it as that one wanted it. Who asks for something else must hear so,
 * before they believe that they got it.
 *
 * @throws MturkError `usage`, with both and the command that finishes what was begun
 */
export function assertAsBegun(state: CreateUserState, asked: AskedFor): void {
  const {userName, adopted, ...request} = state.request
  const begun: AskedFor = {...request, adopt: adopted !== undefined}
  const differing = flags.filter((name) => asked[name] !== undefined && asked[name] !== begun[name])
  if (differing.length === 0) return
  const words = (what: AskedFor) => differing.map((name) => inWords(name, what[name])).join(' and ')
  throw usageError(
    `An earlier run began the IAM user ${userName} ${words(begun)}, and did not finish it. You ask for it ${words(asked)}. Nothing was changed.`,
    [
      ...goOn(state, {inFull: true}),
      say('To have it otherwise, finish it so, then delete it and make it anew:'),
      run('mturk iam delete-user', userName, ...administratorOf(state)),
    ],
  )
}

const FLAGS = {
  profile: '--profile',
  backend: '--backend',
  policy: '--policy',
  path: '--path',
  permissionsBoundary: '--permissions-boundary',
  selfRotation: '--no-self-rotation',
  adopt: '--adopt',
} as const satisfies Record<keyof AskedFor, string>

const flags = Object.keys(FLAGS) as (keyof AskedFor)[]

/** `with --policy full`, `without --adopt`. */
function inWords(name: keyof AskedFor, value: string | boolean | undefined): string {
  if (typeof value === 'string') return `with ${FLAGS[name]} ${value}`
  const isGiven = name === 'selfRotation' ? value === false : value === true
  return `${isGiven ? 'with' : 'without'} ${FLAGS[name]}`
}
