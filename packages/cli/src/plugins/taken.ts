import type {Config} from '@mturk-cli/command/oclif'

import {run, usageError} from '@mturk-cli/core'

import {declaredBackends, type Declared} from './declared.js'

/** What is known to be wrong with a plugin's backends before it is there: ids that others have, or that it may not have. */
export function takenIds({name, backends}: Declared, config: Config): readonly string[] {
  const others = config.getPluginsList().filter((plugin) => plugin.name !== name)
  return (backends ?? []).flatMap((id) => {
    const owner = others.find(({pjson}) => declaredBackends(pjson).includes(id))
    return owner ? [`"${id}" is what ${owner.name} calls a backend of its own: only one of the two will be used.`] : []
  })
}

/**
 * oclif lets an installed plugin take the place of one of the same name that comes with mturk: a package that calls itself
 * as one of ours would stand for Boto's files.
 *
 * @throws MturkError `usage`
 */
export function assertNotOurs(name: string, config: Config): void {
  const isOurs = name === config.name || config.plugins.get(name)?.type === 'core'
  if (!isOurs) return
  throw usageError(`${name} comes with mturk, and nothing else may take its place under that name.`, [
    run('mturk plugins --core'),
  ])
}
