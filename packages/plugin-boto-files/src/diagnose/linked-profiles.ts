import {existsSync} from 'node:fs'
import {isAbsolute} from 'node:path'
import {run, type Diagnosis} from '@mturk-cli/core'
import {displayPath, type OwnProcess} from '@mturk-cli/core/files'
import {credentialProcessOf, leadsBack, ownProcess} from '../temporary-sources.js'
import {processCallsItself} from '../problems.js'
import type {Check} from './check.js'

/** Profiles that let tools ask mturk: whether it is still there, and whether the line ever comes to an end. */
export const linkedProfiles: Check = (files) =>
  [...files.aws.profiles.values()].flatMap((profile): Diagnosis[] => {
    const own = ownProcess(profile)
    const location = credentialProcessOf(profile, files)[0]?.location
    if (!own || !location) return []
    if (leadsBack(profile, files)) return [{id: 'credential-process-loop', ...processCallsItself(location), location}]
    const gone = own.program.find((word) => isAbsolute(word) && !existsSync(word))
    if (gone === undefined) return []
    return [
      {
        id: 'credential-process-gone',
        code: 'credential_process',
        message: `${location.display}: ${displayPath(gone, files.home)} is not there any more, so tools get no key.`,
        remedy: linkAgain(profile.name, own),
        severity: 'error',
        stops: 'entry',
        location,
      },
    ]
  })

function linkAgain(name: string, {backend, profile}: OwnProcess): string {
  if (backend === undefined) return 'Write the paths of today into that line.'
  const words = [
    name,
    '--backend',
    backend,
    ...(profile === undefined || profile === name ? [] : ['--profile', profile]),
  ]
  return `Have it written anew: ${run('mturk credentials link-profile', ...words).command}`
}
