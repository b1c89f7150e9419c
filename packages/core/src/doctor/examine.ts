import type {Aws} from '../aws/index.js'
import type {Location} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {say} from '../remedy.js'
import {diagnoses} from './checks/diagnoses.js'
import {missingBackends} from './checks/missing-backends.js'
import {oldBackups} from './checks/old-backups.js'
import {openMigrationsHere} from './checks/open-migrations.js'
import {openRotationsHere} from './checks/open-rotations.js'
import {permissions} from './checks/permissions.js'
import {precedence} from './checks/precedence.js'
import {region} from './checks/region.js'
import {sharedPlaces} from './checks/shared-places.js'
import {untrustedJournals} from './checks/untrusted-journals.js'
import {usableKey} from './checks/usable-key.js'
import type {Finding, OfflineCheck, Patient, Severity} from './finding.js'
import {askIam} from './online/keys-in-iam.js'
import {askAccounts} from './online/links.js'
import {isToldAt, winningKey} from './winning-key.js'

/** What can be found out without a network, in this order. */
const offlineChecks: readonly OfflineCheck[] = [
  diagnoses,
  missingBackends,
  usableKey,
  precedence,
  region,
  permissions,
  sharedPlaces,
  oldBackups,
  openRotationsHere,
  openMigrationsHere,
  untrustedJournals,
]

export interface Examined {
  readonly profile: string
  /** What Boto uses; null where there is nothing to use, or only a store that was not asked knows. */
  readonly key: {readonly accessKeyId: string; readonly location: Location} | null
  /** The worst first. */
  readonly findings: readonly Finding[]
  /** AWS was asked. */
  readonly online: boolean
}

/** Everything that can be found out on this computer. Nothing is sent anywhere. */
export async function examineOffline(given: Omit<Patient, 'lookup'>): Promise<Examined> {
  const {sources, profile} = given
  const lookup = await sources.lookup({profile, follow: 'local'})
  const patient: Patient = {...given, lookup}
  const found: Finding[] = []
  // Two backends may look at one place, and say the same of it.
  const words = new Set<string>()
  for (const check of offlineChecks) {
    for (const finding of await check(patient, found)) {
      const said = `${finding.id} ${finding.message}`
      if (!words.has(said)) found.push(finding)
      words.add(said)
    }
  }
  const {active} = lookup
  return {
    profile: lookup.profile.name,
    key: active && {accessKeyId: active.accessKeyId, location: active.location},
    findings: worstFirst(found),
    online: false,
  }
}

/** What would be wrong with the places of keys, and who might read them, if these files held this. */
export async function examineInstead(
  given: Omit<Patient, 'lookup'>,
  instead: ReadonlyMap<string, Uint8Array>,
): Promise<readonly Finding[]> {
  const lookup = await given.sources.lookup({profile: given.profile, follow: 'local'})
  const patient = {...given, lookup, instead}
  return worstFirst((await Promise.all([diagnoses(patient, []), permissions(patient, [])])).flat())
}

/** What is wrong on this computer, and what AWS says to the key, if there is one that it may be asked with. */
export async function examine(given: Omit<Patient, 'lookup'>, aws: () => Promise<Aws>): Promise<Examined> {
  const offline = await withStoreAsked(given, await examineOffline(given))
  if (!offline.key) return offline
  const {location} = offline.key
  const winning = await winningKey(given.sources, location)
  // A key that is known to be no good is shown to nobody.
  if (!winning.key) {
    const isTold = isToldAt(location, offline.findings)
    return isTold ? offline : {...offline, findings: worstFirst([...offline.findings, winning.finding])}
  }
  const {key} = winning
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

/** Where Boto comes to a line that runs mturk, the store that it names is asked, as any command does. */
async function withStoreAsked(given: Omit<Patient, 'lookup'>, offline: Examined): Promise<Examined> {
  const note = offline.findings.find(({id}) => id === 'linked-key')
  if (!note) return offline
  const {active, stoppedBy} = await given.sources.lookup({profile: given.profile})
  const findings = offline.findings.filter((finding) => finding !== note)
  if (active) return {...offline, key: {accessKeyId: active.accessKeyId, location: active.location}, findings}
  const {message = note.message, remedy} = stoppedBy ?? {}
  const finding: Finding = {
    id: 'no-usable-key',
    severity: 'error',
    message,
    remedy: remedy === undefined ? note.remedy : [say(remedy)],
  }
  return {...offline, findings: worstFirst([...findings, finding])}
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))
}
