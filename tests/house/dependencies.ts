import {isShipped, type Edge} from './graph.js'
import type {Package} from './sources.js'

/** Where package.json or tsconfig.build.json and the imports of a package disagree. */
export function disagreements(each: Package, edges: readonly Edge[]): string[] {
  const {folder, json, references} = each
  const own = edges.filter(({from, packageName}) => from === folder && packageName !== undefined)
  const shipped = own.filter(({file}) => isShipped(file, [each]))
  const declared = new Set(Object.keys({...json.dependencies, ...json.peerDependencies}))
  const anywhere = new Set([...declared, ...Object.keys(json.devDependencies ?? {}), 'vitest'])
  const said = (wanted: boolean, words: string) => (wanted ? [`${json.name} ${words}`] : [])
  const foreign = ({packageName = ''}: Edge) => !packageName.startsWith('node:') && packageName !== json.name

  const missing = shipped.filter((edge) => foreign(edge) && !declared.has(edge.packageName ?? ''))
  const missingInTests = own
    .filter((edge) => foreign(edge) && !shipped.includes(edge))
    .filter(({packageName = ''}) => !anywhere.has(packageName))
  // A plugin that oclif loads is depended on without being imported.
  const loaded = new Set(json.oclif?.plugins ?? [])
  const unused = [...declared].filter((name) => !loaded.has(name) && !shipped.some((edge) => edge.packageName === name))
  const reached = new Set(shipped.flatMap(({ours}) => (ours === undefined ? [] : [ours])))

  return [
    ...missing.map(({file, packageName}) => `${file} imports ${packageName}, which is not in its dependencies`),
    ...missingInTests.map(({file, packageName}) => `${file} imports ${packageName}, which is in no dependencies`),
    ...unused.flatMap((name) => said(true, `depends on ${name} and does not import it`)),
    ...[...reached].flatMap((to) =>
      said(!references.includes(to), `imports ${to}: tsconfig.build.json must refer to it`),
    ),
    ...references.flatMap((to) =>
      said(!reached.has(to), `refers to ${to} in tsconfig.build.json and does not import it`),
    ),
  ]
}
