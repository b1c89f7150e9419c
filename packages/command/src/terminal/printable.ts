import {stripVTControlCharacters} from 'node:util'

/** All that a terminal would obey, but tabs and new lines. */
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/**
 * Takes out what could move the cursor, retitle the window, hide text or turn its direction: names, paths and AWS's
 * messages come from outside, and every line that we print goes through here. Our own colours are `style.ts`'s.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(UNPRINTABLE, '')
}

/** A word that nobody gave on purpose: no part of a path can be this long, nor is any word of ours or of AWS's. */
const ENDLESS = /[^\s/]{300,}/g

/** Words without an end, cut: a name of a million characters would push everything else out of sight. */
export function withoutEndlessWords(text: string): string {
  return text.replaceAll(ENDLESS, (word) => `${word.slice(0, 64)}…`)
}

/** JSON as every command writes it. What a terminal would obey is written as an escape, which a program reads as before. */
export function jsonText(value: unknown): string {
  const asEscape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value, null, 2).replaceAll(OBEYED, asEscape)
}

/** Of these JSON.stringify escapes only the first 32; the new lines that it makes itself are not meant. */
const OBEYED = /[\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
