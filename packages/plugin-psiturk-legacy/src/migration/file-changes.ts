import {lstat} from 'node:fs/promises'
import {Exit, MturkError, run, say, type Remedy} from '@mturk-cli/core'
import {readForEdit, whyNotWritable} from '@mturk-cli/core/files'
import type {Found} from '../reading/found.js'
import {holdsOnlyKeys, scrubbed} from '../scrub/scrub.js'
import type {FileSource} from '../sources/source.js'
import {again, type Afterwards} from './options.js'
import {hinderedIn, type FileChange, type MigrationPlan} from './plan.js'

/**
 * What is to become of a file that held a key; null: it stays as it is.
 *
 * @throws a `MturkBackendError` `not_writable` where something else would be read differently afterwards
 */
export async function plannedChange({source}: Found, afterwards: Afterwards): Promise<FileChange | null> {
  if (source.kind === 'variables' || afterwards === 'keep') return null
  const before = await readForEdit(source.file)
  const after = before && scrubbed(source, before)
  if (!before || !after) return null
  const hindrance = (await whyNotWritable(source.file)) ?? null
  const mayGo = afterwards === 'remove' && holdsOnlyKeys(source, before) && !(await isLink(source))
  return {source, kind: mayGo ? 'remove' : 'scrub', before, after: mayGo ? new Uint8Array() : after, hindrance}
}

/**
 * A file that cannot be changed is told before anything is done.
 *
 * @throws MturkError `unreadable_file`, with what makes it a file that can be changed
 */
export function assertChangeable(plan: MigrationPlan): void {
  const [first] = hinderedIn(plan)
  if (!first) return
  const {options, resumed} = plan
  throw new MturkError({
    code: 'unreadable_file',
    exit: Exit.credentials,
    message: `${hindranceText(first)}${resumed ? '' : ' Nothing was changed.'}`,
    remedy: [
      ...wayTo(first),
      ...(resumed
        ? [again(options)]
        : [say('To move the key, and leave the file as it is:'), again(options, '--keep')]),
    ],
  })
}

export function hindranceText({source: {file}, hindrance}: FileChange): string {
  const others = isLinked(hindrance) ? ' What is done to this one leaves the key in the file of the other name.' : ''
  return `${file} cannot be changed: ${hindrance}.${others}`
}

function wayTo({source: {file}, hindrance}: FileChange): readonly Remedy[] {
  if (!isLinked(hindrance)) return [say('Make it writable, and run the same command again.')]
  const own = `${file}.own`
  return [
    say('To make it a file of its own; the other name keeps the key, and is yours to remove:'),
    run(`${run('cp -p', file, own).command} && mv`, own, file),
  ]
}

function isLinked(hindrance: string | null): boolean {
  return hindrance?.includes('hard links') === true
}

/** To take a link's target away would leave a link that leads to nothing. */
async function isLink({file}: FileSource): Promise<boolean> {
  return (await lstat(file)).isSymbolicLink()
}
