import {backendSource, linkPlugins, writePlugin} from '../plugins.js'
import type {Run, Scene} from './run.js'
import {withEnvironment} from './what-is-wrong.js'

/** A plugin that waits to be linked, in `~/plugins/mturk-plugin-safe`. */
const withPlugin = (scene: Scene) => {
  writePlugin(scene.home, {name: 'mturk-plugin-safe', hook: `export default async () => [${backendSource('safe')}]`})
  return {...withEnvironment(scene), MTURK_DATA_DIR: scene.home.at('data')}
}
const withLinked = (scene: Scene) => ({
  ...withEnvironment(scene),
  ...linkPlugins(scene.home, [
    {name: 'mturk-plugin-safe', hook: `export default async () => [${backendSource('safe')}]`},
  ]),
})
const FOLDER = '~/plugins/mturk-plugin-safe'

/** What takes no registry; tests/e2e/plugins-registry.test.ts has the others. */
export const plugins: readonly Run[] = [
  {command: 'plugins', when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'plugins', args: ['--core'], when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'plugins:install', args: ['vault'], when: 'the name is short', exit: 2, prepare: withEnvironment},
  {command: 'plugins:install', args: ['~/plugins'], when: 'it is a folder', exit: 2, prepare: withPlugin},
  {command: 'plugins:install', args: ['~/no.tgz', '--yes'], when: 'it is not there', exit: 2, prepare: withEnvironment},
  {command: 'plugins:inspect', args: ['@mturk-cli/plugin-env'], when: 'all is well', exit: 0, prepare: withEnvironment},
  {command: 'plugins:inspect', args: ['nobody'], when: 'there is no such plugin', exit: 1, prepare: withEnvironment},
  {command: 'plugins:link', args: [FOLDER, '--yes'], when: 'all is well', exit: 0, prepare: withPlugin},
  {command: 'plugins:link', args: [FOLDER, '--dry-run'], when: 'it is only shown', exit: 0, prepare: withPlugin},
  {command: 'plugins:link', args: [FOLDER], when: 'nobody can be asked', exit: 9, prepare: withPlugin},
  {command: 'plugins:link', args: ['~/nowhere'], when: 'there is no such folder', exit: 2, prepare: withEnvironment},
  {command: 'plugins:uninstall', args: ['nobody'], when: 'there is no such plugin', exit: 2, prepare: withEnvironment},
  {command: 'plugins:reset', when: 'nobody can be asked', exit: 9, prepare: withLinked},
  {command: 'plugins:reset', args: ['--yes'], when: 'there is something to reset', exit: 0, prepare: withLinked},
  {command: 'plugins:reset', when: 'there is nothing to reset', exit: 0, prepare: withEnvironment},
  {command: 'plugins:update', when: 'there is nothing to update', exit: 0, prepare: withEnvironment},
]
