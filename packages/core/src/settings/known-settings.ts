import {usageError, type MturkError} from '../errors.js'
import {run, type Remedy} from '../remedy.js'
import {nearest} from './nearest.js'
import {ownSettings} from './own-settings.js'

/** What a setting is for, and what it may be. */
export interface SettingDescription {
  readonly name: string
  readonly kind: 'boolean' | 'string'
  readonly meaning: string
  /** What holds where it is not set; missing where there is then none. */
  readonly default?: string
  /** All values that there are, where there are but a few. */
  readonly values?: readonly string[]
  /** Why it cannot have this value, as the rest of a sentence; undefined: it can. */
  check?(value: string): string | undefined
}

/** The section of our own settings; every other one belongs to the backend of that id. */
export const OWN_SECTION = 'aws'

/** One setting, by its place in the file. */
export interface SettingName {
  readonly section: string
  readonly name: string
}

/** By section: the settings that there are; null where any name is taken, since the backend does not say. */
export type KnownSettings = ReadonlyMap<string, readonly SettingDescription[] | null>

/** Ours, and those of the backends. */
export function knownSettings(
  backends: readonly {readonly id: string; readonly settings: readonly SettingDescription[] | null}[] = [],
): KnownSettings {
  return new Map([[OWN_SECTION, ownSettings], ...backends.map(({id, settings}) => [id, settings] as const)])
}

/** `aws.admin-profile`; without a section it is one of ours. */
export function settingName(typed: string): SettingName {
  const dot = typed.indexOf('.')
  return dot < 0 ? {section: OWN_SECTION, name: typed} : {section: typed.slice(0, dot), name: typed.slice(dot + 1)}
}

export function displaySetting({section, name}: SettingName): string {
  return `${section}.${name}`
}

/**
 * What is known of a setting; null where its backend takes any name.
 *
 * @throws MturkError `usage` for one that there is not, with the name that may have been meant
 */
export function describedSetting({section, name}: SettingName, known: KnownSettings): SettingDescription | null {
  const settings = known.get(section)
  if (settings === undefined) throw unknownSetting(null, 'section', section, [...known.keys()])
  if (settings === null) {
    if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return null
    throw usageError('The name of a setting is made of letters, digits, hyphens, dots and underscores.')
  }
  const found = settings.find((setting) => setting.name === name)
  if (found) return found
  const names = settings.map((setting) => setting.name)
  throw unknownSetting(null, 'setting', name, names)
}

/** As the ids of backends are; a secret of AWS has upper case, too. */
const BACKEND_ID = /^[a-z][a-z0-9-]{0,31}$/

/**
 * Whatever was typed or stands in the file may be a secret in the wrong place, so only what is nearly a name is shown.
 *
 * @param where the place in the file; null for what was typed
 */
export function unknownSetting(
  where: string | null,
  kind: 'section' | 'setting',
  name: string,
  known: readonly string[],
  remedy: readonly Remedy[] = [run('mturk config list')],
): MturkError {
  const at = (words: string) => (where === null ? words.replace(/^there/, 'There') : `${where}: ${words}`)
  const shown = kind === 'section' ? `[${name}]` : `"${name}"`
  const close = nearest(name, known)
  if (close !== undefined) return usageError(at(`there is no ${kind} ${shown}. Did you mean "${close}"?`), remedy)
  const all = known.length === 0 ? 'There are none.' : `There are: ${known.join(', ')}.`
  const whose = kind === 'section' && BACKEND_ID.test(name) ? shown : 'of this name'
  return usageError(at(`mturk knows no ${kind} ${whose}. ${all}`), remedy)
}

/** Why a setting cannot have this value, as the rest of a sentence about it; undefined where it can. Never repeats it. */
export function complaintAboutSetting(setting: SettingDescription | null, value: string): string | undefined {
  if (setting?.kind === 'boolean' && value !== 'true' && value !== 'false') return 'is either true or false'
  if (setting?.values && !setting.values.includes(value)) return `is one of ${setting.values.join(', ')}`
  return undefined
}

/** Whether a value has the look of a secret access key: keys do not belong into the settings. */
export function looksLikeSecret(value: string): boolean {
  const parts = value.split(/[\s,:;=|"'`()<>]+/)
  return parts.some(
    (part) => /^[A-Za-z0-9/+]{40}$/.test(part) && [/[A-Z]/, /[a-z]/, /[0-9]/].every((kind) => kind.test(part)),
  )
}
