import {randomBytes} from 'node:crypto'
import type {Emulator, FaultEffect} from '@mturk-cli/emulator'
import type {Home} from '../../support/home.js'
import {mturkIn, type MturkResult} from '../../support/mturk.js'
import {keyCsv, userKeyOf, writeProfile} from './account.js'
import {backendSource, linkPlugins} from './plugins.js'

/** Where a run takes place: a home full of secrets, and an account. */
export interface Scene {
  readonly home: Home
  readonly emulator: Emulator
  readonly secrets: Secrets
}

/** Every secret that a run may meet, by where it comes from. */
export type Secrets = Readonly<
  Record<
    'stored' | 'boto' | 'environment' | 'token' | 'misspelt' | 'handedOver' | 'password' | 'setting' | 'vault',
    string
  >
>

/** One run of a command. What `prepare` answers is added to the environment. */
export interface Run {
  /** The id of the command, as the manifest has it. */
  readonly command: string
  readonly args?: readonly string[]
  /** What is the matter. */
  readonly when: string
  readonly exit: number
  readonly prepare?: (scene: Scene) => Record<string, string> | void
  readonly stdin?: (scene: Scene) => string
}

const ROOT_CSV = '~/rootkey.csv'
const ID = 'AKIAABCDEFGHIJKLMNOP'
const CSV_HEADER = 'Access key ID,Secret access key'
const withEnvironment = ({secrets}: Scene) => ({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: secrets.environment})
const writeCsv = ({home}: Scene, content: string) => void home.write('keys.csv', content)

function foreignPage({secrets}: Scene): FaultEffect {
  return {
    kind: 'raw',
    status: 200,
    headers: {'Content-Type': 'text/html'},
    body: `<p>${secrets.stored}</p>${secrets.handedOver}`,
  }
}

const closed = ({emulator}: Scene) => emulator.closeService()
const throttled = ({emulator}: Scene) => void emulator.addFault({match: {service: 'mturk'}, effect: {kind: 'throttle'}})
const unanswered = ({emulator}: Scene) => void emulator.addFault({match: {}, effect: {kind: 'drop-before'}})

/** The service says the secret of the key that it is asked with. It never got it; but that is no reason to trust an answer. */
const echoing = (whose: 'stored' | 'handedOver') => (scene: Scene) => {
  const message = `Your secret is ${scene.secrets[whose]}, is it not?`
  scene.emulator.addFault({match: {}, effect: {kind: 'error', status: 400, code: 'SomethingNew', message}})
}
const foreign = (scene: Scene) => void scene.emulator.addFault({match: {}, effect: foreignPage(scene)})

const checks: readonly Run[] = ['balance', 'link-check'].flatMap((command): Run[] => [
  {command, when: 'all is well', exit: 0},
  {command, args: ['--all-profiles'], when: 'every profile is asked', exit: 0},
  {
    command,
    args: ['--all-profiles'],
    when: 'the answer repeats the secret of one of them',
    exit: 1,
    prepare: echoing('stored'),
  },
  {
    command,
    args: ['--sandbox'],
    when: 'the sandbox is not linked',
    exit: 6,
    prepare: ({emulator}) => emulator.unlink('sandbox'),
  },
  {
    command,
    when: 'the secret is wrong',
    exit: 4,
    prepare: (scene) => ({...withEnvironment(scene), AWS_ACCESS_KEY_ID: scene.emulator.rootKey.accessKeyId}),
  },
  {command, when: 'nobody knows the key', exit: 4, prepare: withEnvironment},
  {
    command,
    when: 'there is a session token',
    exit: 3,
    prepare: (scene) => ({...withEnvironment(scene), AWS_SESSION_TOKEN: scene.secrets.token}),
  },
  {
    command,
    when: 'id and secret are mixed up',
    exit: 3,
    prepare: ({secrets}) => ({AWS_ACCESS_KEY_ID: secrets.environment, AWS_SECRET_ACCESS_KEY: ID}),
  },
  {command, when: 'the service is closed', exit: 8, prepare: closed},
  {command, when: 'it is throttled', exit: 7, prepare: throttled},
  {command, when: 'nobody answers', exit: 7, prepare: unanswered},
  {command, when: 'the answer repeats the secret', exit: 1, prepare: echoing('stored')},
  {command, when: 'another page answers', exit: 1, prepare: foreign},
  {command, args: ['--profile', 'nobody'], when: 'there is no such profile', exit: 3},
  {
    command,
    when: 'a file cannot be parsed in the line of the secret',
    exit: 3,
    prepare: ({home, secrets}) => void home.write('.aws/config', `${secrets.boto}\n[default]\n`),
  },
  {
    command,
    when: 'the address holds a password',
    exit: 2,
    prepare: ({secrets}) => ({AWS_ENDPOINT_URL: `https://me:${encodeURIComponent(secrets.password)}@localhost`}),
  },
  {command, args: ['--nonsense'], when: 'it is used wrongly', exit: 2},
])

