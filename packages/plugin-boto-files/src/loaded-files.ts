import {readFile, stat} from 'node:fs/promises'
import {devNull} from 'node:os'
import {
  botoPaths,
  codeOf,
  loadBotoConfiguration,
  loadBotoFile,
  whyNotWritable,
  type BotoConfiguration,
  type LoadedFile,
  type Surroundings,
} from '@mturk-cli/core/files'
import {readKeyValues, type KeyValue} from './key-value-file.js'

/** The file that AWS_CREDENTIAL_FILE names. Boto gives up on anything but `read`. */
export type LoadedKeyValues =
  | {readonly path: string; readonly state: 'missing' | 'unreadable' | 'not-utf8'}
  | {readonly path: string; readonly state: 'read'; readonly values: ReadonlyMap<string, KeyValue>}

/** Everything that Boto may read, as it is at this moment. */
export interface LoadedFiles extends Surroundings {
  readonly aws: BotoConfiguration
  readonly ec2: LoadedKeyValues | null
  readonly boto: readonly LoadedFile[]
  /** Why the file at this path cannot be changed; undefined where it can. */
  whyNotWritable(path: string): string | undefined
}

export async function loadFiles(surroundings: Surroundings): Promise<LoadedFiles> {
  const paths = botoPaths(surroundings)
  const all = [...new Set([paths.credentials, paths.config, ...(paths.ec2 === null ? [] : [paths.ec2]), ...paths.boto])]
  const [aws, ec2, boto, reasons] = await Promise.all([
    loadBotoConfiguration(surroundings),
    paths.ec2 === null ? null : loadKeyValues(paths.ec2),
    Promise.all(paths.boto.map((path) => loadBotoFile(path, surroundings.instead))),
    Promise.all(all.map(whyNotWritable)),
  ])
  const byPath = new Map(all.map((path, index) => [path, reasons[index]]))
  return {...surroundings, aws, ec2, boto, whyNotWritable: (path) => byPath.get(path)}
}

async function loadKeyValues(path: string): Promise<LoadedKeyValues> {
  if (path === '') return {path, state: 'missing'}
  if (path === devNull) return {path, state: 'read', values: new Map()}
  try {
    if (!(await stat(path)).isFile()) return {path, state: 'unreadable'}
    const values = readKeyValues(await readFile(path))
    return values ? {path, state: 'read', values} : {path, state: 'not-utf8'}
  } catch (error) {
    return {path, state: codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR' ? 'missing' : 'unreadable'}
  }
}
