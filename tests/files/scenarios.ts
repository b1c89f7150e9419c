import {Buffer} from 'node:buffer'
import type {FileSet} from './file-set.js'

/** Files and variables as people have them, and the measured oddities of credential-files; real botocore is the judge. */
interface Scenario {
  /** By path in the home directory. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** `~~` stands for the home directory. */
  readonly env?: Readonly<Record<string, string>>
  /** Given by name, as `--profile` does. */
  readonly profile?: string
}

const ID = 'AKIAIOSFODNN7EXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const pair = (name = '') =>
  `aws_access_key_id = ${ID.slice(0, 20 - name.length)}${name}\naws_secret_access_key = ${name}${SECRET}\n`
const credentials = (text: string | Uint8Array) => ({'.aws/credentials': text})
const config = (text: string | Uint8Array) => ({'.aws/config': text})
const both = (inCredentials: string, inConfig: string) => ({'.aws/credentials': inCredentials, '.aws/config': inConfig})
const ENV_KEY = {AWS_ACCESS_KEY_ID: 'AKIAENVENVENVENVENV2', AWS_SECRET_ACCESS_KEY: 'environment-secret'}
const BROKEN = 'aws_access_key_id = x\n'
const ROLE = 'role_arn = arn:aws:iam::123456789012:role/r\n'

