import {lstat} from 'node:fs/promises'
import {backendError} from '@mturk-cli/core'
import {readForEdit, whyNotWritable} from '@mturk-cli/core/files'
import type {Found} from '../reading/found.js'
import {holdsOnlyKeys, scrubbed} from '../scrub/scrub.js'
import type {FileSource} from '../sources/source.js'
import type {Afterwards} from './options.js'
import type {FileChange} from './plan.js'

/**
 * What is to become of a file that held a key; null: it stays as it is.
 *
 * @throws a `MturkBackendError` `not_writable` for a file that cannot be changed, before anything is done
 */
export async function plannedChange({source}: Found, afterwards: Afterwards): Promise<FileChange | null> {
  if (source.kind === 'variables' || afterwards === 'keep') return null
  const before = await readForEdit(source.file)
  const after = before && scrubbed(source, before)
  if (!before || !after) return null
  const why = await whyNotWritable(source.file)
  if (why !== undefined) {
    throw backendError('not_writable', `${source.file} cannot be changed: ${why}. Nothing was changed.`, {
      remedy: 'Make it writable, or leave it as it is: mturk psiturk migrate --keep',
    })
  }
  const mayGo = afterwards === 'remove' && holdsOnlyKeys(source, before) && !(await isLink(source))
  return {source, kind: mayGo ? 'remove' : 'scrub', before, after: mayGo ? new Uint8Array() : after}
}

/** To take a link's target away would leave a link that leads to nothing. */
async function isLink({file}: FileSource): Promise<boolean> {
  return (await lstat(file)).isSymbolicLink()
}
