import type {Secret, SecretValue, SecretVersion} from '../account/secret.js'
import {resourceExists} from './errors.js'
import {attach, CURRENT} from './stages.js'
import {isSameValue} from './value.js'

/**
 * The version that a request has made already: a token with the same value is the same request once more.
 *
 * @throws ServiceError ResourceExistsException where the token stands for another value
 */
export function madeBefore(secret: Secret, token: string, value: SecretValue): SecretVersion | undefined {
  const version = secret.versions.get(token)
  if (version === undefined || isSameValue(version.value, value)) return version
  throw tokenInUse(secret, token)
}

export function tokenInUse({arn}: Secret, token: string) {
  return resourceExists(
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  )
}

/** A first version gets AWSCURRENT too, whatever labels were asked for (PutSecretValue, Secrets Manager API reference). */
export function addVersion(
  secret: Secret,
  {token, value, now}: {readonly token: string; readonly value: SecretValue; readonly now: number},
  stages: readonly string[] = [CURRENT],
): SecretVersion {
  const version: SecretVersion = {
    versionId: token,
    value,
    createdAt: now,
    kmsKeyId: secret.kmsKeyId,
    stages: new Set(),
    lastAccessedAt: null,
  }
  const wanted = secret.versions.size === 0 ? [CURRENT, ...stages] : stages
  secret.versions.set(token, version)
  for (const stage of wanted) attach(secret, stage, version)
  secret.lastChangedAt = now
  return version
}
