import type {Run} from './run.js'
import {CSV_HEADER, ROOT_CSV, echoing, foreign, unanswered, writeCsv} from './what-is-wrong.js'

export const setUp: readonly Run[] = [
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
