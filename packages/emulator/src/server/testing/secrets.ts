import type {Emulator, EmulatorKey} from '../emulator.js'
import {HandClock, start} from './running.js'
import {secretsManager} from './signed-client.js'

export const tokenOf = (name: string) => name.padEnd(32, '0')
export const FIRST = tokenOf('first')
export const SECOND = tokenOf('second')
export const DAY = 86_400_000

export type Ask = (operation: string, parameters?: object) => Promise<{readonly status: number; readonly body: any}>

/** A clock that a test moves goes into the signature too. */
export function askAs(
  emulator: Emulator,
  key: EmulatorKey,
  {region = 'eu-central-1', clock = new HandClock()} = {},
): Ask {
  return (operation, parameters) =>
    secretsManager(emulator.endpoint, {key, region, at: clock.now()}, operation, parameters)
}

/** One secret, `mturk/lab`, whose first version `FIRST` is the text `one`. */
export async function withSecret(clock = new HandClock()) {
  const emulator = await start({clock})
  const ask = askAs(emulator, emulator.rootKey, {clock})
  const created = await ask('CreateSecret', {Name: 'mturk/lab', ClientRequestToken: FIRST, SecretString: 'one'})
  if (created.status !== 200) throw new Error(`No secret was made: ${JSON.stringify(created.body)}`)
  return {emulator, ask, clock, arn: created.body.ARN as string}
}

/** An error of the service's own. */
export const failure = (__type: string, text: string) => ({status: 400, body: {__type, Message: text}})
/** An error of what stands in front of it. */
export const frontEnd = (__type: string, text: string) => ({status: 400, body: {__type, message: text}})
export const notFound = failure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
export const marked = failure(
  'InvalidRequestException',
  "You can't perform this operation on the secret because it was marked for deletion.",
)
