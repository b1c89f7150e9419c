import type {Diagnosis} from '@mturk-cli/core'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {displayPath, plainValue} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID} from '../key-entries.js'
import {keySections, placeIn, type Check} from './check.js'

/** With a key in `/etc/boto.cfg` and another in `~/.boto`, botocore takes the first one, and Boto 2 took the second. */
export const botoOrder: Check = (files) => {
  const holding = keySections(files).filter(
    ({kind, section}) => kind === 'boto' && plainValue(section, ACCESS_KEY_ID) !== undefined,
  )
  const [first, second] = holding
  if (!first || !second) return []
  const [taken, hidden] = [first, second].map(({section}) => plainValue(section, ACCESS_KEY_ID) ?? '') as [
    string,
    string,
  ]
  if (taken === hidden) return []
  const location = placeIn(first, files, ACCESS_KEY_ID)
  const found: Diagnosis = {
    id: 'boto-order',
    code: 'shadowed',
    message: `${displayPath(first.path, files.home)} holds ${maskAccessKeyId(taken)} and hides ${maskAccessKeyId(hidden)} in ${displayPath(second.path, files.home)}: boto3 takes the first, and Boto 2 took the second.`,
    remedy: `Take the key out of the one that is not meant, or set BOTO_CONFIG=${displayPath(second.path, files.home)}.`,
    severity: 'warning',
    stops: 'entry',
    location,
  }
  return [found]
}
