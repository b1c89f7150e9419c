import type {Diagnosis} from '@mturk-cli/core'
import {intendedName, renameOption} from '@mturk-cli/core/files'
import type {LoadedFiles} from '../loaded-files.js'
import {printable} from '../places.js'
import {at, keySections, placeIn, type Check, type KeySection} from './check.js'

/**
 * Names that are nearly right: `AWS_SECRET_ACCESSS_KEY` of psiTurk's documentation, `AWS_SECRETE_ACCESS_KEY` of others,
 * and the names of environment variables or of psiTurk's own file for the region. Boto passes over what it does not know.
 */
export const optionNames: Check = (files) =>
  keySections(files).flatMap((place) =>
    [...place.section.options.values()]
      .filter(({inherited}) => !inherited)
      .flatMap(({name}) => misspelt(place, name, files)),
  )

function misspelt(place: KeySection, name: string, files: LoadedFiles): Diagnosis[] {
  const {options} = place.section
  const right = intendedName(name.toUpperCase())?.toLowerCase() ?? (isRegion(place, name) ? 'region' : undefined)
  if (right === undefined || options.has(right)) return []
  const location = placeIn(place, files, name)
  const isKey = right !== 'region'
  return [
    {
      id: isKey ? 'misspelt-name' : 'region-name',
      code: 'misspelt_name',
      message: `${at(location, files)}: Boto does not know ${printable(name)} and passes it over; its name in a file is ${right}.`,
      remedy: `Write ${right} in that line.`,
      severity: isKey ? 'error' : 'warning',
      stops: 'entry',
      location,
      mend: {file: place.path, change: renameOption(place.section.name, name, right)},
    },
  ]
}

/** Only the two AWS files have a region; Boto 2's has another idea of one. */
function isRegion({kind}: KeySection, name: string): boolean {
  return kind !== 'boto' && (name === 'aws_default_region' || name === 'aws_region')
}
