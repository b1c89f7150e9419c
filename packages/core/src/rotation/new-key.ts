import {findKeyPlaces, unwrapKey} from '../credentials/index.js'
import {ABOUT_RIGHTS, hasCode} from '../iam/index.js'
import {classify} from '../mturk/index.js'
import {answerNeeded, messageOf} from '../errors.js'
import {run as command, say} from '../remedy.js'
import {judgeOrphan, listNewcomers, type Orphan} from './orphan.js'
import {callIam, record, type Run} from './run.js'
import {serverNow} from './server-time.js'
import type {Intent, RotationState} from './state.js'
import {flagsOf} from './where-it-stands.js'

/** Milliseconds: a key that was made may show in lists a moment later (widdix/aws-s3-virusscan#15). */
const LISTS_LAG = 10_000
const POLL = 1000

/** CreateAccessKey itself failed: whether it made a key, `changedNothing` of the cause tells. */
export class NotCreated extends Error {
  override readonly name = 'NotCreated'

  constructor(cause: unknown) {
    super(messageOf(cause), {cause})
  }
}

/** IAM may count a key that was just deleted for a moment yet. */
const TRIES = 5

/**
 * CreateAccessKey, sent once; an earlier intent is settled by now, and another one takes its place.
 *
 * @throws NotCreated
 */
export async function createNewKey(run: Run): Promise<Partial<RotationState>> {
  if (run.journal.resumed) {
    const {state} = run.journal
    await record(run, {...state, intent: await newIntent(run)})
  }
  const {userName} = run.journal.state.request
  for (let tries = 1; ; tries++) {
    try {
      const key = await callIam(run, 'CreateAccessKey', 'old', (iam) => iam.createAccessKey(userName))
      return {newKey: unwrapKey(key)}
    } catch (error) {
      const isFull = hasCode(error, 'LimitExceeded')
      if (!isFull || !run.memory.hasDeleted || tries === TRIES) throw new NotCreated(error)
      await run.tools.clock.sleep(POLL, run.tools.signal)
    }
  }
}

async function newIntent(run: Run): Promise<Intent> {
  const {userName} = run.journal.state.request
  const listed = await callIam(run, 'ListAccessKeys', 'old', (iam) => iam.listAccessKeys(userName))
  return {at: serverNow(run.tools), accessKeyIds: listed.map(({accessKeyId}) => accessKeyId)}
}

/**
 * Deletes the key of a lost answer. One that was used, or stands in a place here, is somebody's, since nobody had the secret
 * of ours: it stays.
 *
 * @throws MturkError `answer_needed`
 */
export async function settleLostAnswer(run: Run): Promise<void> {
  const {request} = run.journal.state
  const orphans = await run.tools.progress('Looking for the key of a lost answer', () => listOrphans(run))
  const ids = orphans.map(({accessKeyId}) => accessKeyId)
  const {places} = ids.length === 0 ? {places: []} : await findKeyPlaces(run.tools.sources, ids)
  for (const orphan of orphans) {
    const kept = places.find(({accessKeyId}) => accessKeyId === orphan.accessKeyId)
    if (kept || orphan.verdict === 'used') {
      const why = kept ? `stands in ${kept.location.display}` : 'was used'
      run.memory.notes.push(
        `The key ${orphan.accessKeyId} was made meanwhile, and ${why}: somebody has its secret, so it stays.`,
      )
      continue
    }
    if (!(await run.answers.mayDeleteOrphan(orphan, run.journal.state)))
      throw answerNeeded('The answer was no, so nothing was deleted.', [])
    await callIam(run, 'DeleteAccessKey', 'old', (iam) =>
      iam.deleteAccessKey(request.userName, orphan.accessKeyId),
    ).catch((error: unknown) => {
      if (!hasCode(error, 'NoSuchEntity')) throw error
    })
    run.memory.hasDeleted = true
    run.tools.report({kind: 'orphan-deleted', accessKeyId: orphan.accessKeyId})
  }
}

async function listOrphans(run: Run): Promise<readonly Orphan[]> {
  const {clock, signal} = run.tools
  const {request, intent} = run.journal.state
  for (;;) {
    const newcomers = await callIam(run, 'ListAccessKeys', 'old', (iam) =>
      listNewcomers(iam, request.userName, intent, (error) => ABOUT_RIGHTS.has(classify(error))),
    )
    const age = Date.parse(serverNow(run.tools)) - Date.parse(intent.at)
    if (newcomers.length > 0 || !(age >= 0 && age < LISTS_LAG)) return newcomers.map((key) => judgeOrphan(key, intent))
    await clock.sleep(POLL, signal)
  }
}

/** Where nobody can be asked: the commands that answer. */
export function orphanNeedsAnswer(
  {accessKeyId, verdict, createdAt}: Orphan,
  {request, direction}: Pick<RotationState, 'request' | 'direction'>,
): Error {
  const made = createdAt ? `, made ${createdAt.toISOString()}` : ''
  const isOurs = verdict === 'sure'
  const answer = isOurs ? ['--yes'] : ['--delete-key', accessKeyId]
  const words = [...answer, ...flagsOf(request)]
  const told = isOurs ? 'To' : 'If nobody knows it, to'
  const back = [say(`${told} have it deleted, and go back:`), command('mturk keys rotate --abort', ...words)]
  const forward = [say(`${told} have it deleted, and go on:`), command('mturk keys rotate --resume', ...words)]
  return answerNeeded(
    isOurs
      ? `An earlier run asked IAM for a new key and never got the answer. The key ${accessKeyId}${made} came of that: it was never used, and nobody has its secret.`
      : `The key ${accessKeyId}${made} was not there when an earlier run asked IAM for a new one and never got the answer. Whether it came of that cannot be told for certain.`,
    direction === 'back' ? back : [...forward, ...back],
  )
}
