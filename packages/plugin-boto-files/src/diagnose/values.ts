import type {Diagnosis} from '@mturk-cli/core'
import {oddValues, type OddValue} from '@mturk-cli/core/credentials'
import {plainValue, withValues} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID, keyValueEntries, SECRET_ACCESS_KEY} from '../key-entries.js'
import {ACCESS_KEY_NAME, SECRET_KEY_NAME} from '../key-value-file.js'
import type {LoadedFiles} from '../loaded-files.js'
import {at, keySections, placeIn, type Check, type KeySection} from './check.js'

/** Values that Boto takes as they stand, and that no key has. */
export const values: Check = (files) => [...inSections(files), ...inKeyValues(files)]

function inSections(files: LoadedFiles): Diagnosis[] {
  return keySections(files).flatMap((place) => {
    const {section} = place
    const accessKeyId = plainValue(section, ACCESS_KEY_ID)
    const secretAccessKey = plainValue(section, SECRET_ACCESS_KEY)
    return oddValues({
      ...(accessKeyId === undefined ? {} : {accessKeyId}),
      ...(secretAccessKey === undefined ? {} : {secretAccessKey}),
    }).map((odd) => diagnosisOf(odd, place, files))
  })
}

/** The file of AWS_CREDENTIAL_FILE has no sections, and nobody writes such files any more: a person mends it. */
function inKeyValues(files: LoadedFiles): Diagnosis[] {
  const {ec2} = files
  if (ec2?.state !== 'read') return []
  const [id, secret] = [ACCESS_KEY_NAME, SECRET_KEY_NAME].map((name) => ec2.values.get(name))
  const [location] = keyValueEntries(ec2, files).flatMap((entry) => entry.location ?? [])
  if (!id || !location) return []
  const odd = oddValues({accessKeyId: id.value, ...(secret ? {secretAccessKey: secret.value} : {})})
  return odd.map((each): Diagnosis => {
    const name = each.of === 'accessKeyId' ? ACCESS_KEY_NAME : SECRET_KEY_NAME
    const place = {...location, line: (each.of === 'accessKeyId' ? id : secret)?.line ?? id.line}
    return {
      id: each.id,
      code: 'malformed_credentials',
      message: `${at(place, files)}: the value of ${name} ${each.what}.`,
      remedy: remedyFor(each),
      severity: each.severity,
      stops: 'entry',
      location: place,
    }
  })
}

function diagnosisOf(
  {id, of, what, severity, mended, comment}: OddValue,
  place: KeySection,
  files: LoadedFiles,
): Diagnosis {
  const name = OPTIONS[of]
  const location = placeIn(place, files, name)
  const {section, path, document} = place
  const mends = Object.entries(mended ?? {}).flatMap(([which, value]) => {
    const option = section.options.get(OPTIONS[which as OddValue['of']])
    return option ? [{option, value}] : []
  })
  const isMendable = mends.length > 0 && mends.every(({option}) => !option.inherited)
  // What a person wrote behind a value goes on a line above it.
  const above = (option: string) => (option === name ? comment : undefined)
  const lines = withValues(
    document,
    mends.map(({option, value}) => ({line: option.line, value, comment: above(option.name)})),
  )
  return {
    id,
    code: 'malformed_credentials',
    message: `${at(location, files)}: the value of ${name} ${what}.`,
    remedy: remedyFor({id, of}),
    severity,
    stops: 'entry',
    location,
    ...(isMendable && lines ? {mend: {file: path, lines}} : {}),
  }
}

const OPTIONS: Readonly<Record<OddValue['of'], string>> = {
  accessKeyId: ACCESS_KEY_ID,
  secretAccessKey: SECRET_ACCESS_KEY,
}

function remedyFor({id, of}: Pick<OddValue, 'id' | 'of'>): string {
  return REMEDIES[id] ?? `Write the ${of === 'accessKeyId' ? 'access key id' : 'secret'} there as AWS gave it out.`
}

const REMEDIES: Partial<Record<OddValue['id'], string>> = {
  'continued-value': 'Take the blanks away that the lines below begin with.',
  'inline-comment': 'Put the comment on a line of its own.',
  'quoted-value': 'Take the quotes away.',
  'swapped-key': 'Exchange the two values.',
  'invisible-character': 'Type the value anew, or copy it once more.',
}
