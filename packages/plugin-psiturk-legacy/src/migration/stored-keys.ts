import {realpath} from 'node:fs/promises'
import type {Location} from '@mturk-cli/core'
import type {AccessKey} from '@mturk-cli/core/credentials'
import {wayBefore} from '@mturk-cli/core/guide'
import type {Found} from '../reading/found.js'
import {isSameKey, type Candidate} from './candidates.js'
import type {MigrationOptions} from './options.js'
import type {Move} from './plan.js'
import type {MigrationTools} from './tools.js'

/** Keys of psiTurk's that the target's backend holds already, and every place of each, the best one first. */
export type StoredKeys = ReadonlyMap<AccessKey, readonly Location[]>

/** Those whose very key the target's backend holds already: in the profile that was named, or else in any. */
export async function storedAmong(
  {sources}: Pick<MigrationTools, 'sources'>,
  candidates: readonly Candidate[],
  {backend, profile, profileGiven}: Pick<MigrationOptions, 'backend' | 'profile' | 'profileGiven'>,
): Promise<StoredKeys> {
  const stored = new Map<AccessKey, readonly Location[]>()
  for (const {key: wanted, places} of candidates) {
    const entries = await sources.backend(backend).list({explicit: false, accessKeyId: wanted.accessKeyId})
    const held: Location[] = []
    for (const {location, problem} of entries) {
      if (!location || problem || (profileGiven && location.profile !== profile)) continue
      if (await isAmong(places, location.file)) continue
      const key = await sources.read(location).catch(() => null)
      if (!key || !isSameKey(key, wanted)) continue
      // What no tool comes to is as good as not there.
      const target = location.profile === null ? null : {profile: location.profile, backend}
      if (!target || !(await wayBefore(sources, target, wanted.accessKeyId))) held.push(location)
    }
    const isBest = (location: Location) => location.profile === profile
    if (held.length > 0) stored.set(wanted, [...held.filter(isBest), ...held.filter((each) => !isBest(each))])
  }
  return stored
}

/** The keys that stand elsewhere when the migration is over. One that is replaced there does not. */
export function safeKeys(move: Move | null, stored: StoredKeys): readonly AccessKey[] {
  const staying = [...stored].filter(([, places]) => places.some((place) => move === null || !goesFor(move, place)))
  return [...staying.map(([key]) => key), ...(move ? [move.key] : [])]
}

function goesFor({alreadyThere, target}: Move, {profile}: Location): boolean {
  return !alreadyThere && profile === target.profile
}

/** A store that reads one of psiTurk's own files holds nothing by itself: without that file the key would be gone. */
async function isAmong(places: readonly Found[], file: string | undefined): Promise<boolean> {
  if (file === undefined) return false
  const real = (name: string) => realpath(name).catch(() => name)
  const files = places.flatMap(({source}) => (source.kind === 'variables' ? [] : [real(source.file)]))
  return (await Promise.all(files)).includes(await real(file))
}
