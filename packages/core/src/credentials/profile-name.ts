import {withoutLookalikes} from './lookalikes.js'

/** Line ends and every other character that some reader of INI files takes for a line end or chokes on. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
export const UNWRITABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]/

/** Python's section whose options are given to all the others, and which is not listed as one. */
export const DEFAULT_SECTION = 'DEFAULT'

/** Why no section of an INI file, and so no profile, can have this name, as the rest of a sentence; undefined: it can. */
export function complaintAboutSection(name: string): string | undefined {
  if (name === '') return 'is empty'
  if (UNWRITABLE.test(name)) return 'holds a line end or another control character'
  if (/\p{Surrogate}/u.test(name)) return 'is no valid Unicode text'
  if (name.includes(']')) return 'holds a "]", which ends the header of a section'
  if (name === DEFAULT_SECTION) return 'is the section that Python gives to all the others'
  return undefined
}

/**
 * As `complaintAboutSection`, for a profile that is to be made: nobody could tell marks that cannot be seen apart, and a
 * secret that was pasted for a name would stand in every list.
 */
export function complaintAboutNewProfile(name: string): string | undefined {
  if (withoutLookalikes(name) !== name) return 'has the look of a secret access key'
  return complaintAboutSection(name) ?? (/\p{Cf}/u.test(name) ? 'holds a mark that cannot be seen' : undefined)
}
