import {constants} from 'node:fs'
import {open, stat, type FileHandle} from 'node:fs/promises'
import {resolve} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'

import {LARGEST_CSV_BYTES, readAwsCsv, type HandedOverKey} from './csv.js'
import {MturkError, usageError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {run, say} from '../remedy.js'

/**
 * The keys in a file that AWS handed out. A pipe is read to its end, as from `<(pass aws/anna.csv)`.
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
  if (key && others.length === 0) {
    const isLasting = await stat(path).then(
      (stats) => stats.isFile(),
      () => false,
    )
    return isLasting ? {...key, file: resolve(path)} : key
  }
  throw usageError(`${path} holds ${others.length + 1} keys, and one is wanted here.`, [
    say('To store them all, each as a profile of its own:'),
    run('mturk keys import', path),
  ])
}

// A pipe that nobody writes into must not block. Windows lacks the flag; undefined counts as 0 in this sum.
const READ_WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK

async function readText(path: string): Promise<string> {
  try {
    const handle = await open(path, READ_WITHOUT_WAITING)
    try {
      const stats = await handle.stat()
      if (stats.isDirectory()) throw unreadable(`${path} is a directory, not a CSV file.`)
      const bytes = await readAtMost(handle, LARGEST_CSV_BYTES)
      if (!bytes) throw tooLarge(path)
      if (bytes.length === 0 && stats.isFIFO()) throw unreadable(`${path} is a pipe, and nothing comes out of it.`)
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
    got = await readSome(handle, bytes.subarray(length))
  }
  return length > limit ? null : bytes.subarray(0, length)
}

/** Milliseconds between two looks into a pipe whose writer has not written yet. */
const BETWEEN_LOOKS = 20

/** 0 at the end, and at once for a pipe without a writer; one that has a writer is waited for, like standard input. */
async function readSome(handle: FileHandle, into: Uint8Array): Promise<number> {
  for (;;) {
    try {
      return (await handle.read(into, 0, into.length, null)).bytesRead
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EAGAIN') throw error
      await delay(BETWEEN_LOOKS)
    }
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is no directory',
  EACCES: 'you have no permission',
  EPERM: 'you have no permission',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic link leads in a circle',
  ENXIO: 'it is a socket or a device',
  ENAMETOOLONG: 'its name is too long',
}

/**
 * @param name for messages: the file's name, or "standard input"
 * @throws MturkError `unreadable_file` for anything but text in UTF-8, saying what it seems to be
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const other = kindOfBytes(bytes)
  if (other !== undefined) throw unreadable(`${name} is ${other}, not a CSV file.`)
  try {
    const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: false}).decode(bytes)
    if (!text.includes('\0')) return text
  } catch (error) {
    throw unreadable(`${name} is no text in UTF-8.`, error)
  }
  throw unreadable(`${name} is no text file.`)
}

/** What people hand over by mistake, by its first bytes. */
const BEGINNINGS: readonly (readonly [beginning: string, what: string])[] = [
  ['\xff\xfe', 'text in UTF-16, as spreadsheet programs and PowerShell save it'],
  ['\xfe\xff', 'text in UTF-16, as spreadsheet programs and PowerShell save it'],
  ['PK\x03\x04', 'a spreadsheet or a ZIP archive'],
  ['\xd0\xcf\x11\xe0', 'a spreadsheet of an old kind'],
  ['%PDF-', 'a PDF document'],
  ['\x1f\x8b', 'a compressed archive'],
]

function kindOfBytes(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  return BEGINNINGS.find(([beginning]) => head.startsWith(beginning))?.[1]
}

/** @param name for messages: the file's name, or "standard input" */
export function tooLarge(name: string): MturkError {
  return unreadable(`${name} is far too large for a key file of AWS.`)
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
