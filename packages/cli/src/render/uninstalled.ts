import {markOf} from '@mturk-cli/command'

import type {PluginRecord} from '../plugins/records.js'

export function uninstalledText({name, type, root}: PluginRecord): string[] {
  const done = type === 'link' ? `unlinked; ${root} stays as it is` : 'uninstalled'
  return [
    `${markOf('done')} ${name} is ${done}`,
    'Keys that its backends hold stay there; mturk no longer looks at them.',
  ]
}

export function uninstalledJson({name, type}: PluginRecord) {
  return {uninstalled: name, kind: type === 'link' ? 'linked' : 'installed'}
}
