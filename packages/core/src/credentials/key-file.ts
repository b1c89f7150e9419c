import {open, type FileHandle} from 'node:fs/promises'

import {LARGEST_CSV_BYTES, readAwsCsv, type HandedOverKey} from './csv.js'
import {MturkError, usageError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {run, say} from '../remedy.js'

/**
 * The keys in a file that AWS handed out.
 *
 * @throws MturkError `unreadable_file` or `malformed_credentials`, naming the file
 */
export async function readKeyFile(path: string): Promise<readonly HandedOverKey[]> {
  return readAwsCsv(await readText(path), path)
}

/**
 * The one key in a file that is handed over for a set-up.
 *
 * @throws MturkError as `readKeyFile`, and `usage` where there are several
 */
export async function readSingleKey(path: string): Promise<HandedOverKey> {
  const [key, ...others] = await readKeyFile(path)
  if (key && others.length === 0) return key
  throw usageError(`${path} holds ${others.length + 1} keys, and one is wanted here.`, [
    say('To store them all, each as a profile of its own:'),
    run('mturk keys import FILE'),
  ])
}

async function readText(path: string): Promise<string> {
  try {
    const handle = await open(path, 'r')
    try {
      const stats = await handle.stat()
      if (stats.isDirectory()) throw unreadable(`${path} is a directory, not a CSV file.`)
      const bytes = await readAtMost(handle, LARGEST_CSV_BYTES)
      if (!bytes) throw unreadable(`${path} is far too large for a key file of AWS.`)
      return decodeText(bytes, path)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error
    throw unreadable(`${path} cannot be read: ${WHY[String(error.code)] ?? String(error.code)}.`, error)
  }
}

/** null where there is more. A device has no size and no end, so what counts is what was read. */
async function readAtMost(handle: FileHandle, limit: number): Promise<Buffer | null> {
  const bytes = Buffer.alloc(limit + 1)
  let length = 0
  for (let got = -1; got !== 0 && length <= limit; length += got) {
    got = (await handle.read(bytes, length, bytes.length - length)).bytesRead
  }
  return length > limit ? null : bytes.subarray(0, length)
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you have no permission',
  EISDIR: 'it is a directory',
}

/** @throws MturkError `unreadable_file` for anything but text in UTF-8 */
export function decodeText(bytes: Uint8Array, name: string): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: false}).decode(bytes)
  } catch (error) {
    throw unreadable(`${name} is no text file.`, error)
  }
  if (text.includes('\0')) throw unreadable(`${name} is no text file.`)
  return text
}

function unreadable(message: string, cause?: unknown): MturkError {
  return new MturkError({
    code: 'unreadable_file',
    exit: Exit.credentials,
    message,
    remedy: [say('Give the path of the CSV file as AWS handed it out.')],
    ...(cause === undefined ? {} : {cause}),
  })
}
