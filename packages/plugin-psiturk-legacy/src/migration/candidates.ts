import {maskAccessKeyId, type AccessKey} from '@mturk-cli/core/credentials'
import type {Found} from '../reading/found.js'
import {judgeValues} from '../reading/judge-values.js'

/** One key, and every place that holds it. */
export interface Candidate {
  readonly key: AccessKey
  readonly places: readonly Found[]
}

/** The different keys among what was found, each once, in the order of the places. */
export function candidatesIn(
  all: readonly Found[],
  users: ReadonlyMap<Found, readonly string[]>,
): readonly Candidate[] {
  const candidates: {key: AccessKey; places: Found[]}[] = []
  for (const found of all) {
    if (!found.key) continue
    for (const key of [found.key, ...(found.rivals ?? [])]) {
      const same = candidates.find((candidate) => isSameKey(candidate.key, key))
      if (same) same.places.push(found)
      else candidates.push({key, places: [found]})
    }
  }
  return candidates.length > 0 ? candidates : joinedHalves(all, users)
}

export function isSameKey(one: AccessKey, other: AccessKey): boolean {
  return one.accessKeyId === other.accessKeyId && one.secretAccessKey.equals(other.secretAccessKey)
}

/** psiTurk looks for each value by itself: the id may stand in one file and the secret in another. */
function joinedHalves(all: readonly Found[], users: ReadonlyMap<Found, readonly string[]>): readonly Candidate[] {
  const used = (what: string) => all.find((found) => users.get(found)?.includes(`psiTurk 3 (${what})`))
  const [id, secret] = [used('the id'), used('the secret')]
  if (!id?.half || !secret?.half || !('accessKeyId' in id.half) || !('secretAccessKey' in secret.half)) return []
  const {key} = judgeValues(id.half.accessKeyId, secret.half.secretAccessKey.reveal())
  return key ? [{key, places: [id, secret]}] : []
}

/** `****************QX7A in ~/.psiturkconfig [AWS Access], which psiTurk 3 and psiTurk 2 use`. */
export function candidateText({key, places}: Candidate, users: ReadonlyMap<Found, readonly string[]>): string {
  const where = places.map((found) => {
    // Of two keys in one file only the last is used.
    const isUsed = found.key === null || isSameKey(found.key, key)
    const tools = isUsed ? (users.get(found) ?? []) : []
    return tools.length === 0
      ? found.source.display
      : `${found.source.display}, which ${tools.join(' and ')} ${tools.length === 1 ? 'uses' : 'use'}`
  })
  return `${maskAccessKeyId(key.accessKeyId)} in ${where.join('; ')}`
}
