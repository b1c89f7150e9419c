import {run, type Remedy} from '@mturk-cli/core'

/** What becomes of the file that the key was in. */
export type Afterwards = 'scrub' | 'keep' | 'remove'

export interface MigrationOptions {
  /** A file that the person named; undefined: wherever psiTurk looks. */
  readonly from: string | undefined
  /** Where the key goes. */
  readonly backend: string
  readonly profile: string
  readonly profileGiven: boolean
  /** Another key in that profile may go. */
  readonly replace: boolean
  /** undefined: `scrub`, but for Dallinger's file, which Dallinger cannot do without. */
  readonly afterwards: Afterwards | undefined
  readonly dryRun: boolean
}

/** The same migration with other words; what was given stays. */
export function again(options: MigrationOptions, ...words: readonly string[]): Extract<Remedy, {kind: 'run'}> {
  const {from, backend, profile, profileGiven, replace, afterwards} = options
  const has = (flag: string) => words.includes(flag)
  return run(
    'mturk psiturk migrate',
    ...(from === undefined || has('--from') ? [] : ['--from', from]),
    ...(backend === 'boto-files' || has('--to') ? [] : ['--to', backend]),
    ...(!profileGiven || has('--profile') ? [] : ['--profile', profile]),
    ...(replace && !has('--replace') ? ['--replace'] : []),
    ...(afterwards === undefined || ['--keep', '--scrub', '--remove'].some(has) ? [] : [`--${afterwards}`]),
    ...words,
  )
}
