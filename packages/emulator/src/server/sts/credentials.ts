import type {TemporaryKey} from '../account/temporary-key.js'
import {isoSeconds} from '../clock.js'

/** A temporary key as STS hands it out. */
export function credentialsShape({accessKeyId, secretAccessKey, sessionToken, expiresAt}: TemporaryKey): object {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: isoSeconds(expiresAt),
  }
}
