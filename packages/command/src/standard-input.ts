import {usageError} from '@mturk-cli/core'
import {tooLarge} from '@mturk-cli/core/credentials'

/** As for a key file: nothing that AWS hands out is larger. */
const LIMIT = 1024 * 1024

/** @throws MturkError `usage` if somebody would have to type it, `unreadable_file` if it is far too long */
export async function readStandardInput(): Promise<Uint8Array> {
  if (process.stdin.isTTY)
    throw usageError('Nothing is piped in. Give a file, or pipe it in: mturk keys import - < FILE')
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > LIMIT) throw tooLarge('Standard input')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
