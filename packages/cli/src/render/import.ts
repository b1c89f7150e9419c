import {markOf} from '@mturk-cli/command'
import {maskAccessKeyId, type Imported} from '@mturk-cli/core/credentials'

import {locationJson} from './location.js'

export interface ImportShown extends Imported {
  readonly dryRun: boolean
}

export function importText({imported, warnings, dryRun}: ImportShown): string[] {
  return [
    ...imported.map(({profile, accessKeyId, storedIn}) =>
      dryRun
        ? `would store ${maskAccessKeyId(accessKeyId)} as profile ${profile}`
        : `${markOf('done')} ${maskAccessKeyId(accessKeyId)} stored in ${storedIn?.display ?? ''}`,
    ),
    ...warnings.map((warning) => `! ${warning}`),
    ...(dryRun ? ['Nothing was changed.'] : ['', 'Check it with: mturk link-check']),
  ]
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
