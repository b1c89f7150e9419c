import {UNWRITABLE} from '../credentials/profile-name.js'
import {strip} from './python-text.js'

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
