import {readFile} from 'node:fs/promises'
import {join} from 'node:path'

/** What npm notes of a package that it installed. */
export interface Locked {
  readonly version?: string
  /** Where it came from; for git with the commit. */
  readonly resolved?: string
  /** Of the tarball; git has none. */
  readonly integrity?: string
  readonly hasInstallScript?: boolean
}

/** By name, of all packages in the first level of node_modules; empty where nothing is installed. */
export async function lockedIn(folder: string): Promise<ReadonlyMap<string, Locked>> {
  const text = await readFile(join(folder, 'node_modules', '.package-lock.json'), 'utf8').catch(() => '{}')
  const {packages = {}} = JSON.parse(text) as {packages?: Record<string, Locked>}
  return new Map(Object.entries(packages).map(([path, locked]) => [path.replace(/^node_modules\//, ''), locked]))
}

/** Whether both are the same package to the byte, as far as npm knows. */
export function isSame(one: Locked, other: Locked): boolean {
  if (one.version !== other.version) return false
  if (one.integrity !== undefined && other.integrity !== undefined) return one.integrity === other.integrity
  return commitOf(one) === commitOf(other)
}

/** Undefined for what is not from git. */
export function commitOf({resolved = ''}: Locked): string | undefined {
  return /#([0-9a-f]{40,})$/.exec(resolved)?.[1]
}
