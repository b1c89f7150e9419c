import {hasCode} from '../iam/index.js'
import {callIam, type Run} from './run.js'

/** @returns whether it is there: who looks after keys by hand may have deleted it meanwhile */
export async function switchOldKey(run: Run, status: 'Active' | 'Inactive'): Promise<boolean> {
  const {request, oldKey, step} = run.journal.state
  // Who is not proved to work yet signs only where the other is not taken.
  const first = step === 'created' ? 'old' : 'new'
  return isThere(
    callIam(run, 'UpdateAccessKey', first, (iam) => iam.updateAccessKey(request.userName, oldKey.accessKeyId, status)),
  )
}

export async function deleteOldKey(run: Run): Promise<void> {
  const {request, oldKey} = run.journal.state
  await isThere(
    callIam(run, 'DeleteAccessKey', 'new', (iam) => iam.deleteAccessKey(request.userName, oldKey.accessKeyId)),
  )
}

/** Only when the old key works again: the last request that the new one could sign is this. */
export async function deleteNewKey(run: Run): Promise<void> {
  const {request, newKey} = run.journal.state
  if (!newKey) return
  const wasThere = await isThere(
    callIam(run, 'DeleteAccessKey', 'old', (iam) => iam.deleteAccessKey(request.userName, newKey.accessKeyId)),
  )
  if (wasThere) run.tools.report({kind: 'new-key-deleted', accessKeyId: newKey.accessKeyId})
}

/** What is gone already need not be changed. */
async function isThere(work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (hasCode(error, 'NoSuchEntity')) return false
    throw error
  }
}
