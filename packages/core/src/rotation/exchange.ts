import {randomBytes} from 'node:crypto'
import {backendError, maskAccessKeyId, type AccessKey, type Location} from '../credentials/index.js'
import {codeOf} from '../files/index.js'
import type {Run} from './run.js'
import {placeId} from './standing.js'
import {observed} from './tools.js'
import {TurnBack} from './turn-back.js'

interface Exchange {
  readonly to: AccessKey
  readonly from: AccessKey
  /** What it is for. */
  readonly operation: string
}

export async function exchange(run: Run, location: Location, {to, from, operation}: Exchange): Promise<void> {
  const {tools, journal} = run
  const backend = tools.sources.backend(location.backend)
  const written = await observed(tools, `replace ${location.backend}`, () =>
    backend.replace({
      location,
      key: to,
      expect: from.accessKeyId,
      // Each is decided on by a look of its own: a place that went back to the old key meanwhile is changed once more.
      operationId: `${journal.runId}-${operation}-${randomBytes(4).toString('hex')}`,
    }),
  )
  await assertHolds(run, written, to)
  run.memory.tidied.add(placeId(location))
}

/** @throws TurnBack where the place gives another key */
export async function assertHolds({tools}: Run, location: Location, key: AccessKey): Promise<void> {
  const read = await tools.sources.read(location)
  if (read.accessKeyId === key.accessKeyId && read.secretAccessKey.equals(key.secretAccessKey)) return
  const [given, got] = [maskAccessKeyId(key.accessKeyId), maskAccessKeyId(read.accessKeyId)]
  const what = read.accessKeyId === key.accessKeyId ? 'it gives that id with another secret' : `it gives ${got}`
  throw new TurnBack(
    backendError('unreadable', `${location.display} was given ${given}, and does not give it back: ${what}.`),
  )
}

export async function holds(run: Run, location: Location, key: AccessKey): Promise<boolean> {
  return assertHolds(run, location, key).then(
    () => true,
    () => false,
  )
}

/** What may be otherwise in a minute: somebody else holds a lock, a vault is away, the disk is full. */
export function isForNow(error: Error & {code: string}): boolean {
  return error.code === 'locked' || error.code === 'unavailable' || DISK.has(codeOf(error.cause) ?? '')
}

const DISK: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO'])

export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
}
