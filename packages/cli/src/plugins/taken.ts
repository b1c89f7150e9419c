import type {Config} from '@mturk-cli/command/oclif'

import {Exit, MturkError, run, say, usageError} from '@mturk-cli/core'

import type {Brought} from './brings.js'
import {declaredBackends, type Declared} from './declared.js'

/**
 * Of two plugins with one id the first by name counts, so that a newcomer could take an id over by its name, and with it
 * every key that is put there.
 *
 * @throws MturkError `usage` where a plugin's package.json names an id that another plugin has
 */
export function assertIdsFree({name, backends}: Declared, config: Config): void {
  for (const other of config.getPluginsList()) {
    if (other.name === name) continue
    const theirs = declaredBackends(other.pjson)
    const id = backends?.find((each) => theirs.includes(each))
    if (id !== undefined) throw taken({id, newcomer: name, owner: other.name}, isOurs(other.name, config), '')
  }
}

/**
 * The same of what was found when it was loaded, for those whose package.json does not say.
 *
 * @param undone what became of the newcomer, as a sentence
 */
export function takenOnLoading(name: string, brought: Brought, undone: string): MturkError | undefined {
  for (const {plugin, sameId} of brought.problems) {
    if (!sameId || (plugin !== name && sameId.owner !== name)) continue
    const owner = plugin === name ? sameId.owner : plugin
    return taken({id: sameId.id, newcomer: name, owner}, false, ` ${undone}`)
  }
  return undefined
}

interface Taken {
  readonly id: string
  readonly newcomer: string
  readonly owner: string
}

function taken({id, newcomer, owner}: Taken, ours: boolean, undone: string): MturkError {
  return new MturkError({
    code: 'usage',
    exit: Exit.usage,
    message: `"${id}", which ${newcomer} calls a backend of its own, is what ${owner} has: only one of the two could be used.${undone}`,
    remedy: ours
      ? [say(`That id comes with mturk. Ask the author of ${newcomer} for another one.`)]
      : [say(`If ${newcomer} is to take its place, take the other away first:`), run('mturk plugins uninstall', owner)],
  })
}

/**
 * oclif lets an installed plugin take the place of one of the same name that comes with mturk: a package that calls itself
 * as one of ours would stand for Boto's files.
 *
 * @throws MturkError `usage`
 */
export function assertNotOurs(name: string, config: Config): void {
  if (!isOurs(name, config)) return
  throw usageError(`${name} comes with mturk, and nothing else may take its place under that name.`, [
    run('mturk plugins --core'),
  ])
}

function isOurs(name: string, config: Config): boolean {
  return name === config.name || config.plugins.get(name)?.type === 'core'
}
