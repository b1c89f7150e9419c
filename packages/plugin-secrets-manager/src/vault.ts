import {createHash} from 'node:crypto'
import type {BackendContext, Key} from '@mturk-cli/core'
import {
  configuredEndpoints,
  createAws,
  describeRetry,
  endpointResolver,
  Patience,
  type Calls,
} from '@mturk-cli/core/aws'
import {askingCredentials} from './loop.js'
import {askingProfile} from './options.js'
import {isCode} from './explain.js'

/** Milliseconds of silence: a list has five seconds in all. */
const PATIENCE = 4000

/** The name of the tag that says which key the current version holds: `AKIA…:<version id>`. */
const TAG = 'mturk:access-key-id'

export type Client = Calls<'secrets-manager'>

/** Clients by region, all with the credentials of whoever asks. */
export function clientsFor(context: BackendContext): (region: string) => Client {
  const {env, home, settings} = context
  const aws = createAws({
    endpoints: endpointResolver({
      env,
      configured: () => configuredEndpoints({env, home}, askingProfile(context)),
      allowPlainHttp: settings['aws.allow-plain-http'] === 'true',
    }),
    patience: new Patience(PATIENCE),
    onRetry: (retry) => context.tell?.(describeRetry(retry)),
  })
  const admin = {origin: 'Secrets Manager', provide: askingCredentials(context)}
  return (region) => aws.secretsManager(admin, region)
}

/** What can be known of a secret without its value. */
export interface Secret {
  readonly isDeleted: boolean
  /** The version with AWSCURRENT; undefined where it has no value yet. */
  readonly current: string | undefined
  /** The key that the current version holds, where a tag says so of this very version. */
  readonly accessKeyId: string | undefined
}

/**
 * ListSecrets may lag by five minutes, DescribeSecret does not (Secrets Manager API reference, ListSecrets). A version
 * never changes its value, so a tag that names the current version is right, and one that names another says nothing.
 *
 * @returns undefined where there is no such secret
 */
export async function describe(client: Client, name: string, signal: AbortSignal): Promise<Secret | undefined> {
  try {
    const {DeletedDate, VersionIdsToStages, Tags} = await client.call('DescribeSecret', {SecretId: name}, {signal})
    const current = Object.entries(VersionIdsToStages ?? {}).find(([, stages]) => stages.includes('AWSCURRENT'))?.[0]
    const [id, version] = Tags?.find(({Key}) => Key === TAG)?.Value?.split(':') ?? []
    return {
      isDeleted: DeletedDate !== undefined,
      current,
      accessKeyId: id && current !== undefined && version === current ? id : undefined,
    }
  } catch (error) {
    if (isCode(error, 'ResourceNotFoundException')) return undefined
    throw error
  }
}

export function tagFor({accessKeyId}: Key, version: string): {Key: string; Value: string} {
  return {Key: TAG, Value: `${accessKeyId}:${version}`}
}

/**
 * The id of the version that an operation makes, which Secrets Manager takes once: 64 characters. After a crash the same
 * operation on the same version has the same one.
 */
export function tokenFor(operationId: string, {accessKeyId}: Key, before: string | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify(['mturk', operationId, accessKeyId, before ?? null]))
    .digest('hex')
}

/** The names of all secrets that begin with `prefix`; those of the last five minutes may be missing. */
export async function namesOf(client: Client, prefix: string, signal: AbortSignal): Promise<string[]> {
  const names: string[] = []
  let NextToken: string | undefined
  do {
    const page: {SecretList?: {Name?: string | undefined}[] | undefined; NextToken?: string | undefined} =
      await client.call(
        'ListSecrets',
        {Filters: [{Key: 'name', Values: [prefix]}], MaxResults: 100, ...(NextToken ? {NextToken} : {})},
        {signal},
      )
    for (const {Name} of page.SecretList ?? []) if (Name?.startsWith(prefix)) names.push(Name)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return names
}
