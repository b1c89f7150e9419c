import {formatAccount} from '../../mturk/index.js'
import {asItWasLeft, goOn, openRotations} from '../../rotation/index.js'
import type {Finding, OfflineCheck} from '../finding.js'

/** Rotations that were begun and not finished: two keys are active, and both secrets lie in a journal. */
export const openRotationsHere: OfflineCheck = async ({dataDirectory}) => {
  const {open} = await openRotations(dataDirectory)
  return open.flatMap(({locked, user, account, state}): Finding[] => {
    if (locked) return []
    return [
      {
        id: 'open-rotation',
        severity: 'warning',
        message: `A rotation of the key of ${user} in account ${formatAccount(account)} was begun and not finished. ${asItWasLeft(state)}`,
        remedy: goOn(state),
      },
    ]
  })
}
