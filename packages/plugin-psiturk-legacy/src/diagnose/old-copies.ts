import path from 'node:path'
import type {Diagnosis} from '@mturk-cli/core'
import {run} from '@mturk-cli/core'
import {openWorkTreeOf} from '@mturk-cli/core/doctor'
import {agedBackupsOf, botoPaths, displayPath} from '@mturk-cli/core/files'
import {targetOf} from '../migration/change-file.js'
import {earlierCopies, type EarlierCopy} from '../migration/earlier-copies.js'
import {wayBack, WHOLE_FILE} from '../migration/way-back.js'
import {readSource} from '../reading/read-source.js'
import type {Source, Surroundings} from '../sources/source.js'

/**
 * The copies that a migration made: of psiTurk's files, in which there may be no key any more, so that nobody else knows of
 * them; and of the credentials file, where the same run replaced a key.
 */
export async function diagnoseOldCopies(
  sources: readonly Source[],
  surroundings: Surroundings,
  now = Date.now(),
): Promise<readonly Diagnosis[]> {
  const files = sources.flatMap((source) => (source.kind === 'variables' ? [] : [source.file]))
  const copies = await earlierCopies(files, [botoPaths(surroundings).credentials])
  const found = await Promise.all(copies.map((each) => diagnosesOf(each, surroundings, now)))
  return found.flat()
}

const KEYS_OF_THEN = 'the keys of then'

/** Of a file that held nothing else, the copy is no place of a key. */
async function hasPlaceholders(copy: string): Promise<boolean> {
  const kind = path.basename(copy).startsWith('.env') ? 'dotenv' : 'ini'
  const source = {kind, role: 'named', file: copy, display: copy, isCertain: true} as const
  return (await readSource(source, {env: {}}))?.state === 'placeholder'
}

async function diagnosesOf({copy, file}: EarlierCopy, {home, env}: Surroundings, now: number): Promise<Diagnosis[]> {
  const tree = await openWorkTreeOf(copy, env)
  const remove = run('rm', copy).command
  const inGit: Diagnosis[] =
    tree === undefined
      ? []
      : [
          {
            id: 'in-git',
            code: 'in_git',
            severity: 'warning',
            message: `${displayPath(copy, home)} is a copy of keys that mturk made, and stands in the git work tree ${displayPath(tree, home)}, which does not ignore it: one "git add" from everybody who gets that.`,
            remedy: `${remove}, or name it in .gitignore: *.mturk-backup-*`,
            stops: 'entry',
          },
        ]
  const aged = (await agedBackupsOf(file, home, now)).find(({backup}) => path.basename(backup) === path.basename(copy))
  if (!aged) return inGit
  const back = wayBack(copy, await targetOf(file)).command
  const old: Diagnosis = {
    id: 'old-backup',
    code: 'old_backup',
    severity: aged.isOld ? 'warning' : 'note',
    message: (await hasPlaceholders(copy)) ? aged.message.replace(KEYS_OF_THEN, 'the placeholders') : aged.message,
    remedy: aged.isOld ? remove : `When all works: ${remove}; the way back: ${back} (${WHOLE_FILE})`,
    stops: 'entry',
  }
  return [...inGit, old]
}
