import {markOf, nextCommand} from '@mturk-cli/command'
import {isReadByBoto, maskAccessKeyId, type Imported, type ImportedKey} from '@mturk-cli/core/credentials'

import {locationJson} from './location.js'

export interface ImportShown extends Imported {
  readonly dryRun: boolean
}

export function importText({imported, warnings, dryRun}: ImportShown): string[] {
  return [
    ...imported.map((key) => lineFor(key, dryRun)),
    ...warnings.map((warning) => `! ${warning}`),
    ...onlyForMturk(imported),
    ...(dryRun || imported.every(({alreadyThere}) => alreadyThere) ? ['Nothing was changed.'] : []),
    ...(dryRun ? [] : ['', ...checks(imported)]),
  ]
}

/** One line for each profile that holds a key now. */
function checks(imported: ImportShown['imported']): string[] {
  return imported.map(({profile}) => {
    const flag = profile === 'default' ? [] : ['--profile', profile]
    return `Check it with: ${nextCommand('mturk link-check', ...flag)}`
  })
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
