import {styleText} from 'node:util'

import type {Mark} from '@mturk-cli/core/guide'

/** Colour only on a terminal, never as the only carrier of meaning; `styleText` honours NO_COLOR and FORCE_COLOR. */
const paint =
  (format: Parameters<typeof styleText>[0]) =>
  (text: string): string =>
    styleText(format, text, {stream: process.stdout})

export const bold = paint('bold')
export const dim = paint('dim')
export const green = paint('green')
export const red = paint('red')
export const yellow = paint('yellow')
export const cyan = paint('cyan')

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
