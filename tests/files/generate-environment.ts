import type {Random} from './random.js'

const PATHS = [
  '',
  '~',
  '~/',
  '~/other.ini',
  '~~/other.ini',
  '$HOME/other.ini',
  '${HOME}/.boto',
  '$WHERE/other.ini',
  '~/${NAME}.ini',
  '~/$NOWHERE/other.ini',
  '${}/other.ini',
  '~nobody-at-all/other.ini',
  '~/.aws/credentials',
  '~/.aws/config',
  '~/rootkey.csv',
  '~/missing.ini',
  '~/other.ini/x',
  '~/.aws',
] as const

const PROFILES = ['default', 'a', 'lab', 'a b', 'Zoë', 'nobody', '', 'DEFAULT', 'profile a'] as const

/** Variables as they are set, half set, set empty, and set under nearly the right name. */
export function generateEnvironment(random: Random, isOld: boolean): Record<string, string> {
  const env: Record<string, string> = {}
  const set = (name: string, percent: number, values: readonly string[]) => {
    if (random.chance(percent)) env[name] = random.pick(values)
  }
  if (random.chance(25)) {
    set('AWS_ACCESS_KEY_ID', 80, [
      'AKIAENVENVENVENVENV2',
      'AKIAENVENVENVENVENV2',
      'ASIAENVENVENVENVENV2',
      ' x ',
      '"q"',
      '',
    ])
    set('AWS_SECRET_ACCESS_KEY', 80, ['environment-secret', 'environment-secret', "it's = odd", ' s ', ''])
    set('AWS_SESSION_TOKEN', 25, ['session-token', ''])
    set('AWS_SECURITY_TOKEN', 15, ['security-token', ''])
    set('AWS_SECRET_ACCESSS_KEY', 5, ['three-s'])
    set('aws_access_key_id', 5, ['AKIALOWLOWLOWLOWLOW2'])
    set('AWS_CREDENTIAL_EXPIRATION', 4, ['', '2020-01-01T00:00:00Z', '2120-01-01T00:00:00+00:00', 'soon'])
  }
  set('AWS_PROFILE', 15, PROFILES)
  set('AWS_DEFAULT_PROFILE', 12, PROFILES)
  set('AWS_DEFAULT_REGION', 10, ['us-east-1', 'eu-west-1', ''])
  set('AWS_REGION', 5, ['us-west-2'])
  set('AWS_SHARED_CREDENTIALS_FILE', 10, PATHS)
  set('AWS_CONFIG_FILE', 10, PATHS)
  set('AWS_CREDENTIAL_FILE', isOld ? 40 : 8, isOld ? ['~/rootkey.csv', '~~/rootkey.csv', '~/.boto'] : PATHS)
  set('BOTO_CONFIG', 10, PATHS)
  set('AWS_WEB_IDENTITY_TOKEN_FILE', 2, ['', '/nowhere/token'])
  set('AWS_ROLE_ARN', 2, ['arn:aws:iam::123456789012:role/r'])
  set('WHERE', 50, ['~', '~~', ''])
  set('NAME', 50, ['other', 'missing'])
  return env
}
