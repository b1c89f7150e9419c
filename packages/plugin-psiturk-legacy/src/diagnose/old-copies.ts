import type {Diagnosis} from '@mturk-cli/core'
import {run} from '@mturk-cli/core'
import {oldBackupsOf} from '@mturk-cli/core/files'
import type {Source, Surroundings} from '../sources/source.js'

/** The copies of psiTurk's files that a migration made; of files in which there is no key any more, nobody else knows. */
export async function diagnoseOldCopies(
  sources: readonly Source[],
  {home}: Surroundings,
  now = Date.now(),
): Promise<readonly Diagnosis[]> {
  const files = sources.flatMap((source) => (source.kind === 'variables' ? [] : [source.file]))
  const found = await Promise.all(files.map((file) => oldBackupsOf(file, home, now)))
  return found.flat().map(({backup, message}) => ({
    id: 'old-backup',
    code: 'old_backup',
    severity: 'warning',
    message,
    remedy: run('rm', backup).command,
    stops: 'entry',
  }))
}
