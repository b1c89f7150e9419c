import {STORED_ID, type Run} from './run.js'
import {echoing, foreign, ID, withEnvironment} from './what-is-wrong.js'

const BY_ROOT = ['--user', 'mturk-requester', '--admin-profile', 'root']

/** What looks after keys in IAM. */
export const keysInIam: readonly Run[] = [
  {command: 'keys:list', args: BY_ROOT, when: 'all goes well', exit: 0},
  {command: 'keys:list', args: ['--profile', 'root'], when: 'it is about the root user', exit: 0},
  {command: 'keys:list', when: 'the key may not ask', exit: 5},
  {command: 'keys:list', when: 'nobody knows the key', exit: 4, prepare: withEnvironment},
  {command: 'keys:list', args: BY_ROOT, when: 'the answer repeats the secret', exit: 1, prepare: echoing('handedOver')},
  {
    command: 'keys:list',
    args: BY_ROOT,
    when: 'id and secret are mixed up somewhere',
    exit: 0,
    prepare: ({home, secrets}) =>
      void home.write(
        '.aws/config',
        `[profile odd]\naws_access_key_id = ${secrets.setting}\naws_secret_access_key = ${ID}\n`,
      ),
  },
  {command: 'keys:activate', args: [STORED_ID, ...BY_ROOT], when: 'it is active', exit: 0},
  {command: 'keys:activate', args: [STORED_ID], when: 'the key may not do it', exit: 5},
  {command: 'keys:deactivate', args: [STORED_ID, ...BY_ROOT], when: 'it is in use', exit: 9},
  {command: 'keys:deactivate', args: [STORED_ID, ...BY_ROOT, '--dry-run'], when: 'it is only a rehearsal', exit: 0},
  {command: 'keys:deactivate', args: [STORED_ID, ...BY_ROOT, '--force', STORED_ID], when: 'it is forced', exit: 0},
  {command: 'keys:delete', args: [STORED_ID, ...BY_ROOT, '--force', STORED_ID], when: 'it is forced', exit: 0},
  {command: 'keys:delete', args: [ID, ...BY_ROOT, '--yes'], when: 'there is no such key', exit: 2},
  {command: 'keys:delete', args: ['nonsense'], when: 'it is used wrongly', exit: 2},
  ...['activate', 'deactivate', 'delete'].map((change): Run => ({
    command: `keys:${change}`,
    args: [STORED_ID, ...BY_ROOT, '--yes'],
    when: 'another page answers',
    exit: 1,
    prepare: foreign,
  })),
]
