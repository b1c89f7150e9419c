import type {Secret, SecretVersion} from '../account/secret.js'

export const CURRENT = 'AWSCURRENT'
const PENDING = 'AWSPENDING'
const PREVIOUS = 'AWSPREVIOUS'

type Versions = Pick<Secret, 'versions'>

/** The version that has this staging label. */
export function holderOf({versions}: Versions, stage: string): SecretVersion | undefined {
  return [...versions.values()].find(({stages}) => stages.has(stage))
}

/**
 * Gives a label to a version and takes it from whichever had it. Where AWSCURRENT moves, AWSPREVIOUS goes to the version
 * that had it, and that version loses AWSPENDING; labels of one's own stay where they are. All of this is in AWS's
 * answers to LocalStack's tests (test_secretsmanager.snapshot.json, test_update_secret_version_stages_…).
 */
export function attach(secret: Versions, stage: string, version: SecretVersion): void {
  const holder = holderOf(secret, stage)
  if (holder === version) return
  holder?.stages.delete(stage)
  version.stages.add(stage)
  if (stage !== CURRENT || holder === undefined) return
  holderOf(secret, PREVIOUS)?.stages.delete(PREVIOUS)
  holder.stages.add(PREVIOUS)
  holder.stages.delete(PENDING)
}

/** As AWS shows them. */
export function stagesOf({stages}: SecretVersion): string[] {
  return [...stages].sort()
}
