import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import type {Emulator, EmulatorKey} from './server/emulator.js'

/** What a person needs to use a running emulator; in a directory of their own, since keys never go to a terminal or a log. */
export interface KeyFiles {
  readonly directory: string
  /** As AWS hands it out today. */
  readonly rootKeyFile: string
  /** The key of the scenario's IAM user, where it has one. */
  readonly userKeyFile: string | null
  remove(): Promise<void>
}

/** Writes the keys as AWS's own CSV files, and the control token beside them; owner-only from the first byte. */
export async function writeKeyFiles(emulator: Emulator): Promise<KeyFiles> {
  // mkdtemp makes it 0700, whatever the umask.
  const directory = await mkdtemp(join(tmpdir(), 'mturk-emulator-'))
  const rootKeyFile = join(directory, 'rootkey.csv')
  const userKeyFile = emulator.userKey ? join(directory, 'mturk-requester_accessKeys.csv') : null
  await writeFile(rootKeyFile, accessKeysCsv(emulator.rootKey), OWNER_ONLY)
  if (userKeyFile && emulator.userKey) await writeFile(userKeyFile, accessKeysCsv(emulator.userKey), OWNER_ONLY)
  await writeFile(join(directory, 'control-token'), emulator.controlToken, OWNER_ONLY)
  return {directory, rootKeyFile, userKeyFile, remove: () => rm(directory, {recursive: true, force: true})}
}

const OWNER_ONLY = {mode: 0o600, flag: 'wx'} as const

/** Today's shape: a byte order mark and CRLF. */
export function accessKeysCsv({accessKeyId, secretAccessKey}: EmulatorKey): string {
  return `\uFEFFAccess key ID,Secret access key\r\n${accessKeyId},${secretAccessKey}\r\n`
}
