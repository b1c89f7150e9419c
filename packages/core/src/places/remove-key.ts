import {randomUUID} from 'node:crypto'

import {isInEnvironment, type CredentialSources, type Location, type Selection} from '../credentials/index.js'
import {answerNeeded, interrupted, messageOf} from '../errors.js'
import type {Presenter} from '../guide/index.js'
import {selectPlace} from '../mturk/index.js'
import {run, say, type Remedy} from '../remedy.js'
import {notOf, notRemovable, whyNotRemovable} from './removable.js'
import {isSamePlace} from './same.js'
import {heldElsewhere} from './what-tools-find.js'

export interface RemovalTools {
  readonly sources: CredentialSources
  readonly presenter: Presenter
  /** Refuses, by throwing, a key that something unfinished is about, as a rotation. */
  readonly assertFree: (accessKeyId: string) => Promise<void>
}

export interface RemovalPlan {
  readonly selection: Selection
  readonly profile: string
  /** Verbatim, as it stands there. */
  readonly accessKeyId: string
  /** The profile's places, and those that serve every profile, that lose it; in the order in which they are asked. */
  readonly going: readonly Location[]
  /** Of these, what cannot be changed, and why. */
  readonly staying: readonly {readonly location: Location; readonly why: string}[]
  /** Every other place on this machine that goes on holding it. */
  readonly elsewhere: readonly Location[]
  /** What it takes to go on: a yes, or where no other place has the key the whole id typed once more. */
  readonly asks: 'yes' | 'id'
}

export interface RemovedKey {
  readonly plan: RemovalPlan
  readonly removed: readonly Location[]
}

/**
 * Which places would lose the key that a profile has. Nothing is changed.
 *
 * @throws MturkError `no_credentials` and the like where there is none; `usage` where the key is in the environment, or
 *   belongs to another profile, or no place of it can be changed
 */
export async function planRemoval({sources, assertFree}: RemovalTools, selection: Selection): Promise<RemovalPlan> {
  const {active, lookup} = await selectPlace(sources, selection)
  const {accessKeyId} = active
  const profile = lookup.profile.name
  if (isInEnvironment(active.location)) throw notRemovable(active.location, active.location.why ?? 'it is a variable')
  const places = lookup.candidates.flatMap(({location, accessKeyId: id}) =>
    location && id === accessKeyId ? [location] : [],
  )
  const own = places.filter((place) => place.profile === null || place.profile === profile)
  if (!own.some((place) => isSamePlace(place, active.location))) throw notOf(active.location, profile)
  const staying = own.flatMap((location) => {
    const why = whyNotRemovable(sources, location)
    return why === undefined ? [] : [{location, why}]
  })
  const going = own.filter((place) => !staying.some(({location}) => isSamePlace(location, place)))
  const [first] = staying
  if (going.length === 0 && first) throw notRemovable(first.location, first.why)
  await assertFree(accessKeyId)
  const elsewhere = await heldElsewhere(sources, accessKeyId, going)
  const isKey = accessKeyId !== ''
  return {
    selection,
    profile,
    accessKeyId,
    going,
    staying,
    elsewhere,
    asks: isKey && elsewhere.length === 0 ? 'id' : 'yes',
  }
}

/**
 * Takes the key out of each of these places, where it is still the one that was seen.
 *
 * @param force the id, typed as a flag
 * @param yes where a yes is enough, it is given
 * @param show what a person must see before they are asked
 * @throws MturkError `answer_needed` where nobody agreed, `interrupted` where a later place could not be changed
 */
export async function removeKey(
  {sources, presenter}: RemovalTools,
  plan: RemovalPlan,
  {force, yes, show}: {force: string | undefined; yes: boolean; show: () => void},
): Promise<RemovedKey> {
  const isAgreed = force === plan.accessKeyId || (yes && plan.asks === 'yes')
  if (!isAgreed) {
    if (!presenter.interactive) throw notAnswered(plan)
    show()
    if (!(await agrees(presenter, plan))) throw answerNeeded('The answer was no, so nothing was changed.', [])
  }
  const removed: Location[] = []
  for (const location of plan.going) {
    try {
      const request = {location, expect: plan.accessKeyId, operationId: randomUUID()}
      await sources.backend(location.backend).remove(request)
    } catch (error) {
      if (removed.length === 0) throw error
      throw interrupted(
        `The key was taken out of ${namesOf(removed)}, and not out of ${location.display}: ${messageOf(error)}`,
        [say('To go on:'), removeCommand(plan)],
        error,
      )
    }
    removed.push(location)
  }
  return {plan, removed}
}

async function agrees(presenter: Presenter, {accessKeyId, asks, going}: RemovalPlan): Promise<boolean> {
  if (asks === 'yes') return presenter.confirm(`Take it out of ${namesOf(going)}?`, {default: false})
  return (await presenter.ask(`To take ${accessKeyId} out of its last place, type its id:`)).trim() === accessKeyId
}

function notAnswered(plan: RemovalPlan): Error {
  const {accessKeyId, going, asks} = plan
  if (asks === 'yes') {
    return answerNeeded(`${namesOf(going)} would lose the key. Nothing was changed.`, [
      say('To go on:'),
      removeCommand(plan, '--yes'),
    ])
  }
  return answerNeeded(
    `${namesOf(going)} is the last place known here that holds ${accessKeyId}, and AWS shows a secret only once. Nothing was changed.`,
    [
      ...switchOffFirst(accessKeyId),
      say('To take it out all the same, name it:'),
      removeCommand(plan, '--force', accessKeyId),
    ],
  )
}

/** As long as the key is here, it can switch itself off. */
export function switchOffFirst(accessKeyId: string): readonly Remedy[] {
  return [
    say('To end it for good, switch it off in IAM first, while it is here:'),
    run('mturk keys deactivate', accessKeyId),
  ]
}

function removeCommand({selection: {backend}}: RemovalPlan, ...more: readonly string[]) {
  return run('mturk credentials remove', ...(backend === undefined ? [] : ['--backend', backend]), ...more)
}

function namesOf(places: readonly Location[]): string {
  return places.map(({display}) => display).join(', ')
}
