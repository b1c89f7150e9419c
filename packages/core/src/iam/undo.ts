import type {FoundPlace} from '../credentials/index.js'
import type {Journal} from '../journal/index.js'
import {steps, type CreateUserState, type CreateUserTools, type StepId} from './create-user-steps.js'
import {lackingRights} from './explain.js'
import {findPlacesInUse, userInUse} from './in-use.js'
import {undoingFailed} from './what-is-left.js'

export interface ToUndo {
  /** The steps that may have made something. */
  readonly begun: readonly StepId[]
  /** Whether the user of that name is the one that this change made; another one is not touched. */
  readonly isOurs: () => Promise<boolean>
  /** Why it is undone. */
  readonly cause: unknown
}

/**
 * Takes back in reverse what was begun, and closes the journal. A step that cannot be undone does not stop the others; and
 * where the user goes all the same, nothing is left, since IAM deletes no user that carries anything.
 *
 * @returns whether there was anything to take back
 * @throws MturkError `interrupted` where something may be left: the journal then stays, without what was undone
 * @throws UserInUse where this machine keeps a key of a user that an earlier run began; nothing was undone then
 */
export async function undo(
  tools: CreateUserTools,
  journal: Journal<CreateUserState>,
  {begun, isOurs, cause}: ToUndo,
): Promise<boolean> {
  await journal.record({...journal.state, begun}).catch(diskMayBeFull)
  const failures: unknown[] = []
  let ours = true
  let inUse: readonly FoundPlace[] = []
  const attempt = async (work: () => Promise<void>) => work().catch((error: unknown) => void failures.push(error))

  await attempt(async () => {
    ours = await isOurs()
    if (ours && journal.resumed) inUse = await findPlacesInUse(tools, journal.state)
    if (inUse.length > 0) return
    if (!ours) await journal.close()
    else await tools.progress('Undoing what was made', takeBack)
    // A user that was taken over stays.
    if (ours && journal.state.request.adopted && failures.length === 0) await journal.close()
  })
  if (inUse.length > 0) throw userInUse(journal, inUse, tools.explain(cause))
  if (failures.length === 0) return ours
  const lacking = lackingRights([cause, ...failures])
  if (lacking.length > 0) await journal.record({...journal.state, lacking}).catch(diskMayBeFull)
  throw undoingFailed(journal.state, tools.explain(cause), tools.explain(failures[0]))

  async function takeBack(): Promise<void> {
    for (const step of steps.toReversed()) {
      const undoStep = step.undo
      if (!undoStep || !begun.includes(step.id)) continue
      await attempt(async () => {
        await undoStep(tools, journal.state)
        if (step.id === 'user') {
          failures.length = 0
          await journal.close()
        } else await journal.record(without(journal.state, step.id)).catch(diskMayBeFull)
      })
    }
  }
}

/** The next run must not count on what is gone. */
function without({key, ...state}: CreateUserState, undone: StepId): CreateUserState {
  const begun = state.begun.filter((id) => id !== undone)
  return {...state, begun, ...(key && undone !== 'key' ? {key} : {})}
}

/** Undoing needs no journal as long as this process lives, and a full disk may be why it undoes. */
function diskMayBeFull(): void {}
