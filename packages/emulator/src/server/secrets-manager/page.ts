import {ServiceError} from '../protocols/service-error.js'
import type {Parameters} from '../service.js'
import {maxResults, optional} from './validation.js'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly end: {readonly NextToken?: string}
}

/**
 * One page of a list in the order of its keys, by MaxResults and NextToken. The token holds the last key that was shown,
 * so that what is made or removed between two pages neither repeats nor hides anything else.
 *
 * @param keyOf unlike for any two items
 */
export function pageOf<Item>(
  parameters: Parameters,
  items: readonly Item[],
  keyOf: (item: Item) => string,
  order: 'asc' | 'desc' = 'asc',
): Page<Item> {
  const isBefore = (a: string, b: string) => (order === 'asc' ? a < b : a > b)
  const sorted = [...items].sort((a, b) => (isBefore(keyOf(a), keyOf(b)) ? -1 : 1))
  const last = lastKeyOf(optional(parameters, 'NextToken', {min: 1, max: 4096}))
  const rest = last === undefined ? sorted : sorted.filter((item) => isBefore(last, keyOf(item)))
  const shown = rest.slice(0, maxResults(parameters))
  const lastShown = shown.at(-1)
  if (shown.length === rest.length || lastShown === undefined) return {items: shown, end: {}}
  return {items: shown, end: {NextToken: Buffer.from(MARK + keyOf(lastShown)).toString('base64url')}}
}

const MARK = 'after:'

function lastKeyOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined
  const decoded = Buffer.from(token, 'base64url').toString()
  if (decoded.startsWith(MARK)) return decoded.slice(MARK.length)
  // AWS's text is not known.
  throw new ServiceError('InvalidNextTokenException', 400, 'The NextToken is not valid.')
}
