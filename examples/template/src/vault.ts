import {randomUUID} from 'node:crypto'
import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
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
      return JSON.parse(await readFile(fileOf(name), 'utf8'))
    } catch (error) {
      if (is('ENOENT', error)) return null
      throw trouble('unreadable', `${fileOf(name)} cannot be read, or is not JSON.`)
    }
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
      try {
        // Who makes this file may change the other one. It is its owner's alone from its first byte.
        const content = JSON.stringify({key, version: randomUUID()})
        await writeFile(next, content, {flag: 'wx', mode: 0o600, flush: true})
      } catch (error) {
        if (is('EEXIST', error)) return false
        throw error
      }
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

const is = (code: string, error: unknown) => (error as NodeJS.ErrnoException).code === code
