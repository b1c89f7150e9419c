import {plugins} from './plugins.js'
import type {Run} from './run.js'
import {withEnvironment} from './what-is-wrong.js'

export const others: readonly Run[] = [
  ...plugins,
  {command: 'emulator:start', args: ['--scenario', 'rich'], when: 'it is used wrongly', exit: 2},
  {command: 'help', when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'help', args: ['init'], when: 'it is about a command', exit: 0, prepare: withEnvironment},
  {command: 'help', args: ['nonsense'], when: 'there is no such command', exit: 2, prepare: withEnvironment},
  {command: 'autocomplete', args: ['bash'], when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'autocomplete:create', when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'autocomplete:script', args: ['bash'], when: 'all is well', exit: 0, prepare: withEnvironment},
]
