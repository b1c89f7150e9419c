import type {Diagnosis, Mend} from '@mturk-cli/core'
import {oddValues, type OddValue} from '@mturk-cli/core/credentials'
import {commentAbove, plainValue} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID, keyValueEntries, SECRET_ACCESS_KEY} from '../key-entries.js'
import {ACCESS_KEY_NAME, SECRET_KEY_NAME} from '../key-value-file.js'
import type {LoadedFiles} from '../loaded-files.js'
import {at, keySections, mendValues, placeIn, type Check, type KeySection, type ValueEdit} from './check.js'

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
  const {section, path} = place
  const edits = Object.entries(mended ?? {}).map(([which, value]): ValueEdit => ({
    kind: 'set',
    section: section.name,
    option: OPTIONS[which as OddValue['of']],
    value,
  }))
  const isMendable = edits.length > 0 && edits.every(({option}) => !section.options.get(option)?.inherited)
  return {
    id,
    code: 'malformed_credentials',
    message: `${at(location, files)}: the value of ${name} ${what}.`,
    remedy: remedyFor({id, of}),
    severity,
    stops: 'entry',
    location,
    ...(isMendable ? {mend: keepingComment(mendValues(path, edits), section.name, name, comment)} : {}),
  }
}

/** What a person wrote behind a value goes on a line above it. */
function keepingComment(mend: Mend, section: string, option: string, comment: string | undefined): Mend {
  if (comment === undefined) return mend
  return {
    file: mend.file,
    change(bytes) {
      const changed = mend.change?.(bytes) ?? null
      return changed && (commentAbove(section, option, comment)(changed) ?? changed)
    },
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
