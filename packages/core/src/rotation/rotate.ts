import type {AdminCredentials} from '../aws/index.js'
import {unwrapKey} from '../credentials/index.js'
import {answerNeeded} from '../errors.js'
import {iamApi, identityOf, parseArn, type Administrator, type Identity} from '../iam/index.js'
import {openJournal, type Journal} from '../journal/index.js'
import {formatAccount} from '../mturk/index.js'
import {rotationExplainer} from './explain.js'
import {ROTATE} from './format.js'
import {goBack, goForward} from './go.js'
import {identify, type Identified} from './identify.js'
import {assertNoneOpen, isOpen, nothingOpen, type OpenRotation} from './open-rotation.js'
import {planRotation, type RotationPlan, type WantedRotation} from './plan.js'
import type {Rotated, TakenBack} from './result.js'
import {newMemory, type Memory, type Run} from './run.js'
import {serverNow} from './server-time.js'
import {signerFor} from './signer.js'
import type {Ending, RotationState} from './state.js'
import {stoppedEarly} from './stopped-early.js'
import {observed, type Answers, type RotationTools} from './tools.js'
import {cannotBegin} from './where-it-stands.js'

/**
 * Gives a user a new key, wherever the old one is kept on this machine, and switches the old one off. Whatever dies at
 * whatever moment, every place holds a key that works, and `resumeRotation` finishes (docs/rotation.md).
 *
 * @throws MturkError `interrupted` where another rotation of the user is open, or this one is left open; `usage`,
 *   `answer_needed` and the verdicts where nothing was changed
 * @throws a `MturkBackendError` `locked` where another process is at it
 */
export async function rotate(tools: RotationTools, wanted: WantedRotation, answers: Answers): Promise<Rotated> {
  const memory = newMemory()
  const journalOf = async (identified: Identified) => {
    tools.signal?.throwIfAborted()
    const {account, userName} = identified
    const journal = await openJournal(tools.dataDirectory, ROTATE, {account, user: userName}, () =>
      observed(tools, 'journal creating', () => begin(tools, wanted, answers, memory)),
    )
    return {journal, identified}
  }
  const {journal, identified} = await whoseKey(tools, wanted)
    .then(journalOf)
    .catch((error: unknown) => {
      throw stoppedEarly(tools, memory)(error)
    })
  const {account, userName} = identified
  try {
    if (journal.resumed) throw isOpen({account, user: userName, state: journal.state})
    const {admin, administrator} = identified
    const {signer} = journal.state.request
    const run = runOf({
      tools,
      journal,
      answers,
      memory,
      administrator: signer === 'self' ? null : admin,
      explain: rotationExplainer({administrator, signer, userName}),
    })
    return await goForward(run)
  } finally {
    await journal.release()
  }
}

/** What a rotation would do. Nothing is changed. */
export async function dryRun(tools: RotationTools, wanted: WantedRotation): Promise<RotationPlan> {
  const identified = await whoseKey(tools, wanted)
  return planRotation(tools, identified, wanted)
}

/** A rotation that is open is told of before anybody is asked anything. */
async function whoseKey(tools: RotationTools, wanted: WantedRotation): Promise<Identified> {
  const {dataDirectory, sources} = tools
  const {active} = await sources.lookup({profile: wanted.profile})
  const isNamed = wanted.userName === undefined || wanted.profile !== undefined
  await assertNoneOpen(dataDirectory, {
    userName: wanted.userName,
    accessKeyId: isNamed ? active?.accessKeyId : undefined,
  })
  const identified = await identify(tools, wanted)
  await assertNoneOpen(dataDirectory, identified)
  return identified
}

/** Under the lock: another rotation may have ended since it was asked whose key it is. */
async function begin(
  tools: RotationTools,
  wanted: WantedRotation,
  answers: Answers,
  memory: Memory,
): Promise<RotationState> {
  const identified = await identify(tools, wanted)
  const plan = await planRotation(tools, identified, wanted)
  tools.report({kind: 'planned', plan})
  tools.signal?.throwIfAborted()
  const listed = await makeRoom(tools, plan, answers, memory)
  const {userName, arn, profile, places, measure, key} = plan
  return {
    step: 'creating',
    direction: 'forward',
    request: {
      userName,
      arn,
      profile,
      named: {profile: wanted.profile !== undefined, user: wanted.userName !== undefined},
      signer: plan.signer,
      ...(wanted.adminProfile === undefined ? {} : {adminProfile: wanted.adminProfile}),
      ending: wanted.ending,
      ignored: wanted.ignored,
    },
    oldKey: unwrapKey(key),
    intent: {at: serverNow(tools), accessKeyIds: listed},
    places,
    measure,
  }
}

