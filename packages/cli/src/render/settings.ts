import {bold, dim} from '@mturk-cli/command'
import {displayPath} from '@mturk-cli/core/files'
import {
  displaySetting,
  looksLikeSecret,
  type ChangedSetting,
  type KnownSettings,
  type SettingDescription,
} from '@mturk-cli/core/settings'

interface SettingShown {
  readonly name: string
  /** What stands in the file; null where it is not set. */
  readonly value: string | null
  /** Null where the backend does not say what it is. */
  readonly description: SettingDescription | null
}

export interface SettingsShown {
  readonly file: string
  readonly settings: readonly SettingShown[]
  readonly warnings: readonly string[]
}

/** Those that are known, and then what else stands in the file, of backends that do not say which there are. */
export function settingsShown(
  file: string,
  flat: Readonly<Record<string, string>>,
  known: KnownSettings,
): Omit<SettingsShown, 'warnings'> {
  const described = [...known].flatMap(([section, settings]) =>
    (settings ?? []).map((description): SettingShown => {
      const name = displaySetting({section, name: description.name})
      return {name, value: coveredValue(flat[name] ?? null), description}
    }),
  )
  const names = new Set(described.map(({name}) => name))
  const others = Object.entries(flat).filter(([name]) => !names.has(name))
  return {
    file,
    settings: [...described, ...others.map(([name, value]) => ({name, value: coveredValue(value), description: null}))],
  }
}

/** Somebody may have written a secret there by hand. */
export function coveredValue(value: string | null): string | null {
  return value !== null && looksLikeSecret(value) ? '*'.repeat(16) : value
}

export function settingsText({file, settings, warnings}: SettingsShown): string[] {
  const lines = settings.flatMap(({name, value, description}) => {
    const usual = description?.default === undefined ? 'not set' : `${description.default} (the default)`
    const choices = description?.values ?? (description?.kind === 'boolean' ? ['true', 'false'] : [])
    const may = choices.length === 0 ? '' : ` One of: ${choices.join(', ')}.`
    return [`${bold(name)} = ${value ?? dim(usual)}`, ...(description ? [`    ${description.meaning}${may}`] : [])]
  })
  return [...lines, '', `In ${file}`, ...warnings.map((warning) => `! ${warning}`)]
}

export function settingsJson({file, settings, warnings}: SettingsShown) {
  return {
    file,
    settings: settings.map(({name, value, description}) => ({
      name,
      value,
      default: description?.default ?? null,
      kind: description?.kind ?? null,
      ...(description?.values ? {values: description.values} : {}),
      meaning: description?.meaning ?? null,
    })),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

export interface ChangeShown extends ChangedSetting {
  readonly name: string
  readonly value: string | null
  readonly dryRun: boolean
  /** The backend does not say which settings it has. */
  readonly isUnknown: boolean
  readonly home: string
}

export function changeText({file, name, value, previous, changed, dryRun, isUnknown, home}: ChangeShown): string[] {
  const place = displayPath(file, home)
  const note = isUnknown ? ['Its backend does not say which settings it has, so the name was not checked.'] : []
  const before = previous === null ? '' : `, in the place of ${coveredValue(previous)}`
  const what =
    value === null
      ? `${name} ${dryRun ? 'would be' : 'is'} taken out`
      : `${name} ${dryRun ? 'would be' : 'is'} ${value}`
  if (!changed)
    return [value === null ? `${name} is not set in ${place}.` : `${name} is ${value} already, in ${place}.`, ...note]
  return [
    `${what}${value === null ? ` of ${place}; it was ${coveredValue(previous)}` : `${before}, in ${place}`}.`,
    ...note,
  ]
}

export function changeJson({file, name, value, previous, changed, dryRun}: ChangeShown) {
  return {
    name,
    value,
    previous: coveredValue(previous),
    changed: changed && !dryRun,
    file,
    ...(dryRun ? {dryRun: true} : {}),
  }
}
