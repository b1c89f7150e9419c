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
import {readConfigFile} from './config-file.js'
import {dotenvValue, readDotenv, type DotenvEntry} from './dotenv.js'
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
    return bytes && readBytes(source, bytes)
  } catch (error) {
    if (!isBackendError(error)) throw error
    return unreadable(source, error.message)
  }
}

/** The same for bytes that are at hand. */
export function readBytes(source: FileSource, bytes: Uint8Array): Found {
  if (bytes.length > LARGEST || bytes.includes(0)) {
    return unreadable(
      source,
      `${source.file} is no text file${bytes.length > LARGEST ? ' of psiTurk: it is far too large' : ''}.`,
    )
  }
  return source.kind === 'dotenv' ? readDotenvFile(source, bytes) : readConfigFile(source, bytes)
}

function unreadable(source: FileSource, note: string): Found {
  // Any project may have a config.txt or an .env; what cannot be read there need not be psiTurk's.
  const state = source.isCertain || source.role === 'named' || source.role === 'project' ? 'unreadable' : 'none'
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

function readDotenvFile(source: FileSource, bytes: Uint8Array): Found {
  const entries = readDotenv(bytes)
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
  const isTheirs = source.isCertain || source.role === 'named' || entries.some(({name}) => name.startsWith('PSITURK_'))
  if (isTheirs || judged.state === 'none')
    return {...found, ...judged, isPrefixed, ...(rivals.length > 0 ? {rivals} : {})}
  const notes = ['Nothing in it is named PSITURK_…: it may be for other programs. mturk leaves it alone.']
  return {...found, ...judged, state: 'not_psiturk', key: null, notes}
}
