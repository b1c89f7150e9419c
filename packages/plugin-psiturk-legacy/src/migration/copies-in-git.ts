import {displayPath} from '@mturk-cli/core/files'
import {openWorkTreeOf} from '@mturk-cli/core/doctor'
import type {Surroundings} from '../sources/source.js'
import {isReplacing, type MigrationPlan} from './plan.js'

/** A `.gitignore` that names the file need not name its copy; also not that of a credentials file in which a key is replaced. */
export async function notesOfCopiesInGit(
  {changes, move}: Pick<MigrationPlan, 'changes' | 'move'>,
  {env, home}: Surroundings,
): Promise<readonly string[]> {
  const files = [...(move && isReplacing(move) ? [move.place.file] : []), ...changes.map(({source: {file}}) => file)]
  const notes = await Promise.all(
    files.map(async (file) => {
      const display = displayPath(file, home)
      const tree = await openWorkTreeOf(`${file}.mturk-backup-20260101T000000Z`, env)
      if (tree === undefined) return []
      return [
        `The copy of ${display} will stand in the git work tree ${displayPath(tree, home)}, which does not ignore it: one "git add" from everybody who gets that. Name it in .gitignore first: *.mturk-backup-*`,
      ]
    }),
  )
  return notes.flat()
}
