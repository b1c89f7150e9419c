import {hasCode, iamApi} from '../iam/index.js'
import {rotationExplainer} from './explain.js'
import type {Identified} from './identify.js'
import {observed, type RotationTools} from './tools.js'

/** AWS's own example, which is nobody's key. */
const NOBODYS_KEY = 'AKIAIOSFODNN7EXAMPLE'

/**
 * IAM looks at the right before it looks for the key, so what is asked for a key that is nobody's tells whether it is
 * allowed, and changes nothing. A rotation that may not switch off and delete could neither finish nor go back.
 */
export async function assertAllowed(tools: RotationTools, identified: Identified): Promise<void> {
  const iam = iamApi(tools.aws, identified.admin)
  const {userName} = identified
  for (const [operation, ask] of [
    ['UpdateAccessKey', () => iam.updateAccessKey(userName, NOBODYS_KEY, 'Inactive')],
    ['DeleteAccessKey', () => iam.deleteAccessKey(userName, NOBODYS_KEY)],
  ] as const) {
    try {
      await observed(tools, `may ${operation}`, ask)
    } catch (error) {
      if (!hasCode(error, 'NoSuchEntity')) throw rotationExplainer(identified)(error)
    }
  }
}
