import type {Account} from './account.js'
import type {Tag} from './user.js'

/** As it goes over the wire: a text, or bytes in base 64. */
export type SecretValue = {readonly SecretString: string} | {readonly SecretBinary: string}

export interface SecretVersion {
  /** The ClientRequestToken that made it. */
  readonly versionId: string
  readonly value: SecretValue
  readonly createdAt: number
  /** null: AWS's own key for Secrets Manager. */
  kmsKeyId: string | null
  /** Staging labels; a label is at one version only. */
  readonly stages: Set<string>
  /** Midnight of the day on which it was last read. */
  lastAccessedAt: number | null
}

/** A secret of AWS Secrets Manager. It lives in one region. */
export interface Secret {
  readonly name: string
  /** Ends with a hyphen and six characters by lot. */
  readonly arn: string
  readonly region: string
  readonly createdAt: number
  description: string | null
  /** What it was given: a key id, an alias or an ARN; null: AWS's own key for Secrets Manager. */
  kmsKeyId: string | null
  /** null: it never had any. */
  tags: readonly Tag[] | null
  lastChangedAt: number
  /** From then on it is gone for good; null: nobody asked for its deletion. */
  deletionDate: number | null
  /** By version id, oldest first. */
  readonly versions: Map<string, SecretVersion>
}

/** Those that are there at this time: without the ones whose recovery window is over. */
export function secretsAt({secrets}: Account, now: number): Secret[] {
  return secrets.filter(({deletionDate}) => deletionDate === null || deletionDate > now)
}
