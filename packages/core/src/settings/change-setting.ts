import {Buffer} from 'node:buffer'
import path from 'node:path'
import {stringify} from 'ini'
import {editFile, readForEdit} from '../files/index.js'
import {usageError} from '../errors.js'
import {say} from '../remedy.js'
import {
  complaintAboutSetting,
  displaySetting,
  looksLikeSecret,
  type SettingDescription,
  type SettingName,
} from './known-settings.js'
import {decodedSettings, linesOf} from './settings.js'

export interface ChangedSetting {
  readonly file: string
  /** What stood there; null where it was not set. */
  readonly previous: string | null
  readonly changed: boolean
}

/** @throws MturkError `usage` where the setting cannot have this value; it is not repeated */
export function assertValue(setting: SettingName, description: SettingDescription | null, value: string): void {
  const name = displaySetting(setting)
  if (looksLikeSecret(value)) {
    throw usageError(`The value of ${name} has the look of a secret access key, and secrets do not belong there.`, [
      say(
        'It stands in the history of your shell now. If it is a key’s, store it with mturk keys import, and rotate it.',
      ),
    ])
  }
  if (value === '') throw usageError(`${name} would be empty. To take it away: mturk config unset ${name}`)
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value))
    throw usageError(`The value of ${name} holds a line end or a control character.`)
  const complaint = complaintAboutSetting(description, value) ?? backendsComplaint(description, value)
  if (complaint !== undefined) throw usageError(`${name} ${complaint.replace(/\.$/, '')}.`)
}

/** What its backend says of the value; one that fails there has no objection, and says so when it is asked for keys. */
function backendsComplaint(description: SettingDescription | null, value: string): string | undefined {
  try {
    const complaint: unknown = description?.check?.(value)
    return typeof complaint === 'string' ? complaint.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ') : undefined
  } catch {
    return undefined
  }
}

/**
 * Sets one setting in `config.ini`, or takes it away. Everything else in the file stays as it is, comments too; the file is
 * made, owner-only, where there is none, and written whole under a lock.
 *
 * @param value null: takes it away
 * @throws MturkError `usage` where the file cannot be understood; a `MturkBackendError` of `editFile`
 */
export async function changeSetting(
  configDir: string,
  setting: SettingName,
  value: string | null,
  {dryRun = false}: {readonly dryRun?: boolean} = {},
): Promise<ChangedSetting> {
  const file = path.join(configDir, 'config.ini')
  let previous: string | null = null
  let changed = false
  const change = (bytes: Buffer | null) => {
    const text = decodedSettings(file, bytes)
    previous = valueIn(file, text, setting)
    changed = previous !== value
    return changed ? Buffer.from(withSetting(file, text, setting, value)) : null
  }
  if (dryRun) change(await readForEdit(file))
  else await editFile(file, change)
  return {file, previous, changed}
}

function valueIn(file: string, text: string, {section, name}: SettingName): string | null {
  return linesOf(file, text).lines.find((line) => line.section === section && line.name === name)?.value ?? null
}

function withSetting(file: string, text: string, setting: SettingName, value: string | null): string {
  const attempts =
    value === null
      ? [removed(file, text, setting)]
      : [put(file, text, setting, value, true), put(file, text, setting, value, false)]
  const found = attempts.find((attempt) => valueIn(file, attempt, setting) === value)
  if (found === undefined) throw usageError(`The value of ${displaySetting(setting)} cannot be written into ${file}.`)
  return found
}

/** Lines with their ends: even places hold text, odd ones what ends it. */
const pieces = (text: string) => text.split(/(\r\n|\n|\r)/)

function put(file: string, text: string, {section, name}: SettingName, value: string, withComment: boolean): string {
  const {lines, sections} = linesOf(file, text)
  const parts = pieces(text)
  const end = parts[1] ?? '\n'
  const written = stringify({[name]: value}, {whitespace: true}).trimEnd()
  const before = lines.find((line) => line.section === section && line.name === name)
  if (before) {
    const at = (before.line - 1) * 2
    parts[at] = written + (withComment ? commentOf(parts[at] ?? '') : '')
    return parts.join('')
  }
  const header = sections.find((each) => each.section === section)
  if (!header) {
    const gap = text.trim() === '' ? '' : /[\r\n]$/.test(text) ? end : end + end
    return `${text}${gap}[${section}]${end}${written}${end}`
  }
  const last = Math.max(
    header.line,
    ...lines
      .filter(
        (line) => line.section === section && line.line > header.line && line.line < nextHeader(sections, header.line),
      )
      .map(({line}) => line),
  )
  parts.splice((last - 1) * 2 + 1, 0, end, written)
  return parts.join('')
}

function nextHeader(sections: readonly {line: number}[], after: number): number {
  return sections.find(({line}) => line > after)?.line ?? Infinity
}

/** What follows the value of a line, with the blanks before it. */
function commentOf(line: string): string {
  const value = line.slice(line.indexOf('=') + 1).trimStart()
  return /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|(?:\\.|[^;#\\])*?)(\s*[;#].*)$/.exec(value)?.[1] ?? ''
}

/** With the last of its settings a section goes, too: an empty one of a backend that is gone would be refused. */
function removed(file: string, text: string, {section, name}: SettingName): string {
  const {lines, sections} = linesOf(file, text)
  const gone = lines.find((line) => line.section === section && line.name === name)
  if (!gone) return text
  const parts = pieces(text)
  const header = sections.findLast(({line}) => line < gone.line)?.line ?? gone.line
  const rest = parts
    .slice(header * 2, (nextHeader(sections, header) - 1) * 2)
    .filter((_, index) => index !== (gone.line - header - 1) * 2)
  const isBare = rest.every((part) => part.trim() === '')
  parts.splice((gone.line - 1) * 2, 2)
  if (isBare) parts.splice((header - 1) * 2, 2)
  return parts.join('')
}
