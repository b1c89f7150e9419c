import {asMturkKey, isBackendError, type CredentialSources, type Location, type MturkKey} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {say, type Remedy} from '../remedy.js'
import type {Finding} from './finding.js'

/** The key that the tools use, or why Mechanical Turk cannot take it: what `mturk balance` would say before it asks. */
export type WinningKey = {readonly key: MturkKey} | {readonly key: null; readonly finding: Finding}

export async function winningKey({read}: Pick<CredentialSources, 'read'>, location: Location): Promise<WinningKey> {
  try {
    return {key: asMturkKey(await read(location), location)}
  } catch (error) {
    if (isMturkError(error)) return {key: null, finding: unusable(location, error.message, error.remedy)}
    if (!isBackendError(error)) throw error
    const remedy = error.remedy === undefined ? [] : [say(error.remedy)]
    return {key: null, finding: unusable(location, error.message, remedy)}
  }
}

function unusable(location: Location, message: string, remedy: readonly Remedy[]): Finding {
  return {
    id: 'no-usable-key',
    severity: 'error',
    message,
    remedy,
    location,
    ...(location.file === undefined ? {} : {file: location.file}),
    ...(location.line === undefined ? {} : {line: location.line}),
  }
}

/** Whether what is wrong at this very place has been told. The environment has one key, and several variables for it. */
export function isToldAt(location: Location, told: readonly Finding[]): boolean {
  return told.some(
    ({severity, location: place}) => severity === 'error' && place !== undefined && isSame(place, location),
  )
}

export function isSame(one: Location, other: Location): boolean {
  return one.backend === other.backend && (one.backend === 'env' || one.id === other.id)
}
