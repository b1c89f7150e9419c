import {markOf} from '@mturk-cli/command'

import type {PluginRecord} from '../plugins/records.js'

const KEYS_STAY = 'Keys that its backends hold stay there; mturk no longer looks at them.'

export function uninstalledText({name, type, root}: PluginRecord): string[] {
  const done = type === 'link' ? `unlinked; ${root} stays as it is` : 'uninstalled'
  return [`${markOf('done')} ${name} is ${done}`, KEYS_STAY]
}

export function uninstalledJson({name, type}: PluginRecord) {
  return {uninstalled: name, kind: type === 'link' ? 'linked' : 'installed'}
}

/** oclif's command has named each of them. */
export function resetText(records: readonly PluginRecord[]): string[] {
  return records.length === 0 ? ['Nothing to take away.'] : [KEYS_STAY.replace('its', 'their')]
}

export function resetJson(records: readonly PluginRecord[]) {
  return {uninstalled: records.map(({name}) => name)}
}
