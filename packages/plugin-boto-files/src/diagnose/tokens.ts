import type {Diagnosis} from '@mturk-cli/core'
import {kindOfAccessKeyId} from '@mturk-cli/core/credentials'
import {plainValue, withoutOptions, type BotoSection} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID, TOKEN_NAMES} from '../key-entries.js'
import {at, keySections, placeIn, type Check, type KeySection} from './check.js'

/**
 * A session token beside a long-lived key: AWS refuses the two together. In the other file of the same profile Boto leaves
 * it alone, and the JavaScript SDK and Go's join it with the key.
 */
export const tokens: Check = (files) => {
  const sections = keySections(files).filter(({kind}) => kind !== 'boto')
  const byPlace = new Map(sections.map((place) => [`${place.kind} ${place.owner}`, place]))
  return sections.flatMap((place): Diagnosis[] => {
    const names = TOKEN_NAMES.filter((name) => isOwn(place.section, name) && plainValue(place.section, name) !== '')
    const [first] = names
    if (first === undefined) return []
    const here = plainValue(place.section, ACCESS_KEY_ID)
    const beside = byPlace.get(`${place.kind === 'config' ? 'credentials' : 'config'} ${place.owner}`)
    const isStale = here === undefined ? isLongLived(beside) : isLongLived(place)
    if (!isStale) return []
    const location = placeIn(place, files, first)
    // Boto takes the first that is there, even an empty one, and sends none then.
    const isSent = here !== undefined && plainValue(place.section, inBotosOrder(place.section)) !== ''
    const [it, is] = names.length === 1 ? ['it', 'is'] : ['them', 'are']
    const who = isSent ? `AWS refuses ${it} together with` : `The JavaScript SDK and others send ${it} with`
    const lines = names.flatMap((name) => place.section.options.get(name)?.line ?? [])
    return [
      {
        id: 'stale-token',
        code: 'temporary_credentials',
        message: `${at(location, files)}: ${names.join(' and ')} ${is} left over from a temporary key. ${who} the long-lived key of this profile.`,
        remedy: `Take ${names.join(' and ')} out.`,
        severity: isSent ? 'error' : 'warning',
        stops: 'entry',
        location,
        mend: {file: place.path, lines: withoutOptions(place.document, lines)},
      },
    ]
  })
}

function inBotosOrder({options}: BotoSection): string {
  return TOKEN_NAMES.find((name) => options.has(name)) ?? ''
}

function isOwn({options}: BotoSection, name: string): boolean {
  return options.get(name)?.inherited === false
}

function isLongLived(place: KeySection | undefined): boolean {
  return kindOfAccessKeyId(plainValue(place?.section, ACCESS_KEY_ID) ?? '') === 'long-lived'
}
