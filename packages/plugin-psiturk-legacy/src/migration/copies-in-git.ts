import {displayPath} from '@mturk-cli/core/files'
import {openWorkTreeOf} from '@mturk-cli/core/doctor'
import type {Surroundings} from '../sources/source.js'
import type {FileChange} from './plan.js'

/** A `.gitignore` that names the file need not name its copy. */
export async function notesOfCopiesInGit(
  changes: readonly FileChange[],
  {env, home}: Surroundings,
): Promise<readonly string[]> {
  const notes = await Promise.all(
    changes.map(async ({source: {file, display}}) => {
      const tree = await openWorkTreeOf(`${file}.mturk-backup-20260101T000000Z`, env)
      if (tree === undefined) return []
      return [
        `The copy of ${display} will stand in the git work tree ${displayPath(tree, home)}, which does not ignore it: one "git add" from everybody who gets that. Name it in .gitignore first: *.mturk-backup-*`,
      ]
    }),
  )
  return notes.flat()
}
