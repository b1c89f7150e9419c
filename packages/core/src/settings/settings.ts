import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {parse} from 'ini'
import {MturkError, usageError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {codeOf, unreadableWords} from '../files/file-errors.js'
import {run, say} from '../remedy.js'
import {
  complaintAboutSetting,
  OWN_SECTION,
  unknownSetting as unknown,
  type SettingDescription,
} from './known-settings.js'
import {nearest} from './nearest.js'
import {ownSettings, type OwnSettingName} from './own-settings.js'

export interface Settings {
  /** Absolute, whether it exists or not. */
  readonly file: string
  readonly allowPlainHttp: boolean
  readonly instanceMetadata: boolean
  readonly adminProfile: string | undefined
  /** Every setting as `<section>.<name>`, for the context of the backends. */
  readonly flat: Readonly<Record<string, string>>
  /**
   * The plugins' backends are known only after the settings were read, so their sections are checked in a second step.
   * @param backendIds every backend there is
   * @param settingsOf what a backend says of its settings; null where any name is taken
   * @throws MturkError `usage` for a section that belongs to nobody, or a setting that its backend does not know
   */
  assertSectionsOf(
    backendIds: readonly string[],
    settingsOf?: (backendId: string) => readonly SettingDescription[] | null,
  ): void
}

const OWN_NAMES = ownSettings.map(({name}) => name)

/**
 * Reads `config.ini` in oclif's config directory. No file, no settings.
 *
 * @throws MturkError `usage` for a name or a value that we do not know, with file and line; `unreadable_file`
 */
export async function readSettings(
  configDir: string,
  {knownSections}: {readonly knownSections?: readonly string[]} = {},
): Promise<Settings> {
  const file = path.join(configDir, 'config.ini')
  const settings = settingsOf(file, await readIfThere(file))
  if (knownSections) settings.assertSectionsOf(knownSections)
  return settings
}

async function readIfThere(file: string): Promise<string> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return ''
    throw unreadable(file, unreadableWords(error))
  }
  return decodedSettings(file, bytes)
}

/** With a byte order mark, where there is one. @throws MturkError `unreadable_file` where it is no text in UTF-8 */
export function decodedSettings(file: string, bytes: Uint8Array | null): string {
  try {
    const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes ?? new Uint8Array())
    if (!text.includes('\0')) return text
  } catch {
    // Not UTF-8: said below.
  }
  throw unreadable(file, 'it is no text in UTF-8')
}

function unreadable(file: string, why: string): MturkError {
  return new MturkError({
    code: 'unreadable_file',
    exit: Exit.credentials,
    message: `${file} cannot be read: ${why}.`,
    remedy: [say('It holds the settings of mturk; mend it, or move it away.')],
  })
}

interface Line {
  readonly section: string
  readonly name: string
  readonly value: string
  /** 1-based. */
  readonly line: number
}

function settingsOf(file: string, text: string): Settings {
  const {lines, sections} = linesOf(file, text)
  const own = lines.filter(({section}) => section === OWN_SECTION)
  for (const line of own) check(file, line, ownSettings)
  const flat = Object.fromEntries(lines.map(({section, name, value}) => [`${section}.${name}`, value]))
  const ownValue = (name: OwnSettingName) => flat[`${OWN_SECTION}.${name}`]
  return {
    file,
    allowPlainHttp: ownValue('allow-plain-http') === 'true',
    instanceMetadata: ownValue('instance-metadata') === 'true',
    adminProfile: ownValue('admin-profile') || undefined,
    flat,
    assertSectionsOf(backendIds, describedIn = () => null) {
      const known = [OWN_SECTION, ...backendIds]
      const stranger = sections.find(({section}) => !known.includes(section))
      if (stranger) throw unknown(`${file}, line ${stranger.line}`, 'section', stranger.section, known, [])
      for (const line of lines) {
        const described = line.section === OWN_SECTION ? null : describedIn(line.section)
        if (described) check(file, line, described)
      }
    },
  }
}

/**
 * Each line goes to `ini` by itself, so that everything it says has a place that can be named. The format has no values
 * that go over several lines, so nothing is lost.
 */
export function linesOf(file: string, text: string): {lines: Line[]; sections: {section: string; line: number}[]} {
  const lines: Line[] = []
  const sections: {section: string; line: number}[] = []
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1
    const refuse = (why: string) => usageError(`${file}, line ${line}: ${why}`)
    const header = /^\s*\[([^\]]*)\]\s*(?:[;#].*)?$/.exec(raw)?.[1]
    if (header !== undefined) {
      sections.push({section: header.trim(), line})
      continue
    }
    for (const [name, value] of Object.entries(parse(raw))) {
      const section = sections.at(-1)?.section
      const what = saidOf(name)
      if (section === undefined) throw refuse(`${what} stands before the first section.`)
      if (!raw.includes('=')) throw refuse(`${what} has no "=" and no value.`)
      if (typeof value === 'object' && value !== null)
        throw refuse(`${what} is a list; mturk has no settings with lists.`)
      const twin = lines.find((other) => other.section === section && other.name === name)
      if (twin) throw refuse(`${what} was set before, in line ${twin.line}.`)
      lines.push({section, name, value: String(value), line})
    }
  }
  return {lines, sections}
}

function check(file: string, {section, name, value, line}: Line, known: readonly SettingDescription[]): void {
  const setting = known.find((candidate) => candidate.name === name)
  if (!setting) {
    const names = known.map((candidate) => candidate.name)
    const remedy = nearest(name, names) === undefined ? [] : [run('mturk config unset', `${section}.${name}`)]
    throw unknown(`${file}, line ${line}`, 'setting', name, names, remedy)
  }
  const complaint = complaintAboutSetting(setting, value)
  if (complaint !== undefined) throw usageError(`${file}, line ${line}: ${name} ${complaint}.`)
}

/** How a message names a line: by its name, if that is one of ours or nearly one. */
function saidOf(name: string): string {
  return nearest(name, OWN_NAMES) === undefined ? 'what stands there' : `"${name}"`
}
