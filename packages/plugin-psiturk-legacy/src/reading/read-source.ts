import {isUtf8} from 'node:buffer'
import {isBackendError} from '@mturk-cli/core/credentials'
import {readForEdit} from '@mturk-cli/core/files'
import {
  ACCESS_KEY_ID,
  SECRET_ACCESS_KEY,
  type FileSource,
  type Source,
  type Surroundings,
  type VariablesSource,
} from '../sources/source.js'
import {faultOf, readConfigFile} from './config-file.js'
import {dotenvValue, expanded, readDotenv, type DotenvEntry} from './dotenv.js'
import type {Found} from './found.js'
import {judgeValues} from './judge-values.js'
import {rivalsOf} from './rivals.js'

/** More than any of these files ever had: such a one is something else. */
const LARGEST = 1024 * 1024

/** What stands at a source; null where there is no such file and no such variable. Nothing is changed, nothing is thrown. */
export async function readSource(source: Source, {env}: Pick<Surroundings, 'env'>): Promise<Found | null> {
  if (source.kind === 'variables') return readVariables(source, env)
  try {
    const bytes = await readForEdit(source.file)
    return bytes && readBytes(source, bytes, env)
  } catch (error) {
    if (!isBackendError(error)) throw error
    return unreadable(source, error.message)
  }
}

/** The same for bytes that are at hand. */
export function readBytes(source: FileSource, bytes: Uint8Array, env: Surroundings['env']): Found {
  const isLarge = bytes.length > LARGEST
  if (source.kind === 'dotenv') {
    // UTF-16 has a NUL in every other place.
    return isLarge || bytes.includes(0) ? noText(source, bytes) : readDotenvFile(source, bytes, env)
  }
  return isLarge || (bytes.includes(0) && faultOf(bytes)) ? noText(source, bytes) : readConfigFile(source, bytes)
}

/** Neither mturk nor psiTurk makes anything of it. psiTurk stops there, unless only its size is odd. */
function noText(source: FileSource, bytes: Uint8Array): Found {
  const beginning = bytes.subarray(0, LARGEST)
  const isLarge = bytes.length > LARGEST
  const fault = source.kind === 'ini' ? faultOf(beginning) : faultOfDotenv(beginning)
  const isWide = /^(?:\u00ff\u00fe|\u00fe\u00ff)/.test(Buffer.from(beginning.subarray(0, 2)).toString('latin1'))
  const what = isLarge ? ' of psiTurk: it is far too large' : isWide ? ' for psiTurk: it is UTF-16' : ''
  const how = fault
    ? ` psiTurk stops at line ${fault.line} of it: ${fault.words}. Save it as UTF-8 text, or move it away.`
    : ''
  const note = `${source.file} is no text file${what}.${how}`
  const found = unreadable(source, note, source.kind === 'dotenv' && saysKeys(beginning))
  return fault && found.state === 'unreadable' ? {...found, fault} : found
}

/** Whether the bytes name a key of psiTurk's, were they only read as they are meant. */
function saysKeys(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\0', '')
  return [...KEY_NAMES_IN_DOTENV].some((name) => text.includes(name))
}

/** python-dotenv opens the file as UTF-8, and what is not ends psiTurk. */
function faultOfDotenv(bytes: Uint8Array): {line: number; words: string} | undefined {
  if (isUtf8(bytes)) return undefined
  const lines = Buffer.from(bytes).toString('latin1').split('\n')
  const line = lines.findIndex((each) => !isUtf8(Buffer.from(each, 'latin1')))
  return {line: Math.max(line, 0) + 1, words: 'it is not UTF-8'}
}

function unreadable(source: FileSource, note: string, isTheirs = false): Found {
  // Any project may have a config.txt or an .env; what cannot be read there need not be psiTurk's.
  const isOfUse = source.isCertain || isTheirs || source.role === 'named' || source.role === 'project'
  const state = isOfUse ? 'unreadable' : 'none'
  return {source, state, accessKeyId: null, key: null, half: null, line: null, notes: [note], fills: NOTHING, hints: {}}
}

const NOTHING = {accessKeyId: false, secretAccessKey: false} as const

function readVariables(source: VariablesSource, env: Surroundings['env']): Found | null {
  const id = env[source.names.accessKeyId]
  const secret = env[source.names.secretAccessKey]
  const judged = judgeValues(id, secret)
  if (judged.state === 'none') return null
  return {
    source,
    ...judged,
    accessKeyId: id || null,
    line: null,
    // Only psiTurk 3 is asked about here, and it knows no lower-case names.
    fills:
      source.role === 'prefixed-variables' ? {accessKeyId: Boolean(id), secretAccessKey: Boolean(secret)} : NOTHING,
    hints: {},
  }
}

/** psiTurk's own names before Boto's, as psiTurk 3 has it; those of its Heroku helper last. */
const DOTENV_NAMES = {
  id: ['PSITURK_AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY_ID', ACCESS_KEY_ID],
  secret: ['PSITURK_AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY', SECRET_ACCESS_KEY],
} as const

export const KEY_NAMES_IN_DOTENV: ReadonlySet<string> = new Set([...DOTENV_NAMES.id, ...DOTENV_NAMES.secret])

/** A byte order mark (BOM) as Latin-1. */
const MARK = '\u00ef\u00bb\u00bf'
const MARKED =
  'It begins with an invisible byte order mark (BOM), which python-dotenv takes for a part of the first name. Save it as UTF-8 without one.'

function readDotenvFile(source: FileSource, bytes: Uint8Array, env: Surroundings['env']): Found {
  const entries = expanded(readDotenv(bytes), env)
  const firstOf = (names: readonly string[]): DotenvEntry | undefined =>
    names.map((name) => dotenvValue(entries, name)).find((entry) => entry !== undefined && entry.value !== '')
  const [id, secret] = [firstOf(DOTENV_NAMES.id), firstOf(DOTENV_NAMES.secret)]
  const judged = judgeValues(id?.value, secret?.value)
  const found = {
    source,
    accessKeyId: id?.value ?? null,
    line: (id ?? secret)?.line ?? null,
    fills: {accessKeyId: id !== undefined, secretAccessKey: secret !== undefined},
    hints: {},
  }
  const valuesOf = (wanted: string) => entries.filter(({name}) => name === wanted).map(({value}) => value)
  const rivals = rivalsOf(
    judged.key,
    DOTENV_NAMES.id.map((name, index) => ({
      ids: valuesOf(name),
      secrets: valuesOf(DOTENV_NAMES.secret[index] ?? ''),
    })),
  )
  const isPrefixed = [id, secret].some((entry) => entry?.name.startsWith('PSITURK_'))
  const names = entries.map(({name}) => name.replace(MARK, ''))
  const isTheirs = source.isCertain || source.role === 'named' || names.some((name) => name.startsWith('PSITURK_'))
  const isMarked = KEY_NAMES_IN_DOTENV.has(names[0] ?? '') && names[0] !== entries[0]?.name
  const fault = faultOfDotenv(bytes)
  if (isTheirs || judged.state === 'none') {
    return {
      ...found,
      ...judged,
      isPrefixed,
      notes: [...(isMarked ? [MARKED] : []), ...judged.notes],
      ...(rivals.length > 0 ? {rivals} : {}),
      ...(fault && isTheirs ? {fault} : {}),
    }
  }
  const notes = ['Nothing in it is named PSITURK_…: it may be for other programs. mturk leaves it alone.']
  return {...found, ...judged, state: 'not_psiturk', key: null, notes}
}
