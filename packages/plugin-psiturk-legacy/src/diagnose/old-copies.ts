import type {Diagnosis} from '@mturk-cli/core'
import {run} from '@mturk-cli/core'
import {openWorkTreeOf} from '@mturk-cli/core/doctor'
import {backupsOf, displayPath, oldBackupsOf} from '@mturk-cli/core/files'
import type {Source, Surroundings} from '../sources/source.js'

/** The copies of psiTurk's files that a migration made; of files in which there is no key any more, nobody else knows. */
export async function diagnoseOldCopies(
  sources: readonly Source[],
  {home, env}: Surroundings,
  now = Date.now(),
): Promise<readonly Diagnosis[]> {
  const files = sources.flatMap((source) => (source.kind === 'variables' ? [] : [source.file]))
  const found = await Promise.all(files.map((file) => oldBackupsOf(file, home, now)))
  const copies = (await Promise.all(files.map(backupsOf))).flat()
  const open = await Promise.all(
    copies.map(async (backup): Promise<Diagnosis[]> => {
      const tree = await openWorkTreeOf(backup, env)
      if (tree === undefined) return []
      const message = `${displayPath(backup, home)} is a copy of keys that mturk made, and stands in the git work tree ${displayPath(tree, home)}, which does not ignore it: one "git add" from everybody who gets that.`
      const remedy = `${run('rm', backup).command}, or name it in .gitignore: *.mturk-backup-*`
      return [{id: 'in-git', code: 'in_git', severity: 'warning', message, remedy, stops: 'entry'}]
    }),
  )
  const old = found.flat().map(({backup, message}) => ({
    id: 'old-backup',
    code: 'old_backup',
    severity: 'warning' as const,
    message,
    remedy: run('rm', backup).command,
    stops: 'entry' as const,
  }))
  return [...open.flat(), ...old]
}
