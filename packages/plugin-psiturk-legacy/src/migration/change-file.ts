import {lstat, realpath} from 'node:fs/promises'
import {backendError} from '@mturk-cli/core'
import {discardFile, editFile, readForEdit} from '@mturk-cli/core/files'
import {keySpans} from '../scrub/key-lines.js'
import {scrubbed} from '../scrub/scrub.js'
import type {MigrationState} from './journal-format.js'
import {dropCopyOf, keepCopy} from './keep-copy.js'
import type {FileChange} from './plan.js'

/** A file that lost its key, and its copy. */
export interface ChangedFile {
  readonly file: string
  readonly display: string
  readonly kind: FileChange['kind']
  readonly backup: string
  /** Where the copy goes back to: what a link leads to, or the file. */
  readonly target: string
}

export async function targetOf(file: string): Promise<string> {
  return realpath(file).catch(() => file)
}

/**
 * A copy first, and only then the change, whole or not at all; afterwards the file is read back.
 *
 * @throws a `MturkBackendError` of `editFile`, `conflict` where somebody else has changed the file since it was shown.
 *   Where the file is as it was, no copy stays behind.
 */
export async function changeFile({source, kind, before}: FileChange, backup: string): Promise<ChangedFile> {
  const {file, display} = source
  const target = (await lstat(file)).isSymbolicLink() ? await targetOf(file) : file
  const bytes = await readForEdit(file)
  if (!bytes?.equals(before)) throw changed(file)
  const after = scrubbed(source, bytes)
  try {
    await keepCopy(backup, bytes)
    if (kind === 'remove') {
      if (!(await discardFile(file, bytes))) throw changed(file)
    } else {
      await editFile(file, (now) => (now?.equals(bytes) ? after : refuse(file)))
    }
  } catch (error) {
    await dropCopyOf(file, backup)
    throw error
  }
  const left = await readForEdit(file)
  if (left && keySpans(source, left).length > 0) throw changed(file)
  return {file, display, kind, backup, target}
}

/** With those that the run before this one had changed, when it was cut off: their copies are there. */
export async function allChanged(
  {files}: MigrationState,
  backups: readonly string[],
  done: readonly ChangedFile[],
): Promise<readonly ChangedFile[]> {
  const all = await Promise.all(
    files.map(async ({file, display, change, backup}) => {
      const now = done.find((each) => each.file === file)
      if (now) return [now]
      return backups.includes(backup) ? [{file, display, kind: change, backup, target: await targetOf(file)}] : []
    }),
  )
  return all.flat()
}

function refuse(file: string): never {
  throw changed(file)
}

function changed(file: string): Error {
  return backendError('conflict', `${file} was changed by another program meanwhile; it was left as it is.`, {
    remedy: 'Run the same command once more.',
  })
}
