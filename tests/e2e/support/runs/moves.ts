import {linkPlugins} from '../plugins.js'
import {VAULT, writeVault} from '../rotation.js'
import {STORED_ID, type Run, type Scene} from './run.js'
import {ID, withEnvironment} from './what-is-wrong.js'

const COPY = ['--from', 'boto-files', '--to', 'boto-files'] as const

/** A vault of somebody else's that has a key, and stores none. */
const withVault = ({home, secrets}: Scene) => {
  writeVault(home, {default: {accessKeyId: ID, secretAccessKey: secrets.vault}})
  return linkPlugins(home, [{name: 'mturk-plugin-vault', hook: VAULT}])
}

/** Keys that go from one place to another. */
export const moves: readonly Run[] = [
  {command: 'credentials:copy', args: [...COPY, '--as', 'new'], when: 'all goes well', exit: 0},
  {command: 'credentials:copy', args: [...COPY, '--as', 'new', '--dry-run'], when: 'it is only a rehearsal', exit: 0},
  {
    command: 'credentials:copy',
    args: [...COPY, '--as', 'new', '--delete-source', '--yes'],
    when: 'the source is deleted',
    exit: 0,
  },
  {command: 'credentials:copy', args: [...COPY, '--as', 'root'], when: 'the place is taken', exit: 9},
  {command: 'credentials:copy', args: COPY, when: 'it is the same place', exit: 2},
  {
    command: 'credentials:copy',
    args: ['--from', 'vault', '--to', 'boto-files', '--replace'],
    when: 'the key comes from a vault',
    exit: 0,
    prepare: withVault,
  },
  {
    command: 'credentials:copy',
    args: ['--from', 'boto-files', '--to', 'vault'],
    when: 'the vault stores none',
    exit: 2,
    prepare: withVault,
  },
  {
    command: 'credentials:copy',
    args: ['--from', 'env', '--to', 'boto-files', '--as', 'new', '--delete-source'],
    when: 'the key is in the environment',
    exit: 2,
    prepare: withEnvironment,
  },
  {command: 'credentials:remove', args: ['--dry-run'], when: 'it is only a rehearsal', exit: 0},
  {command: 'credentials:remove', args: ['--yes'], when: 'it is the last place', exit: 9},
  {command: 'credentials:remove', args: ['--force', STORED_ID], when: 'it is forced', exit: 0},
  {command: 'credentials:remove', args: ['--force', ID], when: 'another id is named', exit: 2},
  {command: 'credentials:remove', when: 'the key is in the environment', exit: 2, prepare: withEnvironment},
  {command: 'credentials:remove', args: ['--profile', 'nobody'], when: 'there is no such profile', exit: 3},
  {
    command: 'credentials:link-profile',
    args: ['study', '--backend', 'vault', '--profile', 'default'],
    when: 'all goes well',
    exit: 0,
    prepare: withVault,
  },
  {
    command: 'credentials:link-profile',
    args: ['default', '--backend', 'vault'],
    when: 'a key stands there',
    exit: 9,
    prepare: withVault,
  },
  {
    command: 'credentials:link-profile',
    args: ['study', '--backend', 'boto-files', '--profile', 'root', '--dry-run'],
    when: 'it is only a rehearsal',
    exit: 0,
  },
  {
    command: 'credentials:link-profile',
    args: ['default', '--backend', 'boto-files'],
    when: 'it would call itself',
    exit: 2,
  },
]
