import {Buffer} from 'node:buffer'
import type {FileSet} from './file-set.js'

/** Leaves out of a file set whatever can be left out while it still does what it did. */
export async function shrink(set: FileSet, stillFails: (smaller: FileSet) => Promise<boolean>): Promise<FileSet> {
  let now = set
  const attempt = async (smaller: FileSet) => {
    if (!(await stillFails(smaller))) return false
    now = smaller
    return true
  }
  for (const profile of set.profiles) {
    await attempt({...now, profiles: now.profiles.filter((each) => each !== profile)})
  }
  for (const name of Object.keys(set.env)) await attempt({...now, env: without(now.env, name)})
  for (const file of Object.keys(set.files)) {
    if (await attempt({...now, files: without(now.files, file)})) continue
    for (const split of [linesOf, charactersOf]) {
      const pieces = split(textOf(now.files[file] as Uint8Array))
      // What is very long stays as it is: nobody reads it anyway, and the way there is long.
      if (pieces.length > 2000) continue
      await shrinkPieces(pieces, (fewer) =>
        attempt({...now, files: {...now.files, [file]: Buffer.from(fewer.join(''), 'latin1')}}),
      )
    }
  }
  return now
}

/** Takes away pieces, many at once as long as that works, then fewer (after Zeller's ddmin). */
async function shrinkPieces(all: string[], works: (fewer: string[]) => Promise<boolean>): Promise<void> {
  let pieces = all
  for (let size = Math.ceil(pieces.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < pieces.length;) {
      const fewer = [...pieces.slice(0, at), ...pieces.slice(at + size)]
      if (await works(fewer)) pieces = fewer
      else at += size
    }
  }
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const linesOf = (text: string) => text.match(/[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+$/g) ?? []
const charactersOf = (text: string) => [...text]

function without<T>(all: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== name))
}
