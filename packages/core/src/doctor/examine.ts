import type {Aws} from '../aws/index.js'
import type {Location} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {asMturkKey, type MturkKey} from '../credentials/index.js'
import {diagnoses} from './checks/diagnoses.js'
import {oldBackups} from './checks/old-backups.js'
import {openRotationsHere} from './checks/open-rotations.js'
import {permissions} from './checks/permissions.js'
import {precedence} from './checks/precedence.js'
import {region} from './checks/region.js'
import {sharedPlaces} from './checks/shared-places.js'
import {usableKey} from './checks/usable-key.js'
import type {Finding, OfflineCheck, Patient, Severity} from './finding.js'
import {askIam} from './online/keys-in-iam.js'
import {askAccounts} from './online/links.js'

/** What can be found out without a network, in this order. */
const offlineChecks: readonly OfflineCheck[] = [
  diagnoses,
  usableKey,
  precedence,
  region,
  permissions,
  sharedPlaces,
  oldBackups,
  openRotationsHere,
]

export interface Examined {
  readonly profile: string
  /** What Boto uses; null where there is nothing to use. */
  readonly key: {readonly accessKeyId: string; readonly location: Location} | null
  /** The worst first. */
  readonly findings: readonly Finding[]
  /** AWS was asked. */
  readonly online: boolean
}

/** Everything that can be found out on this computer. Nothing is sent anywhere. */
export async function examineOffline(given: Omit<Patient, 'lookup'>): Promise<Examined> {
  const {sources, profile} = given
  const lookup = await sources.lookup({profile})
  const patient: Patient = {...given, lookup}
  const found: Finding[] = []
  for (const check of offlineChecks) {
    for (const finding of await check(patient)) if (!isTold(finding, found)) found.push(finding)
  }
  const {active} = lookup
  return {
    profile: lookup.profile.name,
    key: active && {accessKeyId: active.accessKeyId, location: active.location},
    findings: worstFirst(found),
    online: false,
  }
}

/** The same, and what AWS says to the key, if there is one that it may be asked with. */
export async function examine(given: Omit<Patient, 'lookup'>, aws: () => Promise<Aws>): Promise<Examined> {
  const offline = await examineOffline(given)
  const key = await usable(given, offline)
  if (!key) return offline
  try {
    const lookup = await given.sources.lookup({profile: given.profile})
    const patient = {...given, lookup, aws: await aws(), key}
    const {check, findings} = await askAccounts(patient)
    const inIam = check.identity ? await askIam(patient, check.identity) : []
    return {...offline, findings: worstFirst([...offline.findings, ...findings, ...inIam]), online: true}
  } catch (error) {
    // An address that is refused or missing: nothing was sent, and what was found before still holds.
    if (!isMturkError(error)) throw error
    const refused: Finding = {id: 'endpoint', severity: 'error', message: error.message, remedy: error.remedy}
    return {...offline, findings: worstFirst([...offline.findings, refused])}
  }
}

/** A key that is known to be no good is shown to nobody. */
async function usable({sources}: Omit<Patient, 'lookup'>, {key}: Examined): Promise<MturkKey | null> {
  if (!key) return null
  try {
    return asMturkKey(await sources.read(key.location), key.location)
  } catch (error) {
    if (!isMturkError(error)) throw error
    return null // its place was told by a check
  }
}

/** What stopped the lookup is as a rule what a backend has told already, in the same words. */
function isTold(finding: Finding, found: readonly Finding[]): boolean {
  if (finding.id === 'no-usable-key') return found.some(({severity}) => severity === 'error')
  return found.some(({message, id}) => message === finding.message && id === finding.id)
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))
}
