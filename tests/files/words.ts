/** The words of which files are generated: what people write, what they get wrong, and what only an enemy would write. */

/** So many times, since a choice among all is made evenly. */
function usually<T>(times: number, usual: T): T[] {
  return Array.from({length: times}, () => usual)
}

export const NAMES = [
  'default',
  'default',
  'default',
  'a',
  'a',
  'lab',
  'Zoë',
  'a b',
  'A',
  'x-1',
  'a.b',
  'user@example.com',
  '"a b"',
  "'a'",
  'a]b',
  '[a',
  ' a',
  'a ',
  'a\tb',
  '日本',
  'e\u0301',
  '\u00a0',
  'a#b',
  'a = b',
  'a:b',
  'constructor',
] as const

export const OTHER_HEADERS = [
  'DEFAULT',
  'DEFAULT',
  'Default',
  'preview',
  'plugins',
  'Credentials',
  'credentials',
  'Boto',
] as const

/** How a header of the config file is made of a profile's name. */
export const HEADERS: readonly ((name: string) => string)[] = [
  ...usually(8, (name: string) => (name === 'default' ? name : `profile ${name}`)),
  (name) => `profile ${name}`,
  (name) => `profile "${name}"`,
  (name) => `profile '${name}'`,
  (name) => `profile\t${name}`,
  (name) => `profile   ${name} `,
  (name) => `profile ${name.replaceAll(' ', '\\ ')}`,
  (name) => `profile "${name}`,
  (name) => `profiles ${name}`,
  (name) => `profile${name}`,
  (name) => ` profile ${name}`,
  (name) => `PROFILE ${name}`,
  (name) => `profile\u00a0${name}`,
  () => 'profile ""',
  (name) => `"profile" ${name}`,
  (name) => `profile ${name} more`,
  (name) => name,
  (name) => `sso-session ${name}`,
  (name) => `services ${name}`,
]

export const ID_NAMES = [
  ...usually(9, 'aws_access_key_id'),
  'AWS_ACCESS_KEY_ID',
  'Aws_Access_Key_Id',
  'aws_acces\u017f_key_id',
  'aws_access_\u212aey_id',
  'aws_access_key',
  ' aws_access_key_id',
] as const
export const SECRET_NAMES = [
  ...usually(9, 'aws_secret_access_key'),
  'AWS_SECRET_ACCESS_KEY',
  'aws_secret_accesss_key',
  'AWS_SECRETE_ACCESS_KEY',
  'aws_secret_access_key\u00a0',
  'Aws_Secret_access_\u212aey',
] as const

export const OPTIONS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['aws_session_token', ['token', '', 'token\n  more', '\n  nested = token']],
  ['aws_security_token', ['older-token', '', '"quoted"']],
  ['region', ['us-east-1', 'eu-west-1', '', ' us-east-1  # home', '\n  nested = region']],
  ['REGION', ['us-west-2']],
  ['AWS_DEFAULT_REGION', ['us-east-1']],
  ['output', ['json']],
  [
    's3',
    [
      '\n  max_concurrent_requests = 5\n  signature_version = s3v4',
      '\n  nonsense',
      '\n\n  a = b\n\n',
      '\n  = ',
      '\n  # a = b',
      '\n# x\n  a = b',
      '\n\ta=b\u2028c',
    ],
  ],
  ['role_arn', ['arn:aws:iam::123456789012:role/r', '']],
  ['source_profile', ['a', 'default', 'nobody', '']],
  ['credential_source', ['Environment', 'nonsense']],
  ['web_identity_token_file', ['/nowhere/token', '']],
  ['sso_role_name', ['reader']],
  ['sso_account_id', ['123456789012']],
  ['sso_session', ['a']],
  ['login_session', ['arn:aws:sts::123456789012:x', '']],
  ['credential_process', ['false', '"/bin/fal se" x', '']],
  ['services', ['a']],
  [
    'x',
    [
      '1',
      '',
      'a\n  b\n  c',
      'a\n\n  b',
      '[section]',
      '\n  [section]',
      '\n  [a] = b',
      '%',
      '%(x)s',
      '# no',
      '; no',
      ': =',
      '= =',
    ],
  ],
  ['naïve ΣΑΣ', ['ΣΑΣ']],
  ['İ', ['dotted']],
  ['#x', ['commented out']],
  ['[x', ['odd']],
  ['[x]', ['a header after all']],
]

/** What may stand around a value. `$` is the value. */
export const VALUES = [
  ...usually(14, '$'),
  '"$"',
  "'$'",
  '$ # mine',
  '$ ; mine',
  '$#mine',
  '%$%',
  '%($)s',
  '[$]',
  '=$',
  ':$',
  '$ = $',
  '',
  '\u00a0$\u2003',
  '$\x1c',
  '$\n  more',
  '\n  $',
  '\n  $ = $',
  '$\n\n  more',
  '$\n# comment\n  more',
  '$\n\n\n',
  '$\x0bmore',
  '$\x85more',
  '$\u2028more',
  '$\x00$',
  '\ufeff$',
  '$\u200b',
  'é$',
  '$\n  [default]',
  '\n\n  $',
  '\n$',
  '$\r',
] as const

export const SEPARATORS = [
  ' = ',
  ' = ',
  ' = ',
  '=',
  '=',
  ':',
  ': ',
  ' : ',
  '\t=\t',
  ' =',
  '= ',
  ' == ',
  ' =: ',
  '\u00a0=\u00a0',
  ' ',
  '',
] as const
export const COMMENTS = [
  '# a comment',
  '; a comment',
  '#',
  '  # indented',
  '# [default]',
  '#aws_access_key_id = x',
  '',
] as const

/** Options that mean something only together. */
export const FAMILIES: readonly (readonly (readonly [name: string, value: string])[])[] = [
  [
    ['role_arn', 'arn:aws:iam::123456789012:role/r'],
    ['source_profile', 'a'],
  ],
  [
    ['role_arn', 'arn:aws:iam::123456789012:role/r'],
    ['source_profile', 'default'],
  ],
  [
    ['role_arn', 'arn:aws:iam::123456789012:role/r'],
    ['source_profile', 'lab'],
    ['credential_source', 'Environment'],
  ],
  [
    ['role_arn', 'arn:aws:iam::123456789012:role/r'],
    ['web_identity_token_file', '/nowhere/token'],
  ],
  [
    ['sso_start_url', 'https://example.com/start'],
    ['sso_region', 'eu-west-1'],
    ['sso_role_name', 'reader'],
    ['sso_account_id', '123456789012'],
  ],
]
