import type {Diagnosis, Entry} from '@mturk-cli/core'
import {kindOfAccessKeyId} from '@mturk-cli/core/credentials'
import {plainValue} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID} from '../key-entries.js'
import {
  credentialProcessOf,
  exportedProfile,
  leadsBack,
  loginOf,
  ownProcess,
  roleOf,
  ssoOf,
  webIdentityOf,
} from '../temporary-sources.js'
import type {LoadedFiles} from '../loaded-files.js'
import {at, keySections, placeIn, type Check} from './check.js'

/** Profiles that lead to temporary keys, which are fine for other services and of no use to Mechanical Turk. */
export const temporaryKeys: Check = (files) => {
  const inFiles = keySections(files).flatMap((place): Diagnosis[] => {
    if (kindOfAccessKeyId(plainValue(place.section, ACCESS_KEY_ID) ?? '') !== 'temporary') return []
    const location = placeIn(place, files, ACCESS_KEY_ID)
    return [
      {
        id: 'temporary-key',
        code: 'temporary_credentials',
        message: `${at(location, files)}: this is a temporary access key (ASIA…); Mechanical Turk takes only long-lived ones (AKIA…).`,
        remedy: 'Store the long-lived key of an IAM user there: `mturk keys import FILE`',
        severity: 'error',
        stops: 'entry',
        location,
      },
    ]
  })
  const elsewhere = [...files.aws.profiles.values()].flatMap((profile) =>
    [
      ...roleOf(profile, files),
      ...webIdentityOf(profile, files, {}),
      ...ssoOf(profile, files),
      ...loginOf(profile, files),
    ].flatMap(sourceOf),
  )
  return [...inFiles, ...elsewhere, ...programs(files)]
}

/** A program gives keys of whatever kind it has. Our own command is none of those: its key is looked at where it is. */
function programs(files: LoadedFiles): Diagnosis[] {
  return [...files.aws.profiles.values()]
    .filter((profile) => {
      if (leadsBack(profile, files)) return false
      const other = exportedProfile(profile)
      return other === undefined ? ownProcess(profile)?.backend === undefined : !files.aws.profiles.has(other)
    })
    .flatMap((profile) => credentialProcessOf(profile, files))
    .flatMap(({location, problem}): Diagnosis[] =>
      problem ? [{id: 'credential-process', ...problem, severity: 'warning', ...(location ? {location} : {})}] : [],
    )
}

/** Where Boto looks no further is told by its severity here. */
function sourceOf({location, problem}: Entry): Diagnosis[] {
  if (!problem) return []
  const message = problem.message.replace(', and Boto looks no further', '')
  return [{id: 'temporary-source', ...problem, message, ...(location ? {location} : {})}]
}
