import {SECTION} from '../sources/source.js'
import type {RawFile} from './raw-file.js'

/** Sections of psiTurk's own files, 1.0 to 3.3, and of Dallinger's. */
const THEIRS: ReadonlySet<string> = new Set([
  'psiTurk Access',
  'Database Parameters',
  'HIT Configuration',
  'Mechanical Turk Info',
  'Secure Ad Server',
  'Server Parameters',
  'Shell Parameters',
  'Task Parameters',
  'User Access',
  'Experiment Configuration',
  'Config',
  'Email Access',
  'Heroku Access',
  'Prolific',
  'Recruitment strategy',
  'Database',
  'Experiment',
  'MTurk',
  'Parameters',
  'Server',
])

/**
 * Whether a file with `[AWS Access]` is psiTurk's or Dallinger's: it has another section of theirs, or none at all besides.
 * Other programs may use that section, too.
 */
export function looksLikeTheirs(file: RawFile): boolean {
  const others = [...file.sections].filter((name) => name !== SECTION && name !== 'DEFAULT')
  return others.length === 0 || hasTheirSections(file)
}

export function hasTheirSections({sections}: RawFile): boolean {
  return [...sections].some((name) => THEIRS.has(name))
}
