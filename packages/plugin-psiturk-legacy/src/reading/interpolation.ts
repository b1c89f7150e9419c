import {lastOf, type RawFile} from './raw-file.js'

/** Python gives up where values name each other more often than this. */
const DEEPEST = 10

export type Interpolated = {readonly value: string} | {readonly fault: 'bare_percent' | 'unknown_name' | 'too_deep'}

/**
 * The value of an option as `get` gives it: `%%` is `%`, `%(name)s` another option of the section or of [DEFAULT], and any
 * other `%` an error. So in both Pythons (2.7 `SafeConfigParser._interpolate_some`, 3 `BasicInterpolation`).
 *
 * @returns undefined where the section does not exist or has no such option
 */
export function valueOf(file: RawFile, section: string, name: string): Interpolated | undefined {
  if (!file.sections.has(section)) return undefined
  const raw = (lastOf(file, section, name) ?? lastOf(file, 'DEFAULT', name))?.value
  return raw === undefined ? undefined : asRead(file, section, raw)
}

/** The same for a value that need not be the one that counts, as of an option that stands there twice. */
export function asRead(file: RawFile, section: string, raw: string): Interpolated {
  return interpolated(raw, (option) => (lastOf(file, section, option) ?? lastOf(file, 'DEFAULT', option))?.value, 1)
}

function interpolated(raw: string, find: (name: string) => string | undefined, depth: number): Interpolated {
  if (depth > DEEPEST) return {fault: 'too_deep'}
  let value = ''
  let rest = raw
  while (rest !== '') {
    const percent = rest.indexOf('%')
    if (percent < 0) return {value: value + rest}
    value += rest.slice(0, percent)
    rest = rest.slice(percent)
    if (rest.startsWith('%%')) {
      value += '%'
      rest = rest.slice(2)
      continue
    }
    const [whole, name] = /^%\(([^)]+)\)s/.exec(rest) ?? []
    if (whole === undefined || name === undefined) return {fault: 'bare_percent'}
    const named = find(name.toLowerCase())
    if (named === undefined) return {fault: 'unknown_name'}
    const inner = named.includes('%') ? interpolated(named, find, depth + 1) : {value: named}
    if ('fault' in inner) return inner
    value += inner.value
    rest = rest.slice(whole.length)
  }
  return {value}
}