/** @returns the ids of all keys that are there now */
async function makeRoom(
  tools: RotationTools,
  {spare, accessKeyIds, identified, userName}: RotationPlan,
  answers: Answers,
  memory: Memory,
): Promise<readonly string[]> {
  if (!spare) return accessKeyIds
  if (!spare.agreed && !(await answers.mayDeleteSpare(spare))) {
    throw answerNeeded('The answer was no, so nothing was changed.', [])
  }
  tools.signal?.throwIfAborted()
  const iam = iamApi(tools.aws, identified.admin)
  const {accessKeyId} = spare
  await tools
    .progress('Deleting the other key', () =>
      observed(tools, 'DeleteAccessKey', () => iam.deleteAccessKey(userName, accessKeyId)),
    )
    .catch((error: unknown) => {
      throw rotationExplainer(identified)(error)
    })
  memory.hasDeleted = true
  tools.report({kind: 'spare-deleted', spare})
  return accessKeyIds.filter((id) => id !== accessKeyId)
}

/** What may be said anew where an earlier run is gone on with. */
export interface Resumption {
  readonly open: OpenRotation
  /** null: the keys sign for themselves. */
  readonly administrator: AdminCredentials | null
  readonly adminProfile?: string | undefined
  readonly ending?: Ending | undefined
  readonly ignored?: readonly string[] | undefined
}

/**
 * Finishes what an earlier run began; one that was going back goes back.
 *
 * @throws MturkError `usage` where somebody has finished it meanwhile; as `rotate`
 */
export function resumeRotation(
  tools: RotationTools,
  resumption: Resumption,
  answers: Answers,
): Promise<Rotated | TakenBack> {
  return withOpenRotation<Rotated | TakenBack>(tools, resumption, answers, (run) =>
    run.journal.state.direction === 'back' ? goBack(run) : goForward(run),
  )
}

/** Goes back to the old key everywhere and deletes the new one. */
export function abortRotation(tools: RotationTools, resumption: Resumption, answers: Answers): Promise<TakenBack> {
  return withOpenRotation(tools, resumption, answers, goBack)
}

async function withOpenRotation<Result>(
  tools: RotationTools,
  resumption: Resumption,
  answers: Answers,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const {open, administrator} = resumption
  const {account, user} = open
  if (open.locked) throw open.locked
  const journal = await openJournal(tools.dataDirectory, ROTATE, {account, user}, () => {
    // Whoever was at it has finished between two looks.
    throw nothingOpen(user)
  })
  try {
    const by = await whoGoesOn(tools, journal, administrator)
    const before = journal.state
    const changed = changedRequest(before, resumption)
    if (changed) await journal.record({...before, request: changed})
    const signer = administrator ? 'administrator' : 'self'
    const explain = rotationExplainer({administrator: by, signer, userName: user})
    return await work(runOf({tools, journal, answers, memory: newMemory(), administrator, explain}))
  } finally {
    await journal.release()
  }
}

/** @returns null where nothing was said anew */
function changedRequest(
  {request}: RotationState,
  {administrator, adminProfile, ending, ignored}: Resumption,
): RotationState['request'] | null {
  const changed: RotationState['request'] = {
    ...request,
    signer: administrator ? 'administrator' : request.signer,
    ...(adminProfile === undefined ? {} : {adminProfile}),
    ending: ending ?? request.ending,
    ignored: [...new Set([...request.ignored, ...(ignored ?? [])])],
  }
  return JSON.stringify(changed) === JSON.stringify(request) ? null : changed
}

/** Who signs from now on, for the words of a failure. Another account's administrator would change somebody else's keys. */
async function whoGoesOn(
  {aws}: RotationTools,
  {state}: Journal<RotationState>,
  administrator: AdminCredentials | null,
): Promise<Administrator> {
  const owner = parseArn(state.request.arn) as Identity
  if (!administrator) return {identity: owner, origin: 'the key itself'}
  const identity = await identityOf(aws, administrator).catch((error: unknown) => {
    throw cannotBegin(state, error)
  })
  if (identity.account === owner.account) return {identity, origin: administrator.origin}
  throw cannotBegin(
    state,
    new Error(
      `${administrator.origin} administers account ${formatAccount(identity.account)}; the rotation is about ${formatAccount(owner.account)}.`,
    ),
  )
}

interface Parts extends Pick<Run, 'tools' | 'journal' | 'answers' | 'explain' | 'memory'> {
  readonly administrator: AdminCredentials | null
}

function runOf({administrator, ...parts}: Parts): Run {
  const {tools, journal} = parts
  const {aws, clock, signal} = tools
  return {...parts, signer: signerFor({aws, clock, signal, administrator, keys: () => journal.state})}
}
