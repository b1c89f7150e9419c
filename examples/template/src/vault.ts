import {randomUUID} from 'node:crypto'
import {mkdir, readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import type {BackendErrorCode, Key} from '@mturk-cli/core'

/** What a vault can do: yours may be a program to start, or an address to ask. */
export interface Vault {
  names(): Promise<string[]>
  get(name: string): Promise<{key: Key; version: string} | null>
  /** Compare-and-set: false, and nothing is changed, where the version is another one by now. */
  put(name: string, key: Key | null, version: string | null): Promise<boolean>
}

/** An error that mturk understands. No secret in its words, and no words of others that may hold one. */
export const trouble = (code: BackendErrorCode, message: string) =>
  Object.assign(new Error(message), {name: 'MturkBackendError', code})

/** A folder with a file for each name, so that there is something to try. Put your vault in its place. */
export function openVault(folder: string): Vault {
  const fileOf = (name: string) => join(folder, `${encodeURIComponent(name)}.json`)
  const get: Vault['get'] = async (name) => {
    try {
      const {key, version} = JSON.parse(await readFile(fileOf(name), 'utf8'))
      if (key.accessKeyId && key.secretAccessKey && version) return {key, version}
    } catch (error) {
      if (is('ENOENT', error)) return null
    }
    throw trouble('unreadable', `${fileOf(name)} cannot be read, or holds no key.`)
  }
  return {
    get,
    async names() {
      const files = await readdir(folder).catch((error) => (is('ENOENT', error) ? [] : Promise.reject(error)))
      return files.filter((file) => file.endsWith('.json')).map((file) => decodeURIComponent(file.slice(0, -5)))
    },
    async put(name, key, version) {
      await mkdir(folder, {recursive: true, mode: 0o700})
      const next = `${fileOf(name)}.new`
      await claim(next, JSON.stringify({key, version: randomUUID()}))
      try {
        if (((await get(name))?.version ?? null) !== version) return false
        if (key) await rename(next, fileOf(name))
        else await rm(fileOf(name))
        return true
      } finally {
        await rm(next, {force: true})
      }
    },
  }
}

/** Milliseconds after which nobody is at work any more who made such a file: a change takes a few. */
const LEFT_BEHIND = 3000

/** Who makes this file may change the other one. It is its owner's alone from its first byte. */
async function claim(file: string, content: string): Promise<void> {
  for (;;) {
    try {
      return await writeFile(file, content, {flag: 'wx', mode: 0o600, flush: true})
    } catch (error) {
      if (!is('EEXIST', error)) throw error
    }
    const made = await stat(file).catch(() => null)
    if (made && Date.now() - made.mtimeMs > LEFT_BEHIND) {
      // Its maker was killed. Of several who see that, one moves it out of the way.
      const old = `${file}.${randomUUID()}`
      await rename(file, old).then(
        () => rm(old),
        () => {},
      )
    } else await pause(20)
  }
}

const is = (code: string, error: unknown) => (error as NodeJS.ErrnoException).code === code
