import {join} from 'node:path'

import {isMturkError, MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {run, say, type Remedy} from '../remedy.js'
import {journalDirectory, type JournalKind} from './format.js'
import {listPrivateFiles} from './private-file.js'

/** What a journal is for, to somebody who has one that cannot be used. */
interface Stakes {
  /** What only it may hold. */
  readonly holds: string
  /** Where a person sees how things stand without it. */
  readonly look: Remedy
  /** What is lost by moving it away, as a sentence. */
  readonly lost: string
}

const STAKES: Readonly<Record<JournalKind, Stakes>> = {
  rotate: {
    holds: 'It belongs to a rotation that was not finished, and may hold the only copy of the new key’s secret.',
    look: run('mturk keys list'),
    lost: 'Lost by that: how far the rotation came. A key that no place holds can then only be deleted, with `mturk keys delete`; what a place holds goes on working.',
  },
  'create-user': {
    holds: 'It belongs to a user that was half made, and may hold the only copy of its key’s secret.',
    look: run('mturk iam list-users'),
    lost: 'Lost by that: what was made so far, which nothing undoes then but `mturk iam delete-user`.',
  },
  'delete-user': {
    holds: 'It belongs to a user that was half deleted. It holds no secret.',
    look: run('mturk iam list-users'),
    lost: 'Lost by that: how far it came. `mturk iam delete-user` begins anew.',
  },
  migrate: {
    holds: 'It belongs to a migration that was not finished. It holds no secret, and says which copies it made.',
    look: run('mturk credentials list'),
    lost: 'Lost by that: the way back. The copies that were made stay beside their files.',
  },
}

const MOVED_AWAY = '.kept'

/** A journal that somebody moved away, as they were told to. */
export interface MovedAway {
  /** Absolute. */
  readonly path: string
  readonly message: string
  readonly remedy: readonly Remedy[]
}

/** Nothing reads them any more, and nothing deletes them. Reads names only. */
export async function journalsMovedAway(dataDirectory: string): Promise<readonly MovedAway[]> {
  const directory = journalDirectory(dataDirectory)
  return (await listPrivateFiles(directory)).flatMap((name): MovedAway[] => {
    const [, kind] = /-(create-user|delete-user|migrate|rotate)\.json\.kept$/.exec(name) ?? []
    if (kind === undefined) return []
    const path = join(directory, name)
    const {holds, look} = STAKES[kind as JournalKind]
    return [
      {
        path,
        message: `${path} is a journal that was moved away, and nothing uses it any more. ${holds}`,
        remedy: [
          say('How things stand:'),
          look,
          say('If nothing in it is needed any more, delete it:'),
          run('rm', path),
        ],
      },
    ]
  })
}

/** How to go on with a journal that is not used: look, and what it costs to do without it. */
export function wayOut(path: string, kind: JournalKind): readonly Remedy[] {
  const {holds, look, lost} = STAKES[kind]
  return [
    say(`${holds} How things stand:`),
    look,
    say('To go on without it, move it away, and delete it when all is well:'),
    run('mv -i', path, `${path}${MOVED_AWAY}`),
    say(lost),
  ]
}

/** A journal that nobody forged, as far as can be told, and that says nothing we can act on. */
export function unreadableJournal(
  path: string,
  kind: JournalKind,
  why: string,
  first: readonly Remedy[] = [],
): MturkError {
  return new MturkError({
    code: 'unsafe_journal',
    exit: Exit.credentials,
    message: `${path} is no journal that this version of mturk can read: ${why}.`,
    remedy: [...first, ...wayOut(path, kind)],
  })
}

/** The same way out for one whose owner, mode or kind of file is not trusted. Anything else stays as it is. */
export function withWayOut(error: unknown, path: string, kind: JournalKind): unknown {
  if (!isMturkError(error) || error.code !== 'unsafe_journal') return error
  const {code, exit, message, remedy} = error
  return new MturkError({code, exit, message, remedy: [...remedy, ...wayOut(path, kind)], cause: error})
}
