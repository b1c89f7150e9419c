import type {Diagnosis} from '@mturk-cli/core'
import {loadFiles} from '../loaded-files.js'
import type {Surroundings} from '@mturk-cli/core/files'
import {botoOrder} from './boto-order.js'
import type {Check} from './check.js'
import {linkedProfiles} from './linked-profiles.js'
import {notRead} from './not-read.js'
import {optionNames} from './option-names.js'
import {otherSdks} from './other-sdks.js'
import {partialKeys} from './partial-keys.js'
import {refusedFiles} from './refused-files.js'
import {sectionNames} from './section-names.js'
import {temporaryKeys} from './temporary-keys.js'
import {tokens} from './tokens.js'
import {values} from './values.js'

/** What may be wrong with Boto's files, the worst first. */
const checks: readonly Check[] = [
  sectionNames,
  optionNames,
  partialKeys,
  values,
  tokens,
  temporaryKeys,
  linkedProfiles,
  botoOrder,
  otherSdks,
]

/** Everything that is wrong with the files as they are now. */
export async function diagnoseFiles(surroundings: Surroundings): Promise<readonly Diagnosis[]> {
  const files = await loadFiles(surroundings)
  return [...(await refusedFiles(files)), ...(await notRead(files)), ...checks.flatMap((check) => check(files))]
}
