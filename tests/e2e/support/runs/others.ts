import type {Run} from './run.js'
import {withEnvironment} from './what-is-wrong.js'

export const others: readonly Run[] = [
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
