import {backendError, type Location} from '@mturk-cli/core'
import {displayPath, whyNotWritable} from '@mturk-cli/core/files'
import {version2Variables} from './sources/version-2.js'
import {version3Variables} from './sources/version-3.js'
import {SECTION, type Source} from './sources/source.js'
import type {Found} from './reading/found.js'

export const BACKEND = 'psiturk-legacy'

/** A place of psiTurk's as the contract has it. It serves every profile: psiTurk knows none. */
export async function locationOf({
  source,
  line,
  rivals = [],
}: Pick<Found, 'source' | 'line' | 'rivals'>): Promise<Location> {
  const display = source.kind === 'ini' ? `${source.display} [${SECTION}]` : source.display
  const common = {backend: BACKEND, profile: null, display}
  if (source.kind === 'variables') {
    const why = 'a variable of the environment is changed where it is set'
    return {...common, id: JSON.stringify(['variables', source.names.accessKeyId]), writable: false, why}
  }
  // A change would take the other one away with it.
  const why = rivals.length > 0 ? 'it holds two different keys' : await whyNotWritable(source.file)
  return {
    ...common,
    id: JSON.stringify([source.kind, source.file]),
    ...(why === undefined ? {writable: true} : {writable: false, why}),
    file: source.file,
    ...(line === null ? {} : {line}),
  }
}

/** The source that a location means, in another process too. @throws a `MturkBackendError` `not_found` */
export function sourceAt({id, display}: Location, home: string): Source {
  const [kind, name] = partsOf(id)
  if (kind === 'variables') {
    const known = [...version3Variables(), ...version2Variables()]
    const same = known.find((source) => source.kind === 'variables' && source.names.accessKeyId === name)
    if (same) return same
  }
  if (name !== undefined && (kind === 'ini' || kind === 'dotenv')) {
    return {kind, role: 'named', file: name, display: displayPath(name, home), isCertain: true}
  }
  throw backendError('not_found', `${display} is no place of psiTurk's.`)
}

function partsOf(id: string): string[] {
  try {
    const parts: unknown = JSON.parse(id)
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : []
  } catch {
    return []
  }
}
