import type {Run} from './run.js'
import {ID, closed, echoing, foreign, throttled, unanswered, withEnvironment} from './what-is-wrong.js'

export const checks: readonly Run[] = ['balance', 'link-check'].flatMap((command): Run[] => [
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