const environment: Record<string, Scenario> = {
  'nothing at all': {},
  'a key in the environment': {env: ENV_KEY},
  'an empty id in the environment': {env: {...ENV_KEY, AWS_ACCESS_KEY_ID: ''}},
  'an id without a secret in the environment': {env: {AWS_ACCESS_KEY_ID: ID}},
  'an id with an empty secret in the environment': {env: {AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: ''}},
  'a secret without an id in the environment': {
    env: {AWS_SECRET_ACCESS_KEY: 's'},
    files: credentials(`[default]\n${pair()}`),
  },
  'the older token name first': {env: {...ENV_KEY, AWS_SECURITY_TOKEN: 'old', AWS_SESSION_TOKEN: 'new'}},
  'an empty older token name': {env: {...ENV_KEY, AWS_SECURITY_TOKEN: '', AWS_SESSION_TOKEN: 'new'}},
  'a time that is over beside the key': {env: {...ENV_KEY, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z'}},
  'a time to come beside the key': {env: {...ENV_KEY, AWS_CREDENTIAL_EXPIRATION: '2120-01-01T00:00:00+00:00'}},
  'a time without a zone beside the key': {env: {...ENV_KEY, AWS_CREDENTIAL_EXPIRATION: '2120-01-01T00:00:00'}},
  'an empty time beside the key': {env: {...ENV_KEY, AWS_CREDENTIAL_EXPIRATION: ''}},
  'a misspelt secret in the environment': {env: {AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESSS_KEY: 's'}},
  'lower-case variables': {env: {aws_access_key_id: ID, aws_secret_access_key: 's'}},
  'the environment before the files': {env: ENV_KEY, files: credentials(`[default]\n${pair()}`)},
  'a profile by name, and a key in the environment': {
    env: ENV_KEY,
    profile: 'lab',
    files: credentials(`[lab]\n${pair()}`),
  },
  'AWS_PROFILE and a key in the environment': {
    env: {...ENV_KEY, AWS_PROFILE: 'lab'},
    files: credentials(`[lab]\n${pair()}`),
  },
  'AWS_PROFILE that nobody has, and a key in the environment': {env: {...ENV_KEY, AWS_PROFILE: 'gone'}},
  'AWS_DEFAULT_PROFILE before AWS_PROFILE': {
    env: {AWS_PROFILE: 'a', AWS_DEFAULT_PROFILE: 'b'},
    files: credentials(`[a]\n${pair('A')}[b]\n${pair('B')}`),
  },
  'an empty AWS_PROFILE': {env: {AWS_PROFILE: ''}, files: credentials(`[default]\n${pair()}`)},
  'an empty AWS_PROFILE, and a profile without a name': {
    env: {AWS_PROFILE: ''},
    files: both(`[default]\n${pair()}`, '[profile ""]\nregion = eu-west-1\n'),
  },
  'a key in the environment and a config file that Boto refuses': {env: ENV_KEY, files: config(BROKEN)},
  'a key in the environment and a credentials file that Boto refuses': {env: ENV_KEY, files: credentials(BROKEN)},
  'the default profile by name, which is nowhere': {profile: 'default'},
  'a region in the environment': {
    env: {AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'us-west-2'},
    files: config('[default]\nregion = x\n'),
  },
  'a region under the name that Boto does not read': {env: {AWS_REGION: 'us-west-2'}},
}

const credentialsFile: Record<string, Scenario> = {
  'a key in the credentials file': {files: credentials(`[default]\n${pair()}`)},
  'a profile in the credentials file': {
    profile: 'lab',
    files: credentials(`[default]\n${pair()}\n[lab]\n${pair('L')}`),
  },
  'a profile that does not exist': {profile: 'gone', files: credentials(`[default]\n${pair()}`)},
  '[profile x] in the credentials file': {profile: 'x', files: credentials(`[profile x]\n${pair()}`)},
  'the raw name of such a section': {profile: 'profile x', files: credentials(`[profile x]\n${pair()}`)},
  'a section name with blanks around it': {profile: 'lab', files: credentials(`[ lab ]\n${pair()}`)},
  'a section name with blanks, asked for as it stands': {profile: ' lab ', files: credentials(`[ lab ]\n${pair()}`)},
  'upper-case names': {files: credentials(`[default]\n${pair().replaceAll('aws_', 'AWS_')}`)},
  colons: {files: credentials(`[default]\n${pair().replaceAll(' = ', ': ')}`)},
  CRLF: {files: credentials(`[default]\n${pair()}`.replaceAll('\n', '\r\n'))},
  'CR alone': {files: credentials(`[default]\n${pair()}`.replaceAll('\n', '\r'))},
  'no line end at the end': {files: credentials(`[default]\n${pair()}`.trimEnd())},
  'indented keys': {files: credentials(`[default]\n  ${pair().replaceAll('\na', '\n  a')}`)},
  'keys indented more and more': {
    files: credentials(`[default]\naws_access_key_id = ${ID}\n  aws_secret_access_key = s\n`),
  },
  'an indented header': {files: credentials(`[a]\nx = 1\n  [default]\n${pair()}`)},
  'an indented header behind nothing': {files: credentials(`  [default]\n${pair()}`)},
  'a percent sign': {files: credentials('[default]\naws_access_key_id = A%B\naws_secret_access_key = %(x)s%%\n')},
  quotes: {files: credentials(`[default]\naws_access_key_id = "${ID}"\naws_secret_access_key = 's'\n`)},
  'inline comments': {
    files: credentials(`[default]\naws_access_key_id = ${ID} # mine\naws_secret_access_key = s ; x\n`),
  },
  'comments and blank lines': {files: credentials(`# top\n\n[default]\n; between\n${pair()}\n# end`)},
  'a comment behind the header': {files: credentials(`[default] # mine\n${pair()}`)},
  'a bracket behind the header': {files: credentials(`[default] ]\n${pair()}`)},
  'a header that does not end': {files: credentials(`[default\n${pair()}`)},
  'an empty header': {files: credentials(`[]\n${pair()}`)},
  'an id alone': {files: credentials(`[default]\naws_access_key_id = ${ID}\n`)},
  'a secret alone': {files: credentials('[default]\naws_secret_access_key = s\n')},
  'an empty id': {files: credentials('[default]\naws_access_key_id =\naws_secret_access_key = s\n')},
  'an id on the next line': {
    files: credentials(`[default]\naws_access_key_id =\n  ${ID}\naws_secret_access_key = s\n`),
  },
  'an id on the next line with an equals sign': {
    files: credentials('[default]\naws_access_key_id =\n  a = b\naws_secret_access_key = s\n'),
  },
  'a value that goes on': {
    files: credentials('[default]\naws_access_key_id = A\n  B\n\n  C\naws_secret_access_key = s\n'),
  },
  'a comment inside a value': {
    files: credentials('[default]\naws_access_key_id = A\n# no\n  B\naws_secret_access_key = s\n'),
  },
  'a duplicate key': {files: credentials(`[default]\n${pair()}aws_access_key_id = x\n`)},
  'a duplicate key in another case': {files: credentials(`[default]\n${pair()}AWS_ACCESS_KEY_ID = x\n`)},
  'a duplicate section': {files: credentials(`[default]\n${pair()}[default]\n`)},
  'a duplicate key in another profile': {files: credentials(`[default]\n${pair()}[b]\nx=1\nX=2\n`)},
  'a byte order mark': {files: credentials(`\ufeff[default]\n${pair()}`)},
  'a byte order mark alone': {files: credentials('\ufeff')},
  'bytes that are no UTF-8, in a comment': {
    files: credentials(new Uint8Array([...Buffer.from(`[default]\n${pair()}# caf`), 0xe9, 10])),
  },
  'UTF-8 in a comment and a name': {profile: 'labör', files: credentials(`# café\n[labör]\n${pair()}`)},
  'a NUL': {files: credentials('[default]\naws_access_key_id = a\0b\naws_secret_access_key = s\n')},
  'odd blanks around values': {
    files: credentials('[default]\naws_access_key_id =\u00a0a\u2003\naws_secret_access_key = s\x1c\n'),
  },
  'odd line ends inside a value': {
    files: credentials('[default]\naws_access_key_id = a\x0bb\x85c\u2028d\naws_secret_access_key = s\n'),
  },
  'a line without a separator': {files: credentials(`[default]\n${pair()}what\n`)},
  'a line without a name': {files: credentials(`[default]\n${pair()}= x\n`)},
  '[DEFAULT] alone': {files: credentials(`[DEFAULT]\n${pair()}`)},
  '[DEFAULT] and another section': {profile: 'a', files: credentials(`[DEFAULT]\n${pair()}[a]\nx = 1\n`)},
  '[DEFAULT] with a token': {files: credentials(`[DEFAULT]\naws_session_token = t\n[default]\n${pair()}`)},
  '[DEFAULT] twice': {files: credentials(`[DEFAULT]\nx = 1\n[default]\n${pair()}[DEFAULT]\ny = 1\n`)},
  'both token names': {files: credentials(`[default]\n${pair()}aws_session_token = new\naws_security_token = old\n`)},
  'an empty older token': {files: credentials(`[default]\n${pair()}aws_session_token = new\naws_security_token =\n`)},
  'an empty file': {files: credentials('')},
  'only comments': {files: credentials('# nothing\n')},
  AWS_SHARED_CREDENTIALS_FILE: {
    env: {AWS_SHARED_CREDENTIALS_FILE: '~/keys.ini'},
    files: {'keys.ini': `[default]\n${pair()}`},
  },
  'variables in AWS_SHARED_CREDENTIALS_FILE': {
    env: {AWS_SHARED_CREDENTIALS_FILE: '$WHERE/${NAME}.ini', WHERE: '~', NAME: 'keys'},
    files: {'keys.ini': `[default]\n${pair()}`},
  },
  'an unknown variable in AWS_SHARED_CREDENTIALS_FILE': {
    env: {AWS_SHARED_CREDENTIALS_FILE: '~/$NOPE'},
    files: {$NOPE: `[default]\n${pair()}`},
  },
  'an empty AWS_SHARED_CREDENTIALS_FILE': {
    env: {AWS_SHARED_CREDENTIALS_FILE: ''},
    files: credentials(`[default]\n${pair()}`),
  },
  'a directory in place of the credentials file': {files: {'.aws/credentials/x': ''}, env: {}},
}

const configFile: Record<string, Scenario> = {
  'a key in the config file': {files: config(`[default]\n${pair()}region = eu-west-1\n`)},
  'a profile in the config file': {profile: 'lab', files: config(`[profile lab]\n${pair()}`)},
  'a section without "profile"': {profile: 'lab', files: config(`[lab]\n${pair()}`)},
  'a quoted profile': {profile: 'a b', files: config(`[profile "a b"]\n${pair()}`)},
  'a profile in single quotes': {profile: 'a b', files: config(`[profile 'a b']\n${pair()}`)},
  'a profile with a tab': {profile: 'a', files: config(`[profile\ta]\n${pair()}`)},
  'a profile with an escaped blank': {profile: 'a b', files: config(`[profile a\\ b]\n${pair()}`)},
  'a profile in quotes that do not end': {profile: 'a', files: config(`[profile "a]\n${pair()}`)},
  'a profile of two words': {profile: 'a', files: config(`[profile a b]\n${pair()}`)},
  'a section that only begins like a profile': {profile: 'x', files: config(`[profiles x]\n${pair()}`)},
  '[default] and then [profile default]': {files: config(`[default]\n${pair('A')}[profile default]\n${pair('B')}`)},
  '[profile default] and then [default]': {files: config(`[profile default]\n${pair('A')}[default]\n${pair('B')}`)},
  '[default] hidden by an empty [profile default]': {
    files: config(`[default]\n${pair('A')}[profile default]\nregion = x\n`),
  },
  'two sections for one profile': {profile: 'a', files: config(`[profile a]\n${pair('A')}[profile "a"]\n${pair('B')}`)},
  'the credentials file before the config file': {files: both(`[default]\n${pair('A')}`, `[default]\n${pair('B')}`)},
  'the config file behind a credentials file without the profile': {
    profile: 'x',
    files: both('[y]\n', `[profile x]\n${pair('B')}`),
  },
  'an id in one file and the secret in the other': {
    files: both(`[default]\naws_access_key_id = ${ID}\n`, '[default]\naws_secret_access_key = s\n'),
  },
  'a region in both files': {files: both(`[default]\n${pair()}region = a\n`, '[default]\nregion = b\n')},
  'nested settings': {
    files: config(`[default]\n${pair()}s3 =\n  max_concurrent_requests = 5\n  signature_version = s3v4\n`),
  },
  'nested settings without an equals sign': {files: config(`[default]\n${pair()}s3 =\n  nonsense\n`)},
  'seed 001 verbatim, without a section': {
    files: config(`AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY=s\nAWS_DEFAULT_REGION=us-east-1\n`),
  },
  'seed 001 under [default]': {
    files: config(`[default]\nAWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY=s\nAWS_DEFAULT_REGION=us-east-1\n`),
  },
  'seed 001 mended': {
    files: config(`[default]\nAWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=s\nAWS_DEFAULT_REGION=us-east-1\n`),
  },
  'a good credentials file and a config file that Boto refuses': {files: both(`[default]\n${pair()}`, BROKEN)},
  AWS_CONFIG_FILE: {
    env: {AWS_CONFIG_FILE: '~~/elsewhere'},
    files: {elsewhere: `[default]\n${pair()}`, ...config(BROKEN)},
  },
  'services and sso-sessions': {
    profile: 'x',
    files: config(`[services x]\nmturk =\n  endpoint_url = http://a\n[sso-session x]\na = b\n`),
  },
}

const temporary: Record<string, Scenario> = {
  'a role without a source': {files: config(`[default]\n${ROLE}`)},
  'a role with a source': {files: config(`[default]\n${ROLE}source_profile = b\n[profile b]\n${pair()}`)},
  'a role with itself as its source': {files: config(`[default]\n${ROLE}source_profile = default\n${pair()}`)},
  'a role with a source that does not exist': {files: config(`[default]\n${ROLE}source_profile = b\n`)},
  'a role with two kinds of source': {
    files: config(`[default]\n${ROLE}source_profile = b\ncredential_source = Environment\n`),
  },
  'a role in one file and a key in the other': {
    files: both(`[default]\n${pair()}`, `[default]\n${ROLE}source_profile = default\n`),
  },
  'a role in the credentials file': {
    files: both(`[default]\n${ROLE}source_profile = b\n[b]\n${pair()}`, '[default]\n'),
  },
  'source_profile without a role': {files: config(`[default]\nsource_profile = b\n[profile b]\n${pair()}`)},
  'a role with an environment key before it': {env: ENV_KEY, files: config(`[default]\n${ROLE}source_profile = b\n`)},
  'a web identity': {files: config(`[default]\n${ROLE}web_identity_token_file = /token\n`)},
  'a web identity without a role': {files: config(`[default]\nweb_identity_token_file = /token\n${pair()}`)},
  'an empty web identity': {files: config(`[default]\n${ROLE}web_identity_token_file =\n${pair()}`)},
  'a web identity in the environment': {
    env: {AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn:x'},
    files: credentials(`[default]\n${pair()}`),
  },
  'a web identity in the environment without a role': {
    env: {AWS_WEB_IDENTITY_TOKEN_FILE: '/token'},
    files: credentials(`[default]\n${pair()}`),
  },
  'a web identity in the environment and a profile by name': {
    env: {AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN: 'arn:x'},
    profile: 'default',
    files: credentials(`[default]\n${pair()}`),
  },
  'an empty web identity variable hides the file': {
    env: {AWS_WEB_IDENTITY_TOKEN_FILE: ''},
    files: both(`[default]\n${pair()}`, `[default]\n${ROLE}web_identity_token_file = /token\n`),
  },
  'an SSO profile': {
    files: config('[default]\nsso_role_name = r\nsso_account_id = 1\nsso_start_url = u\nsso_region = r\n'),
  },
  'an SSO profile through a session': {
    files: config(
      '[default]\nsso_session = s\nsso_role_name = r\nsso_account_id = 1\n[sso-session s]\nsso_start_url = u\nsso_region = r\n',
    ),
  },
  'an SSO profile that lacks parts': {files: config(`[default]\nsso_account_id = 1\n${pair()}`)},
  'an SSO session alone': {files: config(`[default]\nsso_session = s\n${pair()}`)},
  'an SSO profile with a key in the credentials file': {
    files: both(`[default]\n${pair()}`, '[default]\nsso_role_name = r\n'),
  },
  'a login session': {files: config(`[default]\nlogin_session = arn:x\n${pair()}`)},
  'a login session with a key in the credentials file': {
    files: both(`[default]\n${pair()}`, '[default]\nlogin_session = arn:x\n'),
  },
  'a credential_process': {files: config(`[default]\ncredential_process = false\n${pair()}`)},
  'a credential_process with a key in the credentials file': {
    files: both(`[default]\n${pair()}`, '[default]\ncredential_process = false\n'),
  },
  'a credential_process in the credentials file': {files: credentials('[default]\ncredential_process = false\n')},
}

const olderFiles: Record<string, Scenario> = {
  '~/.boto': {files: {'.boto': `[Credentials]\n${pair()}`}},
  '~/.boto for a profile without a key': {
    profile: 'lab',
    files: {...config('[profile lab]\nregion = x\n'), '.boto': `[Credentials]\n${pair()}`},
  },
  '~/.boto behind the config file': {
    files: {...config(`[default]\n${pair('C')}`), '.boto': `[Credentials]\n${pair('B')}`},
  },
  '[credentials] in lower case': {files: {'.boto': `[credentials]\n${pair()}`}},
  'an id alone in ~/.boto': {files: {'.boto': `[Credentials]\naws_access_key_id = ${ID}\n`}},
  'a token in ~/.boto': {files: {'.boto': `[Credentials]\n${pair()}aws_session_token = t\n`}},
  'other sections in ~/.boto': {files: {'.boto': `[Boto]\ndebug = 0\n[Credentials]\n${pair()}[s3]\nx = y\n`}},
  'a ~/.boto that Boto refuses': {files: {'.boto': BROKEN}},
  'a ~/.boto that Boto refuses, behind a key': {files: {...credentials(`[default]\n${pair()}`), '.boto': BROKEN}},
  BOTO_CONFIG: {
    env: {BOTO_CONFIG: '~/b.cfg'},
    files: {'b.cfg': `[Credentials]\n${pair('X')}`, '.boto': `[Credentials]\n${pair('B')}`},
  },
  'BOTO_CONFIG that is missing': {env: {BOTO_CONFIG: '~/b.cfg'}, files: {'.boto': `[Credentials]\n${pair('B')}`}},
  'an empty BOTO_CONFIG': {env: {BOTO_CONFIG: ''}, files: {'.boto': `[Credentials]\n${pair('B')}`}},
  'rootkey.csv as AWS_CREDENTIAL_FILE': {
    env: {AWS_CREDENTIAL_FILE: '~/rootkey.csv'},
    files: {'rootkey.csv': `AWSAccessKeyId=${ID}\r\nAWSSecretKey=${SECRET}\r\n`},
  },
  'AWS_CREDENTIAL_FILE before ~/.boto': {
    env: {AWS_CREDENTIAL_FILE: '~/k'},
    files: {k: ` AWSAccessKeyId = a \nnoise\nAWSSecretKey = s=s \n`, '.boto': `[Credentials]\n${pair('B')}`},
  },
  'AWS_CREDENTIAL_FILE behind the config file': {
    env: {AWS_CREDENTIAL_FILE: '~/k'},
    files: {k: 'AWSAccessKeyId=a\nAWSSecretKey=s\n', ...config(`[default]\n${pair()}`)},
  },
  'an AWS_CREDENTIAL_FILE that is missing': {
    env: {AWS_CREDENTIAL_FILE: '~/k'},
    files: {'.boto': `[Credentials]\n${pair('B')}`},
  },
  'an empty AWS_CREDENTIAL_FILE': {env: {AWS_CREDENTIAL_FILE: ''}, files: {'.boto': `[Credentials]\n${pair('B')}`}},
  'an AWS_CREDENTIAL_FILE without an id': {
    env: {AWS_CREDENTIAL_FILE: '~/k'},
    files: {k: 'AWSSecretKey=s\n', '.boto': `[Credentials]\n${pair('B')}`},
  },
  'an AWS_CREDENTIAL_FILE without a secret': {env: {AWS_CREDENTIAL_FILE: '~/k'}, files: {k: 'AWSAccessKeyId=a\n'}},
  'an AWS_CREDENTIAL_FILE with a name twice': {
    env: {AWS_CREDENTIAL_FILE: '~/k'},
    files: {k: 'AWSAccessKeyId=a\nAWSSecretKey=s\x0bAWSAccessKeyId=b\n'},
  },
  'an AWS_CREDENTIAL_FILE with a byte order mark': {
    env: {AWS_CREDENTIAL_FILE: '~/k'},
    files: {k: '\ufeffAWSAccessKeyId=a\nAWSSecretKey=s\n'},
  },
  'an AWS_CREDENTIAL_FILE that is no UTF-8': {
    env: {AWS_CREDENTIAL_FILE: '~/k'},
    files: {k: new Uint8Array([0xe9, 10])},
  },
  'a directory as AWS_CREDENTIAL_FILE': {env: {AWS_CREDENTIAL_FILE: '~'}},
}

/** By name. */
export const scenarios: Readonly<Record<string, FileSet>> = Object.fromEntries(
  Object.entries({...environment, ...credentialsFile, ...configFile, ...temporary, ...olderFiles}).map(
    ([name, {files = {}, env = {}, profile}]) => [
      name,
      {
        files: Object.fromEntries(Object.entries(files).map(([file, content]) => [file, Buffer.from(content)])),
        env,
        profiles: profile === undefined ? [] : [profile],
      },
    ],
  ),
)