const setUp: readonly Run[] = [
  {command: 'init', args: ['--yes'], when: 'all is done', exit: 0},
  {
    command: 'init',
    args: ['--from-csv', ROOT_CSV, '--profile', 'new', '--user-name', 'new', '--yes'],
    when: 'all is to be made',
    exit: 0,
  },
  {command: 'init', args: ['--from-csv', ROOT_CSV, '--profile', 'new', '--yes'], when: 'the name is taken', exit: 2},
  {command: 'init', args: ['--from-csv', ROOT_CSV, '--user-name', 'new', '--yes'], when: 'the place is taken', exit: 9},
  {
    command: 'init',
    args: ['--from-csv', ROOT_CSV, '--profile', 'new', '--yes'],
    when: 'the answer repeats the secret',
    exit: 1,
    prepare: echoing('handedOver'),
  },
  {
    command: 'init',
    args: ['--from-csv', ROOT_CSV, '--profile', 'new', '--yes'],
    when: 'another page answers',
    exit: 1,
    prepare: foreign,
  },
  {
    command: 'init',
    args: ['--from-csv', ROOT_CSV, '--profile', 'new', '--yes'],
    when: 'nobody answers',
    exit: 7,
    prepare: unanswered,
  },
  {
    command: 'init',
    args: ['--from-csv', '~/keys.csv', '--yes'],
    when: 'the file is malformed',
    exit: 3,
    prepare: (scene) => writeCsv(scene, `${CSV_HEADER}\n${scene.secrets.handedOver},AKIA\n`),
  },
  {command: 'init', args: ['--from-csv', ROOT_CSV, '--dry-run', '--yes'], when: 'it is only a rehearsal', exit: 0},
  {
    command: 'iam:create-user',
    args: ['new', '--profile', 'new', '--admin-profile', 'root'],
    when: 'all goes well',
    exit: 0,
  },
  {
    command: 'iam:create-user',
    args: ['--profile', 'new', '--admin-profile', 'root'],
    when: 'the name is taken',
    exit: 2,
  },
  {command: 'iam:create-user', args: ['new', '--admin-profile', 'root'], when: 'the place is taken', exit: 9},
  {
    command: 'iam:create-user',
    args: ['new', '--profile', 'new', '--admin-profile', 'root'],
    when: 'the answer repeats the secret',
    exit: 1,
    prepare: echoing('handedOver'),
  },
  {
    command: 'iam:create-user',
    args: ['new', '--profile', 'new', '--admin-profile', 'root'],
    when: 'the new key never works',
    exit: 5,
    prepare: ({emulator}) =>
      void emulator.addFault({
        match: {operation: 'GetCallerIdentity', nth: 2},
        effect: {kind: 'error', status: 403, code: 'AccessDenied', message: 'User: x is not authorized to perform: y'},
      }),
  },
  {
    command: 'iam:create-user',
    args: ['new', '--profile', 'new', '--admin-profile', 'root'],
    when: 'nothing can be undone either',
    exit: 10,
    prepare({emulator}) {
      const effect = {
        kind: 'error',
        status: 403,
        code: 'AccessDenied',
        message: 'User: x is not authorized to perform: y',
      } as const
      emulator.addFault({match: {operation: 'GetCallerIdentity', nth: 2}, effect})
      emulator.addFault({match: {operation: 'DeleteAccessKey'}, effect})
    },
  },
  {
    command: 'iam:create-user',
    args: ['new', '--profile', 'new', '--admin-profile', 'root'],
    when: 'a journal is broken',
    exit: 3,
    prepare({home, secrets}) {
      home.write('data/journal/123456789012-new-create-user.json', `{"key": "${secrets.vault}`)
      return {MTURK_DATA_DIR: home.at('data')}
    },
  },
]

