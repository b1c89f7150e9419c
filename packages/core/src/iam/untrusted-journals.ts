import {lookAtJournals, type UntrustedChange} from '../journal/index.js'
import {CREATE_USER} from './create-user-format.js'
import {DELETE_USER} from './delete-user-format.js'

/** Journals about users that no command acts on: forged perhaps, damaged, or of another version. */
export async function untrustedUserJournals(dataDirectory: string): Promise<readonly UntrustedChange[]> {
  const made = await lookAtJournals(dataDirectory, CREATE_USER)
  const deleted = await lookAtJournals(dataDirectory, DELETE_USER)
  return [...made.untrusted, ...deleted.untrusted]
}
