import {Buffer} from 'node:buffer'
import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

/** What is on a machine when somebody asks for a key. */
export interface FileSet {
  /** By path in the home directory. A path that ends with `/` is an empty directory. */
  readonly files: Readonly<Record<string, Uint8Array>>
  /** Besides HOME. `~~` at the beginning of a value stands for the home directory. */
  readonly env: Readonly<Record<string, string>>
  /** Asked for by name besides all those that Boto knows. */
  readonly profiles: readonly string[]
}

/** A file set on the disk: what both sides are asked about. */
export interface LaidOut {
  readonly home: string
  /** All variables, HOME among them. */
  readonly env: Readonly<Record<string, string>>
}

/** Lays a file set out in a new directory. Whoever asks for one removes it. */
export function layOut({files, env}: Pick<FileSet, 'files' | 'env'>, home: string): LaidOut {
  mkdirSync(home, {recursive: true})
  for (const [file, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(home, `${file}.`)), {recursive: true})
    if (!file.endsWith('/')) writeFileSync(join(home, file), bytes)
  }
  return {home, env: {HOME: home, USERPROFILE: home, ...expanded(env, home)}}
}

export function cleanUp({home}: LaidOut): void {
  rmSync(home, {recursive: true, force: true})
}

function expanded(env: FileSet['env'], home: string): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace(/^~~/, home)]))
}

/** For people and for the corpus: text where the bytes are UTF-8 that comes back the same, else base64. */
export type Printed = string | {readonly base64: string}

export function printBytes(bytes: Uint8Array): Printed {
  const buffer = Buffer.from(bytes)
  const text = buffer.toString('utf8')
  return Buffer.from(text, 'utf8').equals(buffer) ? text : {base64: buffer.toString('base64')}
}

export function readPrinted(printed: Printed): Uint8Array {
  return typeof printed === 'string' ? Buffer.from(printed, 'utf8') : Buffer.from(printed.base64, 'base64')
}
