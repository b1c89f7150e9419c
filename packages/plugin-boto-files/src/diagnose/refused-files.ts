import {readlink} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'
import type {Diagnosis, Mend} from '@mturk-cli/core'
import {displayPath, readForEdit} from '@mturk-cli/core/files'
import type {LoadedFiles} from '../loaded-files.js'
import {fileLocation} from '../places.js'
import {brokenFile, leadsNowhere, passedOver, unusableKeyValues} from '../problems.js'
import {iniFiles} from './check.js'
import {repaired} from './repair.js'

/** Files that make Boto fail for every profile, and those that it passes over as if they were not there. */
export async function refusedFiles(files: LoadedFiles): Promise<readonly Diagnosis[]> {
  const {home, ec2} = files
  const found = await Promise.all(
    iniFiles(files).map(async ({loaded, usual}): Promise<Diagnosis[]> => {
      const {path} = loaded
      const display = displayPath(path, home)
      if (loaded.state === 'unreadable') {
        return [
          {
            id: 'unreadable-file',
            ...passedOver(path, display, loaded.why),
            location: fileLocation(path, home, undefined),
          },
        ]
      }
      if (loaded.state === 'missing') return danglingLink(path, home)
      if (loaded.state !== 'broken') return []
      const mend = await mendFor(path, usual, files)
      return [
        {
          id: 'refused-file',
          ...brokenFile(display, loaded.fault, usual === 'default' ? 'lookup' : 'backend'),
          location: fileLocation(path, home, loaded.fault.line),
          ...(mend ? {mend} : {}),
        },
      ]
    }),
  )
  const keyValues: Diagnosis[] =
    ec2 === null || ec2.state === 'read'
      ? []
      : [
          {
            id: 'refused-file',
            ...unusableKeyValues(displayPath(ec2.path, home), ec2.state),
            ...(ec2.path === '' ? {} : {location: fileLocation(ec2.path, home, undefined)}),
          },
        ]
  return [...found.flat(), ...keyValues]
}

async function danglingLink(path: string, home: string): Promise<Diagnosis[]> {
  const target = path === '' ? null : await readlink(path).catch(() => null)
  if (target === null) return []
  const problem = leadsNowhere(path, displayPath(path, home), displayPath(resolve(dirname(path), target), home))
  return [{id: 'unreadable-file', ...problem, location: fileLocation(path, home, undefined)}]
}

/** Only what cannot be meant otherwise is mended; undefined where a person has to decide. */
async function mendFor(path: string, usual: string, {instead}: LoadedFiles): Promise<Mend | undefined> {
  const bytes = instead?.get(path) ?? (await readForEdit(path).catch(() => null))
  if (!bytes || !repaired(bytes, usual)) return undefined
  return {file: path, change: (now) => repaired(now, usual)}
}