const users: readonly Run[] = [
  {
    command: 'iam:create-user',
    args: ['mturk-requester', '--adopt', '--profile', 'new', '--admin-profile', 'root'],
    when: 'the user is taken over',
    exit: 0,
  },
  {command: 'iam:list-users', args: ['--admin-profile', 'root'], when: 'all goes well', exit: 0},
  {command: 'iam:list-users', when: 'the key may not ask', exit: 5},
  {
    command: 'iam:list-users',
    args: ['--admin-profile', 'root'],
    when: 'the answer repeats the secret',
    exit: 1,
    prepare: echoing('handedOver'),
  },
  {
    command: 'iam:list-users',
    args: ['--admin-profile', 'root'],
    when: 'another page answers',
    exit: 1,
    prepare: foreign,
  },
  {
    command: 'iam:delete-user',
    args: ['mturk-requester', '--admin-profile', 'root', '--yes', '--force'],
    when: 'all goes well',
    exit: 0,
  },
  {command: 'iam:delete-user', args: ['mturk-requester', '--admin-profile', 'root'], when: 'nobody said yes', exit: 9},
  {
    command: 'iam:delete-user',
    args: ['mturk-requester', '--admin-profile', 'root', '--dry-run'],
    when: 'it is only a rehearsal',
    exit: 0,
  },
  {command: 'iam:delete-user', args: ['nobody', '--admin-profile', 'root'], when: 'there is no such user', exit: 2},
  {
    command: 'iam:delete-user',
    args: ['mturk-requester', '--admin-profile', 'root', '--yes', '--force'],
    when: 'it cannot go on',
    exit: 10,
    prepare: ({emulator}) =>
      void emulator.addFault({
        match: {operation: 'DeleteUser'},
        effect: {kind: 'error', status: 403, code: 'AccessDenied', message: 'User: x is not authorized to perform: y'},
      }),
  },
  {
    command: 'iam:delete-user',
    args: ['mturk-requester', '--admin-profile', 'root', '--yes', '--force'],
    when: 'the answer repeats the secret',
    exit: 1,
    prepare: echoing('handedOver'),
  },
]

