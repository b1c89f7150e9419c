import {adminFromKey, isAwsFailure} from '../../aws/index.js'
import {iamApi, rightsBeyondMturk, SECURITY_CREDENTIALS, type Identity, type ListedAccessKey} from '../../iam/index.js'
import {open, run, say} from '../../remedy.js'
import {halfWayHere, type HalfWay} from '../../rotation/index.js'
import type {Finding, OnlinePatient} from '../finding.js'

/** AWS's own advice is to change a key after so long (IAM user guide, "Manage access keys"). */
const DAYS = 90
const DAY = 24 * 60 * 60 * 1000

/** Whose key it is, what else it may do, how old it is, and whether there is another: asked with the key itself, as far as it may. */
export async function askIam(patient: OnlinePatient, identity: Identity): Promise<readonly Finding[]> {
  if (identity.kind === 'root') return [ROOT]
  if (identity.userName === null) return []
  const [wider, keys] = await Promise.all([
    answered(rightsBeyondMturk(patient.aws, patient.key, identity)),
    answered(iamApi(patient.aws, adminFromKey(patient.key)).listAccessKeys(identity.userName)),
  ])
  return [
    ...(wider === null ? [] : [tooWide(identity.userName, wider)]),
    ...(keys === null ? [] : aboutKeys(keys, identity.userName, patient, await halfWayWith(identity, patient))),
  ]
}

/** A rotation that is open has two keys in use, and needs both: what ends it is the only advice then. */
async function halfWayWith({userName, account}: Identity, {dataDirectory}: OnlinePatient): Promise<HalfWay | null> {
  return (await halfWayHere(dataDirectory, {userName, account}))[0] ?? null
}

const ROOT: Finding = {
  id: 'root-key',
  severity: 'warning',
  message: 'This is a key of the root user: whoever gets hold of it can do anything in the AWS account.',
  remedy: [
    say('Make an IAM user for Mechanical Turk alone, with `mturk iam create-user`, then delete the root key:'),
    open(SECURITY_CREDENTIALS),
  ],
}

function tooWide(userName: string, rights: string): Finding {
  return {
    id: 'policy-wider',
    severity: 'warning',
    message: `The user ${userName} ${rights}: whoever gets hold of its key gets all of that.`,
    remedy: [
      say('Make an IAM user for Mechanical Turk alone, with `mturk iam create-user`, and store its key instead.'),
    ],
  }
}

function aboutKeys(
  keys: readonly ListedAccessKey[],
  userName: string,
  {key, now}: Pick<OnlinePatient, 'key' | 'now'>,
  halfWay: HalfWay | null,
): Finding[] {
  const {createdAt} = keys.find(({accessKeyId}) => accessKeyId === key.accessKeyId) ?? {createdAt: null}
  const days = createdAt === null ? 0 : Math.floor((now - createdAt.getTime()) / DAY)
  const old: Finding = {
    id: 'old-key',
    severity: 'warning',
    message: `The key is ${days} days old. AWS advises to change keys after ${DAYS}.`,
    remedy: halfWay?.remedy ?? [
      say('To put another one in all of its places, and switch this one off:'),
      run('mturk keys rotate'),
    ],
  }
  const other = keys.find(({accessKeyId, status}) => status === 'Active' && accessKeyId !== key.accessKeyId)
  const second: Finding = {
    id: 'second-key',
    severity: 'warning',
    message: halfWay
      ? `The user ${userName} has a second active key, ${other?.accessKeyId}. ${halfWay.message}`
      : `The user ${userName} has a second active key, ${other?.accessKeyId}: one more that may leak, and no room for a new one.`,
    remedy: halfWay?.remedy ?? [
      say('Where each is kept on this machine, and when it was last used:'),
      run('mturk keys list'),
      say('If nothing uses it, switch it off, and delete it when nothing breaks:'),
      run('mturk keys deactivate', other?.accessKeyId ?? ''),
    ],
  }
  return [...(days > DAYS ? [old] : []), ...(other ? [second] : [])]
}

/** null where the key may not ask, or nobody answered: what its policies hide is nobody's fault. */
async function answered<Value>(call: Promise<Value>): Promise<Value | null> {
  try {
    return await call
  } catch (error) {
    if (!isAwsFailure(error)) throw error
    return null
  }
}
