import {
  backendError,
  CONTRACT_VERSION,
  type BackendContext,
  type CredentialBackend,
  type Entry,
  type Location,
} from '@mturk-cli/core'
import {oncePerOperation} from '@mturk-cli/core/credentials'
import pLimit from 'p-limit'
import {
  explain,
  howToFit,
  isAboutRights,
  isCode,
  isScheduledForDeletion,
  notThere,
  restoring,
  scheduledForDeletion,
  type Asked,
} from './explain.js'
import {askingProfile, BACKEND, profilesOf, readOptions, secretsManagerSettings, type Options} from './options.js'
import {isNameable, nameFor, placeOf, secretAt} from './places.js'
import {assertExpected, put, valueOf} from './put.js'
import {remembering, type Changeable} from './remembering.js'
import {clientsFor, describe, namesOf, type Client} from './vault.js'

/** Secrets that are looked at side by side. */
const AT_ONCE = 16

/**
 * One secret for each profile in AWS Secrets Manager. Only on request: whoever shares a key by it lets the tools ask for it
 * with a `credential_process`.
 */
export function secretsManager(context: BackendContext): CredentialBackend {
  const clientIn = clientsFor(context)
  return remembering(alwaysAsking(context, clientIn), {...context, endpointIn: (region) => clientIn(region).endpoint()})
}

/** Every call is a question to Secrets Manager, or several. */
function alwaysAsking(context: BackendContext, clientIn: (region: string) => Client): Changeable {
  const once = oncePerOperation()
  const by = {askedAs: context.settings['aws.admin-profile']}
  /** Profiles that got a secret just now, which ListSecrets may not know yet. */
  const stored = new Set<string>()

  async function options(): Promise<Options> {
    const found = await readOptions(context)
    if ('remedy' in found) throw backendError('unavailable', `Secrets Manager: ${found.reason}`, {remedy: found.remedy})
    return found
  }

  /** Secrets by name: those that are listed, and those of profiles that this computer knows. */
  async function allNames(client: Client, {prefix}: Options, signal: AbortSignal): Promise<string[]> {
    const here = [...(await profilesOf(context)).keys(), askingProfile(context), ...stored].filter(isNameable)
    const listed = await namesOf(client, prefix, signal)
    return [...new Set([...listed, ...here.map((profile) => prefix + profile)])]
  }

  return {
    apiVersion: CONTRACT_VERSION,
    id: BACKEND,
    title: 'AWS Secrets Manager',
    lookup: 'on-request',
    order: 300,
    settings: secretsManagerSettings,

    async probe() {
      const found = await readOptions(context)
      return 'remedy' in found ? {state: 'needs-setup', ...found} : {state: 'available'}
    },

    async list({profile, accessKeyId}, {signal}) {
      const settings = await options()
      const {region, prefix} = settings
      return explained({region}, async () => {
        if (profile !== undefined && !isNameable(profile)) return []
        const client = clientIn(region)
        const names = profile === undefined ? await allNames(client, settings, signal) : [prefix + profile]
        const limit = pLimit(AT_ONCE)
        const endpoint = await client.endpoint()
        const entries = await Promise.all(
          names.map((name) =>
            limit(() => entryOf(client, placeOf(settings, name, endpoint), {region, name, ...by}, signal)),
          ),
        )
        // Nothing but a question for this one profile needs to know of what is on its way out.
        const there = entries
          .filter((entry) => entry !== undefined)
          .filter((entry) => profile !== undefined || !isGoing(entry))
        return accessKeyId === undefined ? there : there.filter((entry) => entry.accessKeyId === accessKeyId)
      })
    },

    read(location, {signal}) {
      const asked = {...secretAt(location), ...by}
      return explained(asked, async () => {
        const held = await valueOf(clientIn(asked.region), asked.name, undefined, signal)
        if ('key' in held) return held.key
        throw backendError('unreadable', `The secret ${asked.name} in ${asked.region}: ${held.problem}.`, {
          remedy: howToFit(asked),
        })
      })
    },

    async placeFor({profile}, {signal}) {
      const settings = await options()
      const asked = {region: settings.region, name: nameFor(settings, profile), ...by}
      const client = clientIn(asked.region)
      const place = placeOf(settings, asked.name, await client.endpoint())
      const secret = await explained(asked, () => describe(client, asked.name, signal))
      return secret?.isDeleted
        ? {
            ...place,
            writable: false,
            why: `it is scheduled for deletion (until then to be had back by: ${restoring(asked)})`,
          }
        : place
    },

    store({profile, key, expect}, change) {
      return once(change, async () => {
        const settings = await options()
        const {region} = settings
        const name = nameFor(settings, profile)
        assertLongLived(key.sessionToken)
        const client = clientIn(region)
        await explained({region, name, kmsKey: settings.kmsKey}, () =>
          put(client, {region, name, key, expect, make: settings, ...by}, change),
        )
        stored.add(profile)
        return placeOf(settings, name, await client.endpoint())
      })
    },

    replace({location, key, expect}, change) {
      return once(change, async () => {
        const asked = {...secretAt(location), ...by}
        assertLongLived(key.sessionToken)
        await explained(asked, () => put(clientIn(asked.region), {...asked, key, expect, make: undefined}, change))
        return location
      })
    },

    remove({location, expect}, change) {
      return once(change, async () => {
        const asked = {...secretAt(location), ...by}
        const {recoveryDays} = await options()
        await explained(asked, () => remove(clientIn(asked.region), {...asked, expect, recoveryDays}, change.signal))
      })
    },
  }
}

