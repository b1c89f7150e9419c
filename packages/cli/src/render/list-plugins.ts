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
  return [
    `${bold(name)} ${version ?? '?'}${KINDS[kind]}${fromWords({version, kind, source})}`,
    ...backends.map(
      ({id, title, lookup, order, writable}) =>
        `  backend ${id}: ${title} · ${writable ? 'writable' : 'read-only'} · ${lookup === 'default' ? `asked at ${order}` : 'on request'}`,
    ),
    ...problems.map((problem) => `  ! ${problem}`),
  ]
}

/** What was asked for, where that says more than the version. */
function fromWords({version, kind, source}: Pick<ListedPlugin, 'version' | 'kind' | 'source'>): string {
  if (source === null || source === 'latest') return ''
  if (kind === 'linked') return ` ${source}`
  if (source === version) return ' (stays at this version)'
  return /[:/]/.test(source) ? ` from ${source}` : ` (installed as ${source})`
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
