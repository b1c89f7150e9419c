import {isAwsFailure} from '../aws/index.js'
import type {AccessKey, MturkKey} from '../credentials/index.js'
import {isMturkError} from '../errors.js'
import {getIdentity, type Identity} from '../iam/index.js'
import {askBalance, classify, PRODUCTION, SANDBOX, type Balance, type MturkEnvironment} from '../mturk/index.js'
import type {Guide} from './step.js'

export type Outcome<Value> = {readonly value: Value} | {readonly error: unknown}

/** What AWS said in this run, by question: several steps want to know the same, and silence takes long enough once. */
export type Answers = Map<string, Promise<Outcome<unknown>>>

type Asking = Pick<Guide, 'aws' | 'found'>

/** Whose key it is, asked once for each key. */
export async function whoseKey(guide: Asking, key: AccessKey): Promise<Outcome<Identity>> {
  return expected(await askIdentity(guide, key))
}

/** The money in one environment, asked once for each key. */
export async function balanceIn(
  guide: Asking,
  key: MturkKey,
  environment: MturkEnvironment,
): Promise<Outcome<Balance>> {
  return expected(await askEnvironment(guide, key, environment))
}

/** Begins all questions that the steps have about a key, so that they wait side by side. */
export function askAhead(guide: Asking, key: MturkKey): void {
  void askIdentity(guide, key)
  for (const environment of [PRODUCTION, SANDBOX]) void askEnvironment(guide, key, environment)
}

/** What was said of this key may have changed since; the next one who wants to know asks again. */
export function forgetAnswers({found: {answers}}: Asking, {accessKeyId}: AccessKey): void {
  for (const question of answers?.keys() ?? []) if (question.endsWith(` ${accessKeyId}`)) answers?.delete(question)
}

/** AWS knows the id and the secret no longer, or never did. */
export async function isRefused(guide: Asking, key: AccessKey): Promise<boolean> {
  const outcome = await whoseKey(guide, key)
  return 'error' in outcome && REFUSALS.has(classify(outcome.error))
}

const REFUSALS: ReadonlySet<string> = new Set(['bad_key_id', 'bad_secret'])

/** Mechanical Turk itself said that it has closed, and the sandbox does not say otherwise. */
export async function hasClosed(guide: Asking, key: MturkKey): Promise<boolean> {
  const [production, sandbox] = await Promise.all([balanceIn(guide, key, PRODUCTION), balanceIn(guide, key, SANDBOX)])
  return (
    'error' in production &&
    classify(production.error) === 'service_closed' &&
    'error' in sandbox &&
    classify(sandbox.error) !== 'not_linked'
  )
}

function askIdentity({aws, found}: Asking, key: AccessKey): Promise<Outcome<Identity>> {
  return once(found, `sts ${key.accessKeyId}`, () => getIdentity(aws, key))
}

function askEnvironment({aws, found}: Asking, key: MturkKey, environment: MturkEnvironment): Promise<Outcome<Balance>> {
  return once(found, `${environment.service} ${key.accessKeyId}`, () => askBalance(aws, key, environment))
}

function once<Value>(found: Guide['found'], question: string, ask: () => Promise<Value>): Promise<Outcome<Value>> {
  found.answers ??= new Map()
  const known = found.answers.get(question) as Promise<Outcome<Value>> | undefined
  if (known) return known
  const outcome = ask().then(
    (value) => ({value}),
    (error: unknown) => ({error}),
  )
  found.answers.set(question, outcome)
  return outcome
}

/** Bad news of AWS is an answer. Ctrl-C, or a fault of ours, is none. */
function expected<Value>(outcome: Outcome<Value>): Outcome<Value> {
  if ('error' in outcome && !isAwsFailure(outcome.error) && !isMturkError(outcome.error)) throw outcome.error
  return outcome
}
