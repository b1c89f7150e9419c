import {posix} from 'node:path'
import {importsOf, type Import} from './imports.js'
import type {Package, Source} from './sources.js'

/** An import with the place it leads to. */
export interface Edge extends Import {
  /** Folder of the package that imports (`core`), or `tests`. */
  readonly from: string
  /** A module of the same package; undefined where the specifier names a package. */
  readonly module?: string
  /** `@oclif/core` of `@oclif/core/flags`; `node:fs`. */
  readonly packageName?: string
  /** Folder of the package of ours that is reached. */
  readonly ours?: string
}

export interface Graph {
  readonly modules: readonly string[]
  readonly edges: readonly Edge[]
}

export function graphOf(sources: readonly Source[], packages: readonly Package[]): Graph {
  const folders = new Map(packages.map(({folder, json}) => [json.name, folder]))
  const edges = sources.flatMap(importsOf).map((found) => edgeOf(found, folders))
  return {modules: sources.map(({file}) => file), edges}
}

function edgeOf(found: Import, folders: ReadonlyMap<string, string>): Edge {
  const {file, specifier} = found
  const from = ownerOf(file)
  if (specifier === null) return {...found, from}
  if (/^[./]/.test(specifier)) {
    const module = sourceOf(posix.join(posix.dirname(file), specifier), file)
    return {...found, from, module, ...(ownerOf(module) === from ? {} : {ours: ownerOf(module)})}
  }
  const packageName = /^(?:node:)?(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
  const ours = folders.get(packageName)
  return {...found, from, packageName, ...(ours === undefined ? {} : {ours})}
}

/** What is loaded is built, what is written is TypeScript: `.js` stands for `.ts` but in a `bin`, which is not built. */
function sourceOf(path: string, importer: string): string {
  const source = path.replace(/^(packages\/[^/]+)\/dist\//, '$1/src/')
  return importer.endsWith('.ts') || source !== path ? source.replace(/\.js$/, '.ts') : source
}

/** `core` for `packages/core/src/remedy.ts`; `tests`, `scripts`, … for what is in no package. */
export function ownerOf(file: string): string {
  const [first = '', second = ''] = file.split('/')
  return first === 'packages' ? second : first
}

/** What tsconfig.build.json leaves out serves tests only, whatever it is called. */
export function isShipped(file: string, packages: readonly Package[]): boolean {
  const {folder, excluded} = packages.find((each) => each.folder === ownerOf(file)) ?? {}
  return !(excluded ?? []).some((pattern) => posix.matchesGlob(file, `packages/${folder}/${pattern}`))
}

/** Circles among the nodes, each as the sorted list of its members; a node that only reaches itself is none. */
export function circlesIn(edges: readonly {readonly from: string; readonly to: string}[]): string[][] {
  const next = Map.groupBy(edges, ({from}) => from)
  const reach = new Map([...next.keys()].map((node) => [node, reachedFrom(node, next)]))
  const isCircle = (a: string, b: string) => a !== b && reach.get(a)?.has(b) === true && reach.get(b)?.has(a) === true
  const circles = [...next.keys()].map((node) => [node, ...[...next.keys()].filter((other) => isCircle(node, other))])
  const distinct = new Map(circles.filter(({length}) => length > 1).map((circle) => [circle.sort().join(' '), circle]))
  return [...distinct.values()]
}

function reachedFrom(start: string, next: ReadonlyMap<string, readonly {readonly to: string}[]>): Set<string> {
  const reached = new Set<string>()
  const waiting = [start]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const {to} of next.get(node) ?? []) {
      if (reached.has(to)) continue
      reached.add(to)
      waiting.push(to)
    }
  }
  return reached
}
