import type {Run, Scene} from './run.js'
import {ROOT_CSV} from './what-is-wrong.js'

const IN_IT = ['--profile', 'lab', '--backend', 'secrets-manager']

/** Set up, and asked with the key of root. */
function setUp({home}: Scene): Record<string, string> {
  home.write('config/config.ini', '[aws]\nadmin-profile = root\n[secrets-manager]\nregion = eu-central-1\n')
  return {MTURK_CONFIG_DIR: home.at('config')}
}

/** There is a secret `mturk/lab`, and this is what it holds. */
function holding(text: (scene: Scene) => string) {
  return (scene: Scene) => {
    const answers = {
      DescribeSecret: {Name: 'mturk/lab', VersionIdsToStages: {['1'.repeat(32)]: ['AWSCURRENT']}},
      GetSecretValue: {Name: 'mturk/lab', SecretString: text(scene)},
    }
    for (const [operation, body] of Object.entries(answers)) {
      scene.emulator.addFault({match: {operation}, effect: {kind: 'raw', status: 200, body: JSON.stringify(body)}})
    }
    return setUp(scene)
  }
}

export const secretsManager: readonly Run[] = [
  {command: 'keys:import', args: [ROOT_CSV, ...IN_IT], when: 'it goes to Secrets Manager', exit: 0, prepare: setUp},
  {command: 'balance', args: IN_IT, when: 'Secrets Manager is not set up', exit: 9},
  {
    command: 'balance',
    args: IN_IT,
    when: 'a secret in Secrets Manager is the naked secret',
    exit: 3,
    prepare: holding(({secrets}) => secrets.vault),
  },
  {
    command: 'credentials:list',
    args: IN_IT,
    when: 'id and secret are mixed up in Secrets Manager',
    exit: 0,
    prepare: holding(({secrets}) =>
      JSON.stringify({aws_access_key_id: secrets.vault, aws_secret_access_key: 'AKIAAAAAAAAAAAAAAAA2'}),
    ),
  },
  {
    command: 'keys:import',
    args: [ROOT_CSV, ...IN_IT],
    when: 'a secret in Secrets Manager holds something else',
    exit: 3,
    prepare: holding(({secrets}) => JSON.stringify({username: 'lab', password: secrets.password})),
  },
  {
    command: 'balance',
    args: IN_IT,
    when: 'Secrets Manager repeats the secret it was asked with',
    exit: 1,
    prepare(scene) {
      const message = `No: ${scene.emulator.rootKey.secretAccessKey}`
      const effect = {kind: 'error', status: 400, code: 'InvalidRequestException', message} as const
      scene.emulator.addFault({match: {service: 'secrets-manager'}, effect})
      return setUp(scene)
    },
  },
]
