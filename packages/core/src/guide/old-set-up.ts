import {maskAccessKeyId, type Diagnosis, type GuardedBackend, type Location} from '../credentials/index.js'
import {Exit} from '../exit-codes.js'
import {migrationsHere, OPEN_MIGRATION} from '../journal/index.js'
import {run} from '../remedy.js'
import {findKey} from './find-key.js'
import type {Guide, StepState} from './step.js'

/** A key in a place that tools should no longer use, and the command that moves it to where they look. */
export interface OldSetUp {
  readonly command: string
  readonly accessKeyId: string
  readonly location: Location
}

/** Backends say of themselves that their keys should move (`migrateCommand`); the guide knows nothing else of them. */
export async function findOldSetUp({sources}: Pick<Guide, 'sources'>): Promise<OldSetUp | null> {
  for (const {backend, command} of oldOnes(sources.backends)) {
    const entries = await backend.list({explicit: false}).catch(() => [])
    for (const {location, accessKeyId, problem} of entries) {
      if (location && accessKeyId !== undefined && !problem) return {command, accessKeyId, location}
    }
  }
  return null
}

/** What stands there in the place of a key, in a sentence: half of one, or what nobody can read; null: nothing. */
export async function brokenOldSetUp({sources}: Pick<Guide, 'sources'>): Promise<string | null> {
  for (const {backend} of oldOnes(sources.backends)) {
    const entries = await backend.list({explicit: false}).catch(() => [])
    const broken = entries.find(({problem}) => problem?.severity === 'error')
    if (broken?.problem) return broken.problem.message
  }
  return null
}

/** What an old set-up does to the tools although there is a good key: as a rule it stands before that, or half of it is moved. */
export async function hindranceOfOldSetUp({
  sources,
  dataDirectory,
}: Pick<Guide, 'sources' | 'dataDirectory'>): Promise<StepState | null> {
  const open = (await migrationsHere(dataDirectory)).open.some(({locked}) => !locked)
  for (const {backend, command} of oldOnes(sources.backends)) {
    if (open) return {state: 'open', message: OPEN_MIGRATION, remedy: [run(command)], exit: Exit.needsMending}
    const found = await backend.diagnose().catch((): readonly Diagnosis[] => [])
    const worst = found.find(({severity, location}) => severity !== 'note' && location !== undefined)
    if (worst) return {state: 'open', message: worst.message, remedy: [run(command)], exit: Exit.needsMending}
  }
  return null
}

function oldOnes(backends: readonly GuardedBackend[]) {
  return backends.flatMap((backend) =>
    backend.migrateCommand === null ? [] : [{backend, command: backend.migrateCommand}],
  )
}

/** Offers to move it, once; nothing where there is none, nobody can be asked, or something else was handed over. */
export async function offerToMigrate(guide: Guide): Promise<void> {
  const {presenter, migrate, options, found} = guide
  if (!presenter.interactive || !migrate || options.csv || options.adminProfile !== undefined || found.oldSetUp) return
  const old = await findOldSetUp(guide)
  if (!old) return
  found.oldSetUp = {moved: null}
  const question = `${old.location.display} holds ${maskAccessKeyId(old.accessKeyId)}. Move it to where every tool looks now?`
  if (!(await presenter.confirm(question, {default: true}))) return
  await migrate(old.command)
  const {key} = await findKey(guide)
  found.oldSetUp = {moved: key?.accessKeyId ?? null}
}

/** For whoever cannot be asked: one way, and in words what else could be done. */
export function oldSetUpState({command, accessKeyId, location}: OldSetUp): StepState {
  return {
    state: 'open',
    message: `none where the tools look; ${location.display} holds ${maskAccessKeyId(accessKeyId)}\nThis moves it. To set up with another key instead, hand that over with --from-csv FILE.`,
    remedy: [run(command)],
    exit: Exit.credentials,
  }
}
