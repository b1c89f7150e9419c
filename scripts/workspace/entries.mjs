import {readFileSync, readdirSync} from 'node:fs'
import {inRoot} from './paths.mjs'

/**
 * @typedef {object} PackageJson
 * @property {string} name
 * @property {Record<string, {types: string, default: string} | string>} [exports] a string names a file that is not built
 * @property {Record<string, {optional?: boolean}>} [peerDependenciesMeta]
 * @property {{hooks?: Record<string, string | string[]>, commands?: {target: string}}} [oclif]
 */

/** @returns {{folder: string, json: PackageJson}[]} our packages; `folder` is the last part of `packages/core` */
export function packages() {
  return readdirSync(inRoot('packages')).map((folder) => {
    return {folder, json: JSON.parse(readFileSync(inRoot('packages', folder, 'package.json'), 'utf8'))}
  })
}

/**
 * What a package exports, by the name that others import, as the source behind it in its folder. What no `exports` names
 * is in here for nobody.
 * @param {PackageJson} json
 */
export function exportedSources({name, exports = {}}) {
  return Object.entries(exports).flatMap(([entry, target]) =>
    typeof target === 'string' ? [] : [{specifier: name + entry.slice(1), source: sourceOf(target.default)}],
  )
}

/**
 * What oclif loads by its path.
 * @param {PackageJson} json
 */
export function loadedByOclif({oclif = {}}) {
  const hooks = Object.values(oclif.hooks ?? {})
    .flat()
    .map(sourceOf)
  return oclif.commands ? [...hooks, `${oclif.commands.target.replace(/^\.\/dist/, 'src')}/**/*.ts`] : hooks
}

/** @param {string} built `./dist/x.js` */
const sourceOf = (built) => built.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts')
