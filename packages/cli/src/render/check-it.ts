import {nextCommand} from '@mturk-cli/command'
import {maskAccessKeyId, type Lookup} from '@mturk-cli/core/credentials'

/** A key that was just stored, and the one that tools find instead of it where nobody names its profile. */
export interface Stored {
  readonly profile: string
  readonly winner: Lookup['active']
}

/** The command that asks with the key that was stored, and with no other. */
export function checkItText({profile, winner}: Stored): string {
  const flag = profile === 'default' && winner === null ? [] : ['--profile', profile]
  return `Check it with: ${nextCommand('mturk link-check', ...flag)}`
}

export function winnerWarnings({winner}: Stored): string[] {
  if (!winner) return []
  const {location, accessKeyId, backend} = winner
  const wayOut =
    backend === 'env' ? ' To use the stored one in this shell: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY' : ''
  return [`Another key wins over it: ${maskAccessKeyId(accessKeyId)} from ${location.display}.${wayOut}`]
}
