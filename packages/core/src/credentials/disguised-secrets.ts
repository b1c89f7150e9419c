/** A secret of AWS has 40 characters of base 64. Somebody may paste two in a row, or one with its last `=`. */
const RUN = /[A-Za-z0-9+/]{40,}=*/g

/** `university/psychology/studies/production`: nobody's secret is made of words and slashes alone. */
const WORDS_AND_SLASHES = /^\/?[a-z]{1,18}(?:\/[a-z]{1,18})+\/?$/

/** What may be shown of the environment as it stands, since it is a name and no key. */
const NAMING_VARIABLES = ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE', 'AWS_DEFAULT_REGION', 'AWS_REGION'] as const

/**
 * What looks like a secret access key in a name: a region, a profile, a section. `aws configure` asks for those right
 * after the secret, and some people paste the same thing twice.
 */
export function disguisedSecrets(name: string): readonly string[] {
  if (name.length < 40) return []
  return [...name.matchAll(RUN)].map(([run]) => run).filter((run) => !WORDS_AND_SLASHES.test(run))
}

/** The same among the names that the environment gives. */
export function disguisedInEnvironment(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return NAMING_VARIABLES.flatMap((variable) => disguisedSecrets(env[variable] ?? ''))
}

/** A name as it may be shown. */
export function coveredName(name: string): string {
  return name.replaceAll(RUN, (run) => (WORDS_AND_SLASHES.test(run) ? run : '[secret]'))
}
