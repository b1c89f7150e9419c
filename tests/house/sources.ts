import {readFileSync, readdirSync} from 'node:fs'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export interface PackageJson {
  readonly name: string
  readonly version?: string
  readonly exports?: Record<string, {types: string; default: string} | string>
  readonly bin?: Readonly<Record<string, string>>
  readonly files?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly oclif?: {plugins?: string[]; hooks?: Record<string, string | string[]>; commands?: {target: string}}
  readonly [field: string]: unknown
}

/** One of our packages. `folder` is the last part of `packages/core`. */
export interface Package {
  readonly folder: string
  readonly json: PackageJson
  /** The packages that tsconfig.build.json refers to, by folder. */
  readonly references: readonly string[]
  /** Patterns that tsconfig.build.json leaves out. */
  readonly excluded: readonly string[]
}

export interface Source {
  /** From the root of the workspace, with `/` on every system. */
  readonly file: string
  readonly text: string
}

export function readPackages(): Package[] {
  return readdirSync(join(root, 'packages')).map((folder) => {
    const build = readJson<{references?: {path: string}[]; exclude?: string[]}>(
      `packages/${folder}/tsconfig.build.json`,
    )
    const references = (build.references ?? []).map(({path}) => path.split('/').at(-2) ?? path)
    const excluded = build.exclude ?? []
    return {folder, json: readJson<PackageJson>(`packages/${folder}/package.json`), references, excluded}
  })
}

/** Every module that is ours to write, in the packages and in the tests. */
export function readSources(): Source[] {
  const folders = readdirSync(join(root, 'packages')).flatMap((name) => [
    `packages/${name}/src`,
    `packages/${name}/bin`,
  ])
  return [...folders, 'tests'].flatMap(filesIn).map((file) => ({file, text: readText(file)}))
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((file) => !file.includes('node_modules/'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [] // most packages have no bin
    throw error
  }
}

export const readText = (file: string) => readFileSync(join(root, file), 'utf8')

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what the file holds
export function readJson<T>(file: string): T {
  return JSON.parse(readText(file)) as T
}
