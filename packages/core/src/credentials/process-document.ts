import {unwrapKey, type AccessKey} from './access-key.js'

/**
 * A key as a `credential_process` hands it over: one line of JSON (AWS SDKs and tools reference guide, "Process credential
 * provider"). It holds the secret, and is for the program that asked.
 */
export function processDocument(key: AccessKey): string {
  const {accessKeyId, secretAccessKey, sessionToken} = unwrapKey(key)
  return JSON.stringify({
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    ...(sessionToken === undefined ? {} : {SessionToken: sessionToken}),
  })
}
