import {bold, nextCommand} from '@mturk-cli/command'

import type {ListedPlugin, ListedPlugins} from '../plugins/list.js'

const KINDS = {installed: '', linked: ' (linked)', core: ' (comes with mturk)'} as const

export function pluginsText({plugins, warnings}: ListedPlugins): string[] {
  const shown = plugins.flatMap(pluginLines)
  return [
    ...(shown.length > 0
      ? shown
      : ['No plugins installed.', `Those that come with mturk: ${nextCommand('mturk plugins --core')}`]),
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function pluginLines({name, version, kind, source, backends, problems}: ListedPlugin): string[] {
  const from = source === null || source === 'latest' ? '' : ` ${source}`
  return [
    `${bold(name)} ${version ?? '?'}${KINDS[kind]}${from}`,
    ...backends.map(
      ({id, title, lookup, order, writable}) =>
        `  backend ${id}: ${title} · ${writable ? 'writable' : 'read-only'} · ${lookup === 'default' ? `asked at ${order}` : 'on request'}`,
    ),
    ...problems.map((problem) => `  ! ${problem}`),
  ]
}

export function pluginsJson({plugins, warnings}: ListedPlugins) {
  return {
    plugins: plugins.map(({backends, ...plugin}) => ({
      ...plugin,
      backends: backends.map(({id, title, lookup, order, writable}) => ({id, title, lookup, order, writable})),
    })),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
