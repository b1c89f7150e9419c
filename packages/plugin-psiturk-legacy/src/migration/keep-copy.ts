import {access} from 'node:fs/promises'
import {readForEdit, sweepTemporaries, writeOwnerOnly} from '@mturk-cli/core/files'

/** Keeps a copy under a name that the journal knows: whole or not at all, owner-only from its first byte. */
export async function keepCopy(backup: string, bytes: Uint8Array): Promise<void> {
  await sweepTemporaries(backup) // of a run that died while it wrote the same copy
  const before = await readForEdit(backup)
  if (before?.equals(bytes)) return
  await writeOwnerOnly(backup, bytes)
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
