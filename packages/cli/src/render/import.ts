import {locationJson, markOf} from '@mturk-cli/command'
import {isReadByBoto, maskAccessKeyId, type Imported, type ImportedKey} from '@mturk-cli/core/credentials'

import {checkItText, type Stored} from './check-it.js'

export interface ImportShown extends Imported {
  readonly dryRun: boolean
  /** Each key as it is found from now on; none after a rehearsal. */
  readonly stored: readonly Stored[]
  /** What was typed for the file that the keys came in; null for standard input. */
  readonly file: string | null
}

/** What AWS handed out stays where it was downloaded, and is forgotten there. */
function leftOver(imported: ImportShown['imported'], file: string | null): string[] {
  if (file === null) return []
  const what = imported.length === 1 ? 'the secret' : 'the secrets'
  return [`${file} still holds ${what}: delete it, or keep it where nobody else can read it.`]
}

export function importText({imported, warnings, dryRun, stored, file}: ImportShown): string[] {
  return [
    ...imported.map((key) => lineFor(key, dryRun)),
    ...warnings.map((warning) => `! ${warning}`),
    ...onlyForMturk(imported),
    ...(dryRun || imported.every(({alreadyThere}) => alreadyThere) ? ['Nothing was changed.'] : []),
    ...(dryRun ? [] : ['', ...stored.map(checkItText), ...leftOver(imported, file)]),
  ]
}

function lineFor({profile, accessKeyId, storedIn, alreadyThere}: ImportedKey, dryRun: boolean): string {
  const key = maskAccessKeyId(accessKeyId)
  if (alreadyThere) return `${markOf('done')} ${key} is already there: ${storedIn?.display ?? ''}`
  if (dryRun) return `would store ${key} as profile ${profile}`
  return `${markOf('done')} ${key} stored in ${storedIn?.display ?? ''}`
}

/** A person who stores a key wants their tools to find it. */
function onlyForMturk(imported: ImportShown['imported']): string[] {
  const places = imported.flatMap(({storedIn}) =>
    storedIn && !isReadByBoto(storedIn.backend) ? [storedIn.backend] : [],
  )
  return places.length === 0
    ? []
    : [`! ${places[0]} is a place that only mturk reads: boto3, psiTurk and the AWS CLI find no key there.`]
}

export function importJson({imported, warnings, dryRun}: ImportShown) {
  return {
    imported: imported.map(({profile, accessKeyId, storedIn}) => ({
      profile,
      accessKeyId,
      storedIn: storedIn && locationJson(storedIn),
    })),
    ...(dryRun ? {dryRun} : {}),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
