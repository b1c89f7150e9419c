import {access, unlink} from 'node:fs/promises'
import {readForEdit, sweepTemporaries, writeOwnerOnly} from '@mturk-cli/core/files'

/** Keeps a copy under a name that the journal knows: whole or not at all, owner-only from its first byte. */
export async function keepCopy(backup: string, bytes: Uint8Array): Promise<void> {
  await sweepTemporaries(backup) // of a run that died while it wrote the same copy
  const before = await readForEdit(backup)
  if (before?.equals(bytes)) return
  await writeOwnerOnly(backup, bytes)
}

/** A copy of what still stands in the file is one secret too many; of what is gone from there it is the only one. */
export async function dropCopyOf(file: string, backup: string): Promise<void> {
  try {
    const [now, copy] = await Promise.all([readForEdit(file), readForEdit(backup)])
    if (now && copy && now.equals(copy)) await unlink(backup)
  } catch {
    // It stays, and `mturk doctor` names it.
  }
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
