import type {Diagnosis} from '../../credentials/index.js'
import {messageOf} from '../../errors.js'
import {say} from '../../remedy.js'
import type {Finding, OfflineCheck, Patient, Severity} from '../finding.js'

/** What every backend says of itself, on-request ones too. One that fails hides none of the others. */
export const diagnoses: OfflineCheck = async (patient) => {
  const found = await Promise.all(
    patient.sources.backends.map(async (backend) => {
      try {
        const {state} = await backend.probe()
        return state === 'available' ? (await backend.diagnose()).map((each) => findingOf(each, patient)) : []
      } catch (error) {
        return [failed(backend.plugin.name, messageOf(error))]
      }
    }),
  )
  const failures = patient.sources.problems.map(({plugin, message}) => failed(plugin, message))
  return [...failures, ...found.flat()]
}

function findingOf(diagnosis: Diagnosis, patient: Patient): Finding {
  const {id, message, remedy, location, mend} = diagnosis
  return {
    id,
    severity: severityFor(diagnosis, patient),
    message,
    remedy: remedy === undefined ? [] : [say(remedy)],
    ...(location ? {location} : {}),
    ...(location?.file === undefined ? {} : {file: location.file}),
    ...(location?.line === undefined ? {} : {line: location.line}),
    ...(mend ? {mend} : {}),
  }
}

/**
 * Whatever is wrong with another profile does not stand in the way of this one; and one that leads to temporary keys may
 * be just right for what it is there for.
 */
function severityFor({severity, code, location}: Diagnosis, {lookup, profile: given}: Patient): Severity {
  const isIgnored = location?.backend === 'env' && given !== undefined
  const isOther = location !== undefined && location.profile !== null && location.profile !== lookup.profile.name
  if (!isIgnored && !isOther) return severity
  if (code === 'temporary_credentials') return 'note'
  return severity === 'error' ? 'warning' : severity
}

function failed(plugin: string, message: string): Finding {
  return {id: 'backend-failed', severity: 'warning', message: `${plugin}: ${message}`, remedy: []}
}
