import type {Location} from '@mturk-cli/core'
import type {AccessKey, Target} from '@mturk-cli/core/credentials'
import type {Found} from '../reading/found.js'
import type {FileSource} from '../sources/source.js'
import type {KeyCheck} from './check-key.js'
import type {MigrationOptions} from './options.js'
import type {BeforeAndAfter} from './psiturk-3.js'

/** A place that was found, and which tools take their key from it. */
export interface FoundPlace {
  readonly found: Found
  readonly users: readonly string[]
}

/** A key on its way. */
export interface Move {
  readonly key: AccessKey
  readonly target: Target
  /** The id that the target holds now and that is to be replaced; null: it is free. */
  readonly expect: string | null
  /** Where the key will be; null where the backend does not say beforehand. */
  readonly place: Location | null
  /** The very same key is there already. */
  readonly alreadyThere: boolean
}

/** A file that is to lose its key. */
export interface FileChange {
  readonly source: FileSource
  readonly kind: 'scrub' | 'remove'
  readonly before: Uint8Array
  /** Empty for a file that is to go. */
  readonly after: Uint8Array
  /** Why the file cannot be changed, as the rest of a sentence; null: it can. */
  readonly hindrance: string | null
}

/** All that a migration would do. Nothing of it is done yet. */
export interface MigrationPlan {
  readonly options: MigrationOptions
  readonly places: readonly FoundPlace[]
  readonly move: Move | null
  readonly check: KeyCheck | null
  /** Where `region = us-east-1` is to be written; null: nowhere. */
  readonly region: string | null
  readonly changes: readonly FileChange[]
  /** Which key psiTurk 3 uses before and after. */
  readonly psiturk: BeforeAndAfter
  /** What a person should know besides, in sentences. */
  readonly notes: readonly string[]
  /** An earlier run said yes to it, and was cut off. */
  readonly resumed: boolean
}

/** Another key goes from a file, of which a copy is kept. */
export function isReplacing(move: Move): move is Move & {place: Location & {file: string}} {
  return !move.alreadyThere && move.expect !== null && move.place?.file !== undefined
}

/** The files that would have to be changed and cannot be. */
export function hinderedIn({changes}: Pick<MigrationPlan, 'changes'>): readonly FileChange[] {
  return changes.filter(({hindrance}) => hindrance !== null)
}

export function isNothingToDo({move, region, changes}: MigrationPlan): boolean {
  return (move === null || move.alreadyThere) && region === null && changes.length === 0
}
