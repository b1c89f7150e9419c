import type {Run} from './run.js'
import {echoing, foreign} from './what-is-wrong.js'

export const users: readonly Run[] = [
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