const keys: readonly Run[] = [
  {command: 'credentials:list', when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'credentials:list', args: ['--profile', 'nobody'], when: 'there is no such profile', exit: 0},
  {
    command: 'credentials:list',
    when: 'a file cannot be parsed in the line of the secret',
    exit: 0,
    prepare: ({home, secrets}) => void home.write('.boto', `${secrets.boto}\n`),
  },
  {
    command: 'credentials:list',
    when: 'id and secret are mixed up in the environment',
    exit: 0,
    prepare: ({secrets}) => ({AWS_ACCESS_KEY_ID: secrets.environment, AWS_SECRET_ACCESS_KEY: ID}),
  },
  {
    command: 'credentials:list',
    when: 'id and secret are mixed up in a file',
    exit: 0,
    prepare({home, secrets}) {
      home.write(
        'config/credentials',
        `[default]\naws_access_key_id = ${secrets.setting}\naws_secret_access_key = ${ID}\n`,
      )
      return {AWS_SHARED_CREDENTIALS_FILE: home.at('config/credentials')}
    },
  },
  {
    command: 'credentials:list',
    when: 'half of the key is missing',
    exit: 0,
    prepare: ({secrets}) => ({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESSS_KEY: secrets.misspelt}),
  },
  // What it prints when all is well is the secret: credentials-export.test.ts.
  {
    command: 'credentials:export',
    args: ['--format', 'process'],
    when: 'a file cannot be parsed in the line of the secret',
    exit: 3,
    prepare: ({home, secrets}) => void home.write('.aws/config', `${secrets.boto}\n[default]\n`),
  },
  {
    command: 'credentials:export',
    args: ['--format', 'process'],
    when: 'id and secret are mixed up',
    exit: 3,
    prepare: ({secrets}) => ({AWS_ACCESS_KEY_ID: secrets.environment, AWS_SECRET_ACCESS_KEY: ID}),
  },
  {command: 'credentials:export', args: ['--format', 'process', '--json'], when: 'it is used wrongly', exit: 2},
  {command: 'credentials:backends', when: 'all is well', exit: 0},
  {
    command: 'credentials:backends',
    when: 'a plugin fails with the secret in its words',
    exit: 0,
    prepare: ({home, secrets}) =>
      linkPlugins(home, [{name: 'leaky', hook: `throw Object.assign(new Error('x'), {detail: '${secrets.vault}'})`}]),
  },
  {
    command: 'credentials:list',
    when: 'a plugin answers a secret in the place of a text',
    exit: 0,
    prepare({home, secrets}) {
      const list = `list: async () => [{location: {backend: 'leaky', id: {secret: '${secrets.vault}'}}}]`
      return linkPlugins(home, [{name: 'leaky', hook: `export default async () => [${backendSource('leaky', list)}]`}])
    },
  },
  {
    command: 'credentials:backends',
    when: 'a setting of ours holds nonsense',
    exit: 2,
    prepare({home, secrets}) {
      home.write('config/config.ini', `[aws]\nallow-plain-http = ${secrets.setting}\n`)
      return {MTURK_CONFIG_DIR: home.at('config')}
    },
  },
  {command: 'keys:import', args: [ROOT_CSV, '--profile', 'new'], when: 'all goes well', exit: 0},
  {command: 'keys:import', args: [ROOT_CSV, '--profile', 'new', '--dry-run'], when: 'it is only a rehearsal', exit: 0},
  {command: 'keys:import', args: [ROOT_CSV], when: 'the place is taken', exit: 9},
  {
    command: 'keys:import',
    args: ['-', '--profile', 'new'],
    when: 'it comes from standard input',
    exit: 0,
    stdin: ({secrets}) => `${CSV_HEADER}\n${ID},${secrets.handedOver}\n`,
  },
  {
    command: 'keys:import',
    args: ['-', '--profile', 'new'],
    when: 'standard input is cut short',
    exit: 3,
    stdin: ({secrets}) => `${CSV_HEADER}\n${ID},"${secrets.handedOver}`,
  },
  ...[
    {when: 'id and secret are mixed up', content: (secret: string) => `${CSV_HEADER}\n${secret},${ID}\n`},
    {when: 'a quote is left open', content: (secret: string) => `${CSV_HEADER}\n${ID},"${secret}\n`},
    {when: 'there is no header', content: (secret: string) => `${ID},${secret}\n`},
    {when: 'a later row is bad', content: (secret: string) => `${CSV_HEADER}\n${ID},${secret}\nAKIA,${secret}\n`},
  ].map(({when, content}): Run => {
    const prepare = (scene: Scene) => writeCsv(scene, content(scene.secrets.handedOver))
    return {command: 'keys:import', args: ['~/keys.csv', '--profile', 'new'], when, exit: 3, prepare}
  }),
]

/** Quotes, the section's name in lower case, a secret in a comment: all is mended, and shown before. */
function writeIllBoto({home, secrets}: Scene): void {
  const comment = `# before: ${secrets.setting}`
  home.write(
    '.boto',
    `${comment}\n[credentials]\naws_access_key_id = "AKIABOTOBOTOBOTOBOTO"\naws_secret_access_key = "${secrets.boto}" ${comment}\n`,
  )
}

const doctor: readonly Run[] = [
  {command: 'doctor', when: 'all is well', exit: 0},
  {command: 'doctor', args: ['--offline'], when: 'a file has many things wrong', exit: 12, prepare: writeIllBoto},
  {command: 'doctor', args: ['--fix', '--yes'], when: 'a file has many things wrong', exit: 0, prepare: writeIllBoto},
  {command: 'doctor', args: ['--fix', '--dry-run'], when: 'it is only a rehearsal', exit: 12, prepare: writeIllBoto},
  {command: 'doctor', args: ['--fix'], when: 'nobody said yes', exit: 9, prepare: writeIllBoto},
  {
    command: 'doctor',
    args: ['--fix', '--yes'],
    when: 'the secret stands before any section',
    exit: 0,
    prepare: ({home, secrets}) =>
      void home.write('.boto', `aws_access_key_id = ${ID}\naws_secret_accesss_key = ${secrets.boto}\n`),
  },
  {
    command: 'doctor',
    args: ['--fix', '--yes'],
    when: 'the secret is a line of its own',
    exit: 12,
    prepare: ({home, secrets}) => void home.write('.aws/config', `[default]\n${secrets.boto}\n`),
  },
  {command: 'doctor', when: 'nobody answers', exit: 0, prepare: unanswered},
  {command: 'doctor', when: 'the answer repeats the secret', exit: 0, prepare: echoing('stored')},
  {command: 'doctor', when: 'another page answers', exit: 0, prepare: foreign},
  {
    command: 'doctor',
    when: 'id and secret are mixed up',
    exit: 12,
    prepare: ({secrets}) => ({AWS_ACCESS_KEY_ID: secrets.environment, AWS_SECRET_ACCESS_KEY: ID}),
  },
  {
    command: 'doctor',
    when: 'a plugin answers a secret in the place of a text',
    exit: 0,
    prepare({home, secrets}) {
      const diagnose = `diagnose: async () => [{id: 'x', code: {secret: '${secrets.vault}'}}]`
      return linkPlugins(home, [
        {name: 'leaky', hook: `export default async () => [${backendSource('leaky', diagnose)}]`},
      ])
    },
  },
]

