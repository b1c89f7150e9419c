import {MturkError} from '../errors.js'
import {getIdentity, isTooYoung, keyVerifier, SUCCESSES} from '../iam/index.js'
import {maskAccessKeyId, type AccessKey} from '../credentials/index.js'
import {classify, environmentWords, verdictOf} from '../mturk/index.js'
import {ENVIRONMENTS, isWorse, mayPass, takeMeasure, type Measure} from './measure.js'
import {newKeyOf, type Run} from './run.js'
import {TurnBack} from './turn-back.js'
import {observed, type RotationTools} from './tools.js'

export interface Verified {
  readonly tries: number
  readonly seconds: number
  readonly measure: Measure
}

/** Milliseconds that Mechanical Turk may take to know a key that STS knows. */
const LIMIT = 60_000
/** Milliseconds: any other bad news may be one replica's, and is asked for again before it counts. */
const DOUBT = 3000
const POLL = 1000

/**
 * The new key works: STS takes it several times in a row, and Mechanical Turk says nothing worse to it than it said to the
 * old one. Where Mechanical Turk says nothing at all, STS decides.
 *
 * @throws TurnBack where something speaks against the key; AwsFailure where nobody answered
 */
export async function verifyNewKey(run: Run): Promise<Verified> {
  const {clock} = run.tools
  const begun = clock.now()
  await answersSts(run.tools, newKeyOf(run)).catch((error: unknown) => {
    throw speaksAgainst(error) ? new TurnBack(error) : error
  })
  const seconds = Math.round((clock.now() - begun) / 1000)
  return {tries: SUCCESSES, seconds, measure: await measureAgain(run)}
}

/** @throws MturkError `bad_key_id` where AWS does not take the key within a minute; AwsFailure */
export async function answersSts(tools: RotationTools, key: AccessKey): Promise<void> {
  const verify = keyVerifier({
    clock: tools.clock,
    signal: tools.signal,
    attempt: async (each) => void (await observed(tools, 'GetCallerIdentity', () => getIdentity(tools.aws, each))),
    mayBeTooYoung: isTooYoung,
  })
  await verify(key)
}

async function measureAgain({tools, journal, memory}: Run): Promise<Measure> {
  const {aws, clock, signal} = tools
  const before = journal.state.measure
  const key = newKeyOf({journal})
  const begun = clock.now()
  for (;;) {
    const now = await observed(tools, 'GetAccountBalance', () => takeMeasure(aws, key))
    const worse = ENVIRONMENTS.filter(({name}) => isWorse(before[name], now[name]))
    memory.measure = now
    if (worse.length === 0) return now
    const limit = worse.every(({name}) => mayPass(now[name])) ? LIMIT : DOUBT
    if (clock.now() - begun >= limit) throw new TurnBack(isNotAsGood(key, before, now))
    await clock.sleep(POLL, signal)
  }
}

function speaksAgainst(error: unknown): boolean {
  return isTooYoung(error) || classify(error) === 'bad_key_id'
}

function isNotAsGood({accessKeyId}: AccessKey, before: Measure, now: Measure): Error {
  const [environment] = ENVIRONMENTS.filter(({name}) => isWorse(before[name], now[name]))
  if (!environment) throw new Error('nothing is worse') // this is only made where something is
  const {name} = environment
  const {message, exit, remedy} = verdictOf(now[name], {environment, accessKeyId})
  return new MturkError({
    code: now[name],
    exit,
    message: `With the new key ${maskAccessKeyId(accessKeyId)} ${environmentWords({environment})} says ${now[name]}; with the old one it said ${before[name]}.\n${message}`,
    remedy,
  })
}
