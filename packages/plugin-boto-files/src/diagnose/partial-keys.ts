import type {Diagnosis, Entry} from '@mturk-cli/core'
import {ACCESS_KEY_ID, keyValueEntries, SECRET_ACCESS_KEY, sectionEntries} from '../key-entries.js'
import {misspellingOf} from '../problems.js'
import {keySections, type Check, type KeySection} from './check.js'

/** Half of a key, and keys that Boto reads as something else. Where a half is only misspelt, that is told instead. */
export const partialKeys: Check = (files) => [
  ...keySections(files)
    .filter((place) => !isMisspelt(place))
    .flatMap(({kind, owner, section}) => sectionEntries(kind, owner, section, files).flatMap(listed)),
  ...(files.ec2?.state === 'read' ? keyValueEntries(files.ec2, files).flatMap(listed) : []),
]

function isMisspelt({section}: KeySection): boolean {
  return [ACCESS_KEY_ID, SECRET_ACCESS_KEY].some(
    (name) => !section.options.has(name) && misspellingOf(section, name) !== undefined,
  )
}

function listed({location, problem}: Entry): Diagnosis[] {
  if (!problem) return []
  const id = problem.code === 'partial_credentials' ? 'partial-key' : 'nested-value'
  const severity = problem.severity === 'note' ? 'warning' : problem.severity
  return [{id, ...problem, severity, ...(location ? {location} : {})}]
}
