import {randomInt} from 'node:crypto'
import {styleText} from 'node:util'

import type {Mark} from '@mturk-cli/core/guide'

import {printable} from './printable.js'

/**
 * Stands in each of our own sequences until `shown` writes them: whatever else looks like a colour came from outside, and
 * does not know this number. A terminal would ignore it.
 */
const OURS = randomInt(1000, 10_000)
const OUR_SEQUENCE = new RegExp(`\\u001B\\[${OURS};(\\d+)m`)

/** Colour is never the only carrier of meaning. Which stream a text goes to, and so whether it has any, `shown` decides. */
const paint =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001B[${OURS};${on}m${text}\u001B[${OURS};${off}m`

export const bold = paint(1, 22)
export const dim = paint(2, 22)
export const red = paint(31, 39)
export const green = paint(32, 39)
export const yellow = paint(33, 39)
export const cyan = paint(36, 39)

/** A text as it is written to this stream: our colours if it shows any, and nothing else that a terminal would obey. */
export function shown(text: string, stream: NodeJS.WriteStream): string {
  const isColoured = showsColour(stream)
  return text
    .split(OUR_SEQUENCE)
    .map((part, index) => (index % 2 === 0 ? printable(part) : isColoured ? `\u001B[${part}m` : ''))
    .join('')
}

/** Only a terminal does, unless FORCE_COLOR asks for it; NO_COLOR has the last word, which `styleText` would not give it. */
function showsColour(stream: NodeJS.WriteStream): boolean {
  return !process.env['NO_COLOR'] && styleText('bold', 'x', {stream}) !== 'x'
}

const MARKS: Readonly<Record<Mark, string>> = {done: '✔', open: '✖', warning: '!', unknown: '?', skipped: '-'}
const COLOURS: Readonly<Record<Mark, (text: string) => string>> = {
  done: green,
  open: red,
  warning: yellow,
  unknown: yellow,
  skipped: dim,
}

export function markOf(mark: Mark): string {
  return COLOURS[mark](MARKS[mark])
}
