import {readFileSync, readdirSync} from 'node:fs'
import {join} from 'node:path'

/**
 * Settings for rolldown: a package's modules in a few files, one for each entry of `exports`, each hook, each command,
 * and what they share. Node needs about half a millisecond for every module it looks up, and a short command must not
 * wait for a hundred of them.
 *
 * @param {string} directory of the package
 * @param {{inline?: readonly string[]}} [options] inline: packages that are put in too; everything else of other packages
 *   stays where it is. What these need in turn goes in with them.
 * @returns {import('rolldown').RolldownOptions}
 */
export function bundleOf(directory, {inline = []} = {}) {
  const {exports, dependencies, oclif} = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  const hooks = Object.values(oclif?.hooks ?? {})
  const commands = oclif?.commands ? commandsIn(directory) : []
  const entries = [...Object.values(exports).map((target) => target.default), ...hooks, ...commands]
  const stays = Object.keys(dependencies).filter((name) => !inline.includes(name))
  return {
    input: Object.fromEntries(entries.map((target) => entryOf(directory, target))),
    external: (id) => stays.some((name) => id === name || id.startsWith(`${name}/`)),
    platform: 'node',
    output: {
      dir: join(directory, 'dist'),
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'shared/[name]-[hash].js',
      sourcemap: true,
    },
    plugins: inline.length > 0 ? [notices()] : [],
  }
}

/** oclif finds commands by their files, so each stays one. @param {string} directory */
function commandsIn(directory) {
  const files = readdirSync(join(directory, 'src', 'commands'), {recursive: true, encoding: 'utf8'})
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  return sources.map((file) => `./dist/commands/${file.replaceAll('\\', '/').replace(/\.ts$/, '.js')}`)
}

/** `./dist/files/index.js` is made of `src/files/index.ts`. @param {string} directory @param {string} target */
function entryOf(directory, target) {
  const name = target.replace(/^\.\/dist\//, '').replace(/\.js$/, '')
  return [name, join(directory, 'src', `${name}.ts`)]
}

/**
 * Other people's licences ask that their notices go where their code goes.
 * @returns {import('rolldown').Plugin}
 */
function notices() {
  return {
    name: 'notices',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      const packages = new Set(modules.flatMap(packageOf))
      const source = [...packages].sort().map(noticeOf).join('\n')
      this.emitFile({type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source})
    },
  }
}

/** The directory of the package that a module in node_modules belongs to. @param {string} id */
function packageOf(id) {
  const found = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))
  return found ? [found[0]] : []
}

/** @param {string} directory */
function noticeOf(directory) {
  const {name, version, license} = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file ? readFileSync(join(directory, file), 'utf8').trim() : `Licence: ${license}`
  return `${name} ${version}\n\n${text}\n\n${'-'.repeat(80)}`
}
