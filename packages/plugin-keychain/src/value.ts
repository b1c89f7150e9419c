import type {Key} from '@mturk-cli/core'

/** What stands in an item of the keychain, for whoever looks at it there. Half a key is none. */
export function readValue(text: string): Key | undefined {
  try {
    const {aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey} = JSON.parse(text) as Members
    if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined
    return accessKeyId === '' || secretAccessKey === '' ? undefined : {accessKeyId, secretAccessKey}
  } catch {
    return undefined
  }
}

export function writeValue({accessKeyId, secretAccessKey}: Key): string {
  return JSON.stringify({aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey})
}

type Members = Readonly<Record<string, unknown>>
