import {DEFAULT_SECTION} from './ini-document.js'
import {strip} from './python-text.js'

/** Line ends and every other character that some reader of INI files takes for a line end or chokes on. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNWRITABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]/

/**
 * Why a value cannot stand in an INI file and come back the same, or undefined. The words never repeat the value: it may
 * be a secret.
 */
export function complaintAboutValue(value: string): string | undefined {
  if (UNWRITABLE.test(value)) return 'holds a line end or another control character'
  if (/\p{Surrogate}/u.test(value)) return 'is no valid Unicode text'
  if (value !== strip(value)) return 'begins or ends with a blank, which every reader takes away'
  if (value.startsWith('[')) return 'begins with "[", like the header of a section'
  return undefined
}

/** Why no section can have this name, or undefined. */
export function complaintAboutSection(name: string): string | undefined {
  if (name === '') return 'is empty'
  if (UNWRITABLE.test(name)) return 'holds a line end or another control character'
  if (/\p{Surrogate}/u.test(name)) return 'is no valid Unicode text'
  if (name.includes(']')) return 'holds a "]", which ends the header of a section'
  if (name === DEFAULT_SECTION) return 'is the section that Python gives to all the others'
  return undefined
}