async function remove(
  client: Client,
  asked: Asked & {name: string; expect: string; recoveryDays: number},
  signal: AbortSignal,
): Promise<void> {
  const secret = await describe(client, asked.name, signal)
  if (!secret) throw notThere(asked)
  if (secret.isDeleted) throw scheduledForDeletion('not_found', asked)
  const held = secret.current === undefined ? undefined : await valueOf(client, asked.name, secret.current, signal)
  assertExpected(held, asked)
  await client.call('DeleteSecret', {SecretId: asked.name, RecoveryWindowInDays: asked.recoveryDays}, {signal})
}

/** A secret that is on its way out, and can be had back. */
const GOING = 'scheduled_for_deletion'

function isGoing({problem}: Entry): boolean {
  return problem?.code === GOING
}

/** undefined: there is no such secret. The value is read only where no tag speaks for it. */
async function entryOf(
  client: Client,
  location: Location,
  asked: Asked & {name: string},
  signal: AbortSignal,
): Promise<Entry | undefined> {
  const problem = (code: string, message: string, remedy?: string, severity: 'error' | 'note' = 'error'): Entry => ({
    location,
    problem: {code, message, ...(remedy === undefined ? {} : {remedy}), severity, stops: 'entry'},
  })
  const going = () => {
    const {message, remedy} = scheduledForDeletion('not_found', asked)
    return problem(GOING, message, remedy, 'note')
  }
  try {
    // Who may read a secret need not be allowed to describe it.
    const secret = await describe(client, asked.name, signal).catch((error: unknown) => {
      if (isCode(error, 'AccessDeniedException')) return {isDeleted: false, current: 'unknown', accessKeyId: undefined}
      throw error
    })
    if (!secret) return undefined
    if (secret.isDeleted) return going()
    if (secret.accessKeyId !== undefined) return {location, accessKeyId: secret.accessKeyId}
    if (secret.current === undefined) return {location}
    const held = await valueOf(client, asked.name, undefined, signal)
    if ('key' in held) return {location, accessKeyId: held.key.accessKeyId}
    // The contract's name for what could not be looked into: whoever gives up a key must know that it may be there.
    const code = held.mayHoldKey ? 'unreadable_file' : 'malformed_credentials'
    return problem(code, `${location.display}: ${held.problem}.`, howToFit(asked))
  } catch (error) {
    if (isScheduledForDeletion(error)) return going()
    const said = explain(error, asked)
    if (said.code === 'not_found') return undefined
    if (said.code !== 'denied' || !isAboutRights(error)) throw said
    // The contract's name for what could not be looked into: whoever gives up a key must know that it may be there.
    const {problem: unreadable, ...entry} = problem(
      'unreadable_file',
      `${location.display}: ${said.message}`,
      said.remedy,
    )
    return unreadable ? {...entry, problem: {...unreadable, verdict: 'no_policy'}} : entry
  }
}

async function explained<T>(asked: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw explain(error, asked)
  }
}

function assertLongLived(sessionToken: string | undefined): void {
  if (sessionToken) throw backendError('not_writable', 'Temporary keys are not kept in Secrets Manager.')
}
