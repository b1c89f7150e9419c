import type {Surroundings} from '../files/boto-paths.js'
import {REGION_OF_MTURK, readRegion} from '../files/region.js'
import {regionWords} from '../files/region-words.js'

/** A warning where the tools that read Boto's files look for Mechanical Turk in another region (simple-amt#29). */
export async function regionWarning(profile: string, surroundings: Surroundings): Promise<readonly string[]> {
  // A file that Boto cannot read is told by whoever looks for a key in it.
  const found = await readRegion(profile, surroundings).catch(() => null)
  if (!found || found.region === REGION_OF_MTURK) return []
  return [
    `${found.from} says ${regionWords(found.region)}, and Mechanical Turk exists only in ${REGION_OF_MTURK}: mturk signs for that, and other tools need to be told.`,
  ]
}
