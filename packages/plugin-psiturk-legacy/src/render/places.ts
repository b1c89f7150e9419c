import {bold, dim, tableLines} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import type {FoundPlace} from '../migration/plan.js'
import {isStuck} from '../migration/precedence.js'
import type {Half} from '../reading/found.js'
import type {FoundState} from '../reading/judge-values.js'

/** What was found where, and which tools take their key from it. */
export function placesText(places: readonly FoundPlace[]): string[] {
  if (places.length === 0) return ['Neither psiTurk nor Dallinger has left a key here.']
  const rows = places.map(({found, users}) => {
    const by =
      users.length === 0 ? 'nobody uses it' : `${users.join(' and ')} ${users.length === 1 ? 'uses' : 'use'} it`
    const used = isStuck(found) && found.fault ? `psiTurk 3 cannot start until line ${found.fault.line} is mended` : by
    return [
      found.source.display,
      holding(found.state, found.accessKeyId, found.half),
      dim(found.state === 'not_psiturk' ? '' : used),
    ]
  })
  return [bold('Found of psiTurk and Dallinger'), ...tableLines(rows), '']
}

function holding(state: FoundState, accessKeyId: string | null, half: Half | null): string {
  if (half && 'accessKeyId' in half) return `half a key, the id ${maskAccessKeyId(half.accessKeyId)}`
  return state === 'key' ? maskAccessKeyId(accessKeyId ?? '') : WORDS[state]
}

const WORDS: Readonly<Record<Exclude<FoundState, 'key'>, string>> = {
  partial: 'half a key',
  placeholder: 'placeholders',
  malformed: 'no key that works',
  temporary: 'a temporary key',
  unreadable: 'cannot be read',
  not_psiturk: "not psiTurk's",
  none: 'nothing',
}
