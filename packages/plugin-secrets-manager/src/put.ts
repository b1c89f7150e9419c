import {setTimeout as sleep} from 'node:timers/promises'
import {backendError, type ChangeOptions, type Key} from '@mturk-cli/core'
import {howToFit, isCode, isScheduledForDeletion, notThere, scheduledForDeletion, type Asked} from './explain.js'
import type {Options} from './options.js'
import {describe, tagFor, tokenFor, type Client} from './vault.js'
import {isSameKey, readValue, writeValue, type Held} from './value.js'

export interface Put extends Asked {
  readonly name: string
  readonly key: Key
  /** The id that must be there now, null for none. */
  readonly expect: string | null
  /** Made where it is missing, with what the settings say; undefined: it must be there. */
  readonly make: Options | undefined
}

/**
 * Puts a key into a secret by a new version, which becomes the current one only after it was read back, and only if the
 * current one is still the version that was looked at.
 */
export async function put(client: Client, request: Put, {signal, operationId}: ChangeOptions): Promise<void> {
  const {name, key, expect} = request
  const secret = await describe(client, name, signal)
  if (secret?.isDeleted) throw scheduledForDeletion(request.make ? 'not_writable' : 'not_found', request)
  if (!secret) {
    if (!request.make || expect !== null) throw notThere(request)
    return make(client, request, request.make, {signal, operationId})
  }
  const held = secret.current === undefined ? undefined : await valueOf(client, name, secret.current, signal)
  if (held && 'key' in held && isSameKey(held.key, key)) return
  assertExpected(held, request)
  const before = secret.current
  const token = tokenFor(operationId, key, before)
  const SecretString = writeValue(key, held && 'key' in held ? held.members : {})
  await putPending(client, request, {token, SecretString, signal})
  await assertReadBack(client, request, token, signal)
  if (before !== undefined) await moveCurrent(client, request, {token, before, signal})
  await tidy(client, request, token, signal)
}

async function make(client: Client, request: Put, settings: Options, {signal, operationId}: ChangeOptions) {
  const {name, key} = request
  const ClientRequestToken = tokenFor(operationId, key, undefined)
  try {
    await client.call(
      'CreateSecret',
      {
        Name: name,
        ClientRequestToken,
        SecretString: writeValue(key),
        Description: 'An access key for Mechanical Turk, kept by mturk',
        Tags: [...settings.tags, tagFor(key, ClientRequestToken)],
        ...(settings.kmsKey === undefined ? {} : {KmsKeyId: settings.kmsKey}),
      },
      {signal},
    )
  } catch (error) {
    if (isScheduledForDeletion(error)) throw scheduledForDeletion('not_writable', request)
    if (isCode(error, 'ResourceExistsException')) throw changedMeanwhile(request)
    throw error
  }
  await assertReadBack(client, request, ClientRequestToken, signal)
}

interface Step {
  readonly token: string
  readonly signal: AbortSignal
}

async function putPending(
  client: Client,
  request: Put,
  {token, SecretString, signal}: Step & {readonly SecretString: string},
): Promise<void> {
  const input = {SecretId: request.name, ClientRequestToken: token, SecretString, VersionStages: ['AWSPENDING']}
  try {
    await client.call('PutSecretValue', input, {signal})
  } catch (error) {
    if (isCode(error, 'ResourceExistsException')) throw changedMeanwhile(request)
    throw error
  }
}

/** A new version may take a moment until it can be read. */
async function assertReadBack(client: Client, {name, key}: Put, token: string, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const held = await valueOf(client, name, token, signal)
      if ('key' in held && isSameKey(held.key, key)) return
      throw backendError('unreadable', `The secret ${name} gives back another key than was put there.`)
    } catch (error) {
      if (tries >= 5 || !isCode(error, 'ResourceNotFoundException')) throw error
      await sleep(200 * tries, undefined, {signal})
    }
  }
}

async function moveCurrent(
  client: Client,
  request: Put,
  {token, before, signal}: Step & {readonly before: string},
): Promise<void> {
  try {
    await client.call(
      'UpdateSecretVersionStage',
      {SecretId: request.name, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId: before},
      {signal},
    )
  } catch (error) {
    if (!isCode(error, 'InvalidParameterException')) throw error
    // An answer that was lost, and the same request once more, looks like somebody else's change.
    if ((await describe(client, request.name, signal))?.current === token) return
    await release(client, request, token, signal)
    throw changedMeanwhile(request)
  }
}

/** Neither is needed: without the tag the value is read to know the id. */
async function tidy(client: Client, request: Put, token: string, signal: AbortSignal): Promise<void> {
  const tag = {SecretId: request.name, Tags: [tagFor(request.key, token)]}
  await Promise.allSettled([client.call('TagResource', tag, {signal}), release(client, request, token, signal)])
}

async function release(client: Client, {name}: Put, token: string, signal: AbortSignal): Promise<void> {
  const input = {SecretId: name, VersionStage: 'AWSPENDING', RemoveFromVersionId: token}
  await client.call('UpdateSecretVersionStage', input, {signal}).catch(() => undefined)
}

/** @param version undefined: the current one */
export async function valueOf(
  client: Client,
  name: string,
  version: string | undefined,
  signal: AbortSignal,
): Promise<Held> {
  const which = version === undefined ? {} : {VersionId: version}
  const {SecretString} = await client.call('GetSecretValue', {SecretId: name, ...which}, {signal})
  return readValue(SecretString)
}

/** @param held undefined where the secret has no value yet */
export function assertExpected(held: Held | undefined, {name, region, expect}: Asked & {expect: string | null}): void {
  if (held && 'problem' in held) {
    throw backendError('not_writable', `The secret ${name} in ${region} is not ours to change: ${held.problem}.`, {
      remedy: howToFit({name, region}),
    })
  }
  const now = held?.key.accessKeyId ?? null
  if (now === expect) return
  if (now === null) throw backendError('not_found', `The secret ${name} in ${region} holds no access key.`)
  throw backendError(
    'conflict',
    `The secret ${name} in ${region} holds another access key by now (****************${now.slice(-4)}); it was not changed.`,
  )
}

function changedMeanwhile({name, region}: Asked) {
  return backendError('conflict', `The secret ${name} in ${region} was changed at the same time; it was left alone.`)
}
