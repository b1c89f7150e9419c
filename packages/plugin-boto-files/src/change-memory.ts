import {discardFile, editFile, readForEdit, type Change, type LockOptions} from '@mturk-cli/core/files'

interface Edit {
  readonly path: string
  readonly change: Change
}

/** One file before and after a change of ours; null: there was none. */
interface Changed {
  readonly path: string
  readonly before: Uint8Array | null
  readonly after: Uint8Array
}

type Options = Pick<LockOptions, 'signal'>

/** Who is waited for, and at which file. */
type Waiting = (path: string, ...whom: Parameters<Required<LockOptions>['onWait']>) => void

/** Milliseconds. Most are done before anybody could read that they are waited for. */
const SILENT = 1000

export interface ChangeMemory {
  /** Edits the files in this order; where one fails, those before it are put back. */
  edit(edits: readonly Edit[], options: Options): Promise<void>
  /**
   * Takes back the last edit if it led away from what is wanted now at this path, and nobody has changed the file since. One
   * that was about another place of the file led nowhere, and stays.
   *
   * @returns whether it did
   */
  takeBack(path: string, isWanted: (bytes: Uint8Array | null) => boolean, options: Options): Promise<boolean>
}

/**
 * What the files held before this process changed them. Without it, taking a key out again would leave a file that means
 * the same as before, but has a blank line more, lacks a stale token, or was not there at all.
 */
export function changeMemory(onWait: Waiting): ChangeMemory {
  const done: Changed[][] = []
  const atFile = (path: string, {signal}: Options): LockOptions => ({
    ...(signal ? {signal} : {}),
    silentMs: SILENT,
    onWait: (whom) => onWait(path, whom),
  })
  return {
    async edit(edits, options) {
      const changes: Changed[] = []
      try {
        for (const edit of edits) {
          const changed = await watched(edit, atFile(edit.path, options))
          if (changed) changes.unshift(changed)
        }
      } catch (error) {
        // What cannot be put back is worth less than the reason for it.
        for (const changed of changes) await restore(changed, atFile(changed.path, {})).catch(() => undefined)
        throw error
      }
      if (changes.length > 0) done.push(changes)
    },
    async takeBack(path, isWanted, options) {
      const last = done.at(-1)
      const main = last?.find((changed) => changed.path === path)
      if (!last || !main || !isWanted(main.before) || isWanted(main.after)) return false
      if (!(await readForEdit(path))?.equals(main.after)) return false
      for (const changed of last) await restore(changed, atFile(changed.path, options))
      done.pop()
      return true
    },
  }
}

async function watched({path, change}: Edit, options: LockOptions): Promise<Changed | undefined> {
  let before: Uint8Array | null = null
  let after: Uint8Array | null = null
  const {changed} = await editFile(
    path,
    (bytes) => {
      before = bytes
      after = change(bytes)
      return after
    },
    options,
  )
  // Both are of the last time that it was asked: what is in the file now came from that.
  return changed && after !== null ? {path, before, after} : undefined
}

/** Leaves a file alone that somebody else has changed meanwhile. */
async function restore({path, before, after}: Changed, options: LockOptions): Promise<void> {
  if (before === null) await discardFile(path, after, options)
  else await editFile(path, (bytes) => (bytes?.equals(after) ? before : null), options)
}
