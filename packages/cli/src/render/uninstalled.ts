import {markOf} from '@mturk-cli/command'

import type {PluginRecord} from '../plugins/records.js'

const KEYS_STAY = 'Keys that its backends hold stay there; mturk no longer looks at them.'

export interface Uninstalled {
  readonly record: PluginRecord
  /** What needed it, and what could not be taken away. */
  readonly warnings: readonly string[]
}

export function uninstalledText({record, warnings}: Uninstalled): string[] {
  return [doneLine(record), ...warnings.map((warning) => `! ${warning}`), KEYS_STAY]
}

function doneLine({name, type, root}: PluginRecord): string {
  const done = type === 'link' ? `unlinked; ${root} stays as it is` : 'uninstalled'
  return `${markOf('done')} ${name} is ${done}`
}

export function uninstalledJson({record: {name, type}, warnings}: Uninstalled) {
  return {
    uninstalled: name,
    kind: type === 'link' ? 'linked' : 'installed',
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

export interface Reset {
  readonly records: readonly PluginRecord[]
  readonly warnings: readonly string[]
}

/** What would go, before the question. */
export function resetLines(records: readonly PluginRecord[]): string[] {
  return records.map(({name, type}) => `${name} (${type === 'link' ? 'linked' : 'installed'})`)
}

export function resetText({records, warnings}: Reset): string[] {
  if (records.length === 0) return ['No plugins are installed.']
  return [...records.map(doneLine), ...warnings.map((warning) => `! ${warning}`), KEYS_STAY.replace('its', 'their')]
}

export function resetJson({records, warnings}: Reset) {
  return {uninstalled: records.map(({name}) => name), ...(warnings.length > 0 ? {warnings} : {})}
}
