import {createHash} from 'node:crypto'
import path from 'node:path'
import type {BackendContext, CredentialBackend, Key} from '@mturk-cli/core'
import type {Endpoint} from '@mturk-cli/core/aws'
import {KeptKeys} from './kept-keys.js'
import {askingProfiles, BACKEND, readOptions} from './options.js'
import {isNameable, placeOf, secretAt, type Named} from './places.js'

/** A backend that can do all that this one can. */
export type Changeable = CredentialBackend & Required<Pick<CredentialBackend, 'store' | 'replace' | 'remove'>>

interface Around extends BackendContext {
  readonly endpointIn: (region: string) => Promise<Endpoint>
}

/**
 * The same backend, which uses a key again that it read a little while ago: where `cache-seconds` asks for it, and in a
 * command that only hands a key on (`mayCache`). Every other one asks, and drops what was kept; whoever changes a secret
 * on this computer closes it before and after.
 */
export function remembering(backend: Changeable, around: Around): CredentialBackend {
  const {cacheDirectory, mayCache = false, endpointIn} = around
  if (cacheDirectory === undefined) return backend
  const keys = new KeptKeys(path.join(cacheDirectory, BACKEND), (message) => around.tell?.(message))

  const askers = new Map<string, Promise<string>>()
  let seconds: Promise<number> | undefined

  /** 0 in a command that must know. */
  async function secondsToUse(): Promise<number> {
    const settings = await readOptions(around)
    const allowed = 'remedy' in settings ? 0 : settings.cacheSeconds
    await keys.sweep(allowed)
    return mayCache ? allowed : 0
  }

  /** undefined: that cannot be told, for a reason that the backend itself will give. */
  async function askerIn(region: string): Promise<string | undefined> {
    const asker = askers.get(region) ?? endpointIn(region).then((endpoint) => askerOf(around, endpoint))
    askers.set(region, asker)
    return asker.catch(() => undefined)
  }

  async function find(secret: Named): Promise<Key | undefined> {
    const valid = await (seconds ??= secondsToUse())
    const by = valid === 0 ? undefined : await askerIn(secret.region)
    return by === undefined ? undefined : keys.find(secret, {seconds: valid, by})
  }

  /** A temporary key has a life of its own, and a shorter one perhaps. */
  async function keep(secret: Named, key: Key, askedAt: number): Promise<void> {
    const by = (await seconds) === 0 || key.sessionToken ? undefined : await askerIn(secret.region)
    if (by !== undefined) await keys.keep(secret, {askedAt, by, key})
    else if (await keys.exist()) await keys.forget(secret)
  }

  async function changing<T>(secret: Named, work: () => Promise<T>): Promise<T> {
    const settings = await readOptions(around)
    const isUsed = !('remedy' in settings) && settings.cacheSeconds > 0
    if (!isUsed && !(await keys.exist())) return work()
    await keys.close(secret)
    try {
      return await work()
    } finally {
      await keys.close(secret).catch(() => undefined)
    }
  }

  return {
    ...backend,

    async list(query, options) {
      const {profile, accessKeyId} = query
      const settings = await readOptions(around)
      if (profile === undefined || accessKeyId !== undefined || !isNameable(profile) || 'remedy' in settings) {
        return backend.list(query, options)
      }
      const secret = {region: settings.region, name: settings.prefix + profile}
      const key = await find(secret)
      if (!key) return backend.list(query, options)
      return [{location: placeOf(settings, secret.name, await endpointIn(secret.region)), accessKeyId: key.accessKeyId}]
    },

    async read(location, options) {
      const secret = secretAt(location)
      const askedAt = Date.now()
      const found = await find(secret)
      if (found) return found
      const key = await backend.read(location, options)
      await keep(secret, key, askedAt)
      return key
    },

    async store(request, change) {
      const settings = await readOptions(around)
      if ('remedy' in settings) return backend.store(request, change)
      const secret = {region: settings.region, name: settings.prefix + request.profile}
      return changing(secret, () => backend.store(request, change))
    },

    async replace(request, change) {
      return changing(secretAt(request.location), () => backend.replace(request, change))
    },

    async remove(request, change) {
      return changing(secretAt(request.location), () => backend.remove(request, change))
    },
  }
}

/** What decides, besides the profile, with whose credentials an AWS SDK asks. */
const WHO_ASKS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_CONFIG_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_ROLE_ARN',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
] as const

function withoutSecrets(options: ReadonlyMap<string, {readonly value: unknown}>): unknown[] {
  return [...options].filter(([name]) => !/secret|token/.test(name)).map(([name, {value}]) => [name, value])
}

/** Whom Secrets Manager tells a key, it need not tell another; nor need another host hold the same. */
async function askerOf(context: BackendContext, {url}: Endpoint): Promise<string> {
  const {env, home} = context
  const names = WHO_ASKS.map((name) => [name, env[name] ?? null])
  const profiles = (await askingProfiles(context)).map(({name, options}) => [name, ...withoutSecrets(options)])
  return createHash('sha256')
    .update(JSON.stringify([url, home, names, profiles]))
    .digest('hex')
}