const others: readonly Run[] = [
  {command: 'emulator:start', args: ['--scenario', 'rich'], when: 'it is used wrongly', exit: 2},
  {command: 'help', when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'help', args: ['init'], when: 'it is about a command', exit: 0, prepare: withEnvironment},
  {command: 'help', args: ['nonsense'], when: 'there is no such command', exit: 2, prepare: withEnvironment},
  {command: 'autocomplete', args: ['bash'], when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'autocomplete:create', when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'autocomplete:script', args: ['bash'], when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'plugins', when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'plugins:inspect', args: ['@mturk-cli/plugin-env'], when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'plugins:inspect', args: ['nobody'], when: 'there is no such plugin', exit: 1, prepare: withEnvironment},
  {
    command: 'plugins:link',
    args: ['~/nowhere', '--no-install'],
    when: 'there is no such directory',
    exit: 2,
    prepare: withEnvironment,
  },
  {command: 'plugins:uninstall', args: ['nobody'], when: 'there is no such plugin', exit: 2, prepare: withEnvironment},
  {command: 'plugins:reset', when: 'there is nothing to reset', exit: 0, prepare: withEnvironment},
  {command: 'plugins:update', when: 'there is nothing to update', exit: 0, prepare: withEnvironment},
]

/** Every command, and every way in which it fails in this version. */
export const RUNS: readonly Run[] = [...checks, ...setUp, ...users, ...keys, ...doctor, ...others]

/** Runs a command with everything that its case needs; `more` goes behind its arguments, `env` over its environment. */
export async function play(
  {command, args = [], prepare, stdin}: Run,
  scene: Scene,
  {more = [], env = {}}: {more?: readonly string[]; env?: Readonly<Record<string, string>>} = {},
): Promise<MturkResult> {
  const {home, emulator} = scene
  const added = prepare?.(scene) ?? {}
  home.write('tmp/mine', '')
  const temporary = {TMPDIR: home.at('tmp'), TEMP: home.at('tmp'), NODE_DISABLE_COMPILE_CACHE: '1'}
  const mturk = mturkIn({...home.env(), ...emulator.environment(), ...temporary, ...added, ...env})
  const given = args.map((word) => word.replace(/^~/, home.path))
  return mturk(...command.split(':'), ...given, ...more, stdin ? {stdin: stdin(scene)} : {})
}

/** A home in which every file that may hold a secret holds one. */
export function fillHome(home: Home, emulator: Emulator): Secrets {
  const stored = userKeyOf(emulator)
  const boto = newSecret()
  writeProfile(home, stored)
  writeProfile(home, emulator.rootKey, 'root')
  home.write('.aws/config', '[default]\nregion = us-east-1\n')
  home.write('.boto', `[Credentials]\naws_access_key_id = AKIABOTOBOTOBOTOBOTO\naws_secret_access_key = ${boto}\n`)
  home.write('rootkey.csv', keyCsv(emulator.rootKey))
  return {
    stored: stored.secretAccessKey,
    boto,
    environment: newSecret(),
    token: newSecret(),
    misspelt: newSecret(),
    handedOver: emulator.rootKey.secretAccessKey,
    password: newSecret(),
    setting: newSecret(),
    vault: newSecret(),
  }
}

/** A secret as AWS makes them: 40 characters, with those that change in other encodings. */
export function newSecret(): string {
  return `${randomBytes(27).toString('base64')}+/x/`
}
