export type Environment = Readonly<Record<string, string | undefined>>

export interface SelectedProfile {
  readonly name: string
  /** `--profile`, the variable that named it, or `default` where nobody did. */
  readonly from: '--profile' | 'AWS_DEFAULT_PROFILE' | 'AWS_PROFILE' | 'default'
  /** `--profile` was given: the environment's keys are then ignored, as in Boto. */
  readonly explicit: boolean
}

/** A profile's name in a sentence or a heading: an empty one has to be seen, too. */
export function profileWords(name: string): string {
  return name === '' ? '""' : name
}

/**
 * The profile that Boto would use.
 *
 * AWS_DEFAULT_PROFILE comes before AWS_PROFILE (botocore session.py, SESSION_VARIABLES); the AWS CLI v2 and the
 * JavaScript SDK have it the other way round. We follow Boto, because psiTurk does. An empty variable counts: Boto
 * then looks for a profile with an empty name, and does not find it (measured).
 */
export function selectedProfile(env: Environment, flag?: string): SelectedProfile {
  if (flag !== undefined) return {name: flag, from: '--profile', explicit: true}
  for (const from of ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE'] as const) {
    const name = env[from]
    if (name !== undefined) return {name, from, explicit: false}
  }
  return {name: 'default', from: 'default', explicit: false}
}
