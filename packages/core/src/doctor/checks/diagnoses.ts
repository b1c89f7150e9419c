import {isReadByBoto, type Diagnosis, type Entry, type Lookup} from '../../credentials/index.js'
import {messageOf} from '../../errors.js'
import {whyNotWritable} from '../../files/index.js'
import {run, say, type Remedy} from '../../remedy.js'
import type {Finding, OfflineCheck, Patient, Severity} from '../finding.js'
import {isSame} from '../winning-key.js'

/** What every backend says of itself, on-request ones too. One that fails hides none of the others. */
export const diagnoses: OfflineCheck = async (patient) => {
  const found = await Promise.all(
    patient.sources.backends.map(async (backend) => {
      // A lookup asks for one profile, and does not show what is wrong with others.
      const listed = backend.lookup === 'default' ? patient.sources.everythingIn(backend, patient.instead) : []
      try {
        const {state} = await backend.probe()
        const told = state === 'available' ? await backend.diagnose(patient.instead) : []
        const all = [...told, ...(isReadByBoto(backend.id) ? [] : brokenOnes(await listed, told))]
        return await findingsOf(
          all.filter((each) => !isMoot(each, patient)),
          patient,
        )
      } catch (error) {
        return [failed(backend.plugin.name, messageOf(error))]
      } finally {
        await listed
      }
    }),
  )
  const failures = patient.sources.problems.map(({plugin, message}) => failed(plugin, message))
  return [...failures, ...found.flat()]
}

/** Places that are listed as broken, of a backend that does not speak of them otherwise. Boto looks at none of them. */
function brokenOnes(entries: readonly Entry[], told: readonly Diagnosis[]): readonly Diagnosis[] {
  return entries.flatMap(({location, problem}) => {
    if (!location || !problem || problem.severity === 'note') return []
    const isTold = told.some((diagnosis) => diagnosis.location && isSame(diagnosis.location, location))
    return isTold ? [] : [{...problem, severity: 'warning', id: 'broken-place', location}]
  })
}

/** A mend that could not be made is not promised. */
async function findingsOf(told: readonly Diagnosis[], patient: Patient): Promise<Finding[]> {
  const files = new Set(told.flatMap(({mend}) => (mend && mend.mode === undefined ? [mend.file] : [])))
  const reasons = new Map(
    await Promise.all([...files].map(async (file) => [file, await whyNotWritable(file)] as const)),
  )
  return told.map((diagnosis) => findingOf(diagnosis, patient, reasons.get(diagnosis.mend?.file ?? '')))
}

function findingOf(diagnosis: Diagnosis, patient: Patient, hindrance: string | undefined): Finding {
  const {id, message, remedy, location, mend} = diagnosis
  return {
    id,
    severity: severityFor(diagnosis, patient),
    message,
    remedy: [
      ...(remedy === undefined ? [] : [say(remedy)]),
      ...(hindrance === undefined ? [] : byHand(diagnosis.mend?.file ?? '', hindrance)),
    ],
    ...(location ? {location} : {}),
    ...(location?.file === undefined ? {} : {file: location.file}),
    ...(location?.line === undefined ? {} : {line: location.line}),
    ...(mend && hindrance === undefined ? {mend} : {}),
  }
}

/** Why `--fix` is of no use, and what makes it so. */
function byHand(file: string, hindrance: string): readonly Remedy[] {
  const why = say(`mturk cannot do that for you: ${hindrance}.`)
  if (!hindrance.includes('hard links')) return [why]
  const own = `${file}.own`
  return [why, say('To make it a file of its own:'), run(`${run('cp -p', file, own).command} && mv`, own, file)]
}

/** These lead to keys that may be just right for what they are there for. */
const FOR_OTHER_THINGS: ReadonlySet<string> = new Set(['temporary-key', 'temporary-source', 'credential-process'])

/**
 * Only what stands between Boto and its key is in the way of Mechanical Turk: nothing of another profile, and nothing of
 * a place that Boto does not come to, or passes over on its way to a key.
 */
function severityFor(diagnosis: Diagnosis, patient: Patient): Severity {
  const {severity, id} = diagnosis
  if (!isIgnored(diagnosis, patient) && !isOther(diagnosis, patient) && !isBeside(diagnosis, patient.lookup)) {
    return severity
  }
  if (FOR_OTHER_THINGS.has(id)) return 'note'
  return severity === 'error' ? 'warning' : severity
}

function isIgnored({location}: Diagnosis, {profile: given}: Patient): boolean {
  return location?.backend === 'env' && given !== undefined
}

function isOther({location}: Diagnosis, {lookup: {active, profile}}: Patient): boolean {
  if (!location || location.profile === null || location.profile === profile.name) return false
  return !active || !isSame(location, active.location)
}

/** Boto has a key, and it is not from here. psiTurk's own files are another matter: they come before what Boto reads. */
function isBeside({location, stops}: Diagnosis, {active, through}: Lookup): boolean {
  if (!active || !location || stops === 'lookup' || !isReadByBoto(location.backend)) return false
  return !isSame(location, active.location) && !(through && isSame(location, through))
}

/** What Boto does not look at is worth a word only where it finds nothing elsewhere. */
function isMoot(diagnosis: Diagnosis, patient: Patient): boolean {
  return diagnosis.code === 'not_read' && (patient.lookup.active !== null || isOther(diagnosis, patient))
}

function failed(plugin: string, message: string): Finding {
  return {id: 'backend-failed', severity: 'warning', message: `${plugin}: ${message}`, remedy: []}
}
