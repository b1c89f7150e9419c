import {backendSource, linkPlugins} from '../plugins.js'
import type {Run, Scene} from './run.js'
import {CSV_HEADER, echoing, foreign, ID, ROOT_CSV, withEnvironment, writeCsv} from './what-is-wrong.js'

export const keys: readonly Run[] = [
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
  {
    command: 'credentials:export',
    args: ['--format', 'dotenv'],
    when: 'a value holds a control character',
    exit: 3,
    prepare: (scene) => ({...withEnvironment(scene), AWS_SECRET_ACCESS_KEY: `${scene.secrets.environment}\u0007`}),
  },
  {command: 'credentials:export', args: ['--format', 'process', '--json'], when: 'it is used wrongly', exit: 2},
  {command: 'exec', args: ['--', 'sh', '-c', 'exit 3'], when: 'all is well', exit: 3},
  {command: 'exec', args: ['--', 'no-such-program'], when: 'there is no such program', exit: 125},
  {
    command: 'exec',
    args: ['--', 'sh', '-c', 'exit 3'],
    when: 'id and secret are mixed up',
    exit: 125,
    prepare: ({secrets}) => ({AWS_ACCESS_KEY_ID: secrets.environment, AWS_SECRET_ACCESS_KEY: ID}),
  },
  {command: 'exec', args: ['--json', '--', 'sh'], when: 'it is used wrongly', exit: 125},
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
  ...[[], ['--dry-run'], ['--delete-old', '--yes']].map((more): Run => ({
    command: 'keys:rotate',
    args: ['--admin-profile', 'root', ...more],
    when: 'all goes well',
    exit: 0,
  })),
  {command: 'keys:rotate', when: 'the key may not', exit: 5},
  {command: 'keys:rotate', args: ['--profile', 'root'], when: 'it is the root key', exit: 2},
  {command: 'keys:rotate', when: 'the key is in the environment', exit: 2, prepare: withEnvironment},
  {command: 'keys:rotate', args: ['--resume'], when: 'there is nothing to go on with', exit: 2},
  {command: 'keys:rotate', when: 'the answer repeats the secret', exit: 1, prepare: echoing('stored')},
  {command: 'keys:rotate', when: 'another page answers', exit: 1, prepare: foreign},
]
