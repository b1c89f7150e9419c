import {Exit, type ExitCode} from '@mturk-cli/core'

import type {Brought} from './brings.js'
import type {Incoming} from './declared.js'

/** What is known of a plugin that came in, and of what would: its hook is not there. */
export function unbuilt({lacks = '', source}: Pick<Incoming, 'lacks' | 'source'>): string {
  const what = source.startsWith('folder ')
    ? 'In its folder: npm run build'
    : 'Its author has to publish what is built.'
  return `it is not built: there is no ${lacks}, which its package.json names. ${what}`
}

/** Whether it was to bring backends and none of them can be used. Where nobody could be asked, nobody knows. */
export function bringsNothing({name, hasHook}: Incoming, {backends, warnings}: Brought): boolean {
  return hasHook && warnings.length === 0 && !backends.some(({plugin}) => plugin.name === name)
}

/** A plugin stays where it is linked or installed, so that its author can go on; but it is not well. */
export function exitOf(plugins: readonly Incoming[], brought: Brought): ExitCode {
  return plugins.some((plugin) => bringsNothing(plugin, brought)) ? Exit.needsMending : Exit.ok
}

/** What is wrong with a plugin now that it is there. */
export function problemsOf(incoming: Incoming, brought: Brought): string[] {
  const {name, hasHook, backends: declared, lacks} = incoming
  const said = brought.problems.filter(({plugin}) => plugin === name).map(({message}) => message)
  const came = brought.backends.filter(({plugin}) => plugin.name === name).map(({id}) => id)
  const missing = (declared ?? []).filter((id) => !came.includes(id))
  if (lacks !== undefined && came.length === 0) return [unbuilt(incoming)]
  const isSilent = said.length === 0 && brought.warnings.length === 0
  return [
    ...said,
    ...brought.warnings,
    ...(isSilent && missing.length > 0 ? [`it did not bring ${missing.join(', ')}, which its package.json names`] : []),
    ...(isSilent && hasHook && came.length + missing.length === 0 ? ['it brought no backend'] : []),
  ]
}
