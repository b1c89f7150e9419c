import type {Location} from '@mturk-cli/core'
import {readBotoFile, readForEdit, whyNotWritable, type Surroundings} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID} from './key-entries.js'
import {ACCESS_KEY_NAME, readKeyValues} from './key-value-file.js'
import {locationOf, sectionAt, type Place} from './places.js'

/** The location of a place as its file is now, also where it holds nothing yet. */
export async function currentLocation(place: Place, {home}: Surroundings): Promise<Location> {
  const bytes = (await readForEdit(place.path)) ?? new Uint8Array()
  const details = {home, whyNotWritable: await whyNotWritable(place.path)}
  if (place.kind === 'ec2') {
    const line = readKeyValues(bytes)?.get(ACCESS_KEY_NAME)?.line
    return locationOf(place, {...details, ...(line === undefined ? {} : {line})})
  }
  const section = sectionAt(place, readBotoFile(bytes))
  if (!section) return locationOf(place, details)
  const line = section.options.get(ACCESS_KEY_ID)?.line ?? section.line
  return locationOf(place, {...details, section: section.name, line})
}
