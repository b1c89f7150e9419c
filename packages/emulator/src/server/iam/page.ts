import {validationError} from '../parameters.js'
import type {Parameters} from '../service.js'
import {marker, maxItems} from './validation.js'

export interface Page<Item> {
  readonly items: readonly Item[]
  /** The members that every list of IAM ends with. */
  readonly end: {readonly IsTruncated: boolean; readonly Marker?: string}
}

/**
 * One page of a list, by MaxItems and Marker. The marker holds the last name that was shown, so that what is made or
 * removed between two pages neither repeats nor hides anything else.
 */
export function pageOf<Item>(
  parameters: Parameters,
  items: readonly Item[],
  nameOf: (item: Item) => string,
): Page<Item> {
  const sorted = [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const last = lastNameOf(marker(parameters))
  const rest = last === undefined ? sorted : sorted.filter((item) => nameOf(item) > last)
  const shown = rest.slice(0, maxItems(parameters))
  const lastShown = shown.at(-1)
  if (shown.length === rest.length || lastShown === undefined) return {items: shown, end: {IsTruncated: false}}
  return {items: shown, end: {IsTruncated: true, Marker: Buffer.from(MARK + nameOf(lastShown)).toString('base64url')}}
}

const MARK = 'after:'

function lastNameOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const decoded = Buffer.from(text, 'base64url').toString()
  if (!decoded.startsWith(MARK)) throw validationError(`Invalid Marker: ${text}`)
  return decoded.slice(MARK.length)
}
