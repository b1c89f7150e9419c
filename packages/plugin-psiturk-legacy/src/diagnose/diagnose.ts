import type {Diagnosis} from '@mturk-cli/core'
import {findSources} from '../sources/find-sources.js'
import type {Surroundings} from '../sources/source.js'
import {isStuck, usersOf} from '../migration/precedence.js'
import {readThese} from '../reading/read-all.js'
import {keysInBotoFiles} from './boto-keys.js'
import {diagnosisOf, stuckDiagnosis} from './left-over.js'
import {diagnoseOldCopies} from './old-copies.js'

/** What psiTurk and Dallinger left behind: keys, placeholders, files that cannot be read, and old copies of them. */
export async function diagnoseLeftovers(surroundings: Surroundings): Promise<readonly Diagnosis[]> {
  const sources = await findSources(surroundings)
  const [found, boto] = await Promise.all([readThese(sources, surroundings), keysInBotoFiles(surroundings)])
  const users = usersOf(found, surroundings.env)
  const first = found.find((each) => users.get(each)?.some((who) => who.startsWith('psiTurk 3')))
  const leftOver = await Promise.all(found.map((each) => diagnosisOf(each, boto, first)))
  const stuck = found.filter(isStuck).flatMap(stuckDiagnosis)
  return [...leftOver.filter((each) => each !== null), ...stuck, ...(await diagnoseOldCopies(sources, surroundings))]
}
