import type {Home} from '../../support/home.js'

export interface FixturePlugin {
  readonly name: string
  /** The module that answers the hook. */
  readonly hook: string
  readonly version?: string
  /** The ids that its package.json names. */
  readonly declares?: readonly string[]
}

/** Writes a plugin that has a hook and no commands; answers its directory. */
export function writePlugin(
  home: Home,
  {name, hook, version = '1.2.3', declares}: FixturePlugin,
  folder = `plugins/${name}`,
): string {
  const oclif = {hooks: {'mturk:credential-backends': './hook.js'}}
  home.write(
    `${folder}/package.json`,
    JSON.stringify({name, version, type: 'module', oclif, ...(declares && {mturk: {backends: declares}})}),
  )
  home.write(`${folder}/hook.js`, hook)
  return home.at(folder)
}

/** What `mturk plugins link` writes for each of them; answers the variables that make it count. */
export function linkPlugins(home: Home, plugins: readonly FixturePlugin[], folder?: string): Record<string, string> {
  const linked = plugins.map((plugin) => ({name: plugin.name, root: writePlugin(home, plugin, folder), type: 'link'}))
  home.write(
    'data/package.json',
    JSON.stringify({name: 'mturk-cli', private: true, oclif: {schema: 1, plugins: linked}}),
  )
  return {MTURK_DATA_DIR: home.at('data')}
}

/** The source of a backend that lists one key; `more` replaces or adds members. */
export function backendSource(id: string, more = ''): string {
  return `{
    apiVersion: 1, id: '${id}', title: 'Vault ${id}', lookup: 'default', order: 400,
    probe: async () => ({state: 'available'}),
    list: async ({profile}) => profile === '${id}'
      ? [{location: {backend: '${id}', id: '1', profile, display: '${id}://key', writable: false}, accessKeyId: 'AKIAVAULTVAULTVAULTV'}]
      : [],
    read: async () => ({accessKeyId: 'AKIAVAULTVAULTVAULTV', secretAccessKey: 'v'.repeat(40)}),
    ${more}
  }`
}
