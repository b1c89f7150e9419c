import type {BackendContext} from '@mturk-cli/core'
import {collectBackends, credentialSources, type CredentialSources} from '@mturk-cli/core/credentials'
import {homeOf, readRegion} from '@mturk-cli/core/files'
import {botoFiles} from '@mturk-cli/plugin-boto-files'
import {environmentVariables} from '@mturk-cli/plugin-env'
import type {LaidOut} from './file-set.js'

/** What we say where Boto gives a key, fails, or finds nothing. */
export type OurKey =
  | null
  | {readonly key: readonly [id: string, secret: string, token: string | null]; readonly at: string}
  | {readonly stoppedBy: string}

export interface OurAnswer {
  readonly key: OurKey
  /** Undefined where we refuse to say, since Boto refuses a file. */
  readonly region: string | null | undefined
}

/** Milliseconds. What a busy machine makes slow is no disagreement. */
const PATIENCE = 60_000

/** The real backends behind the real lookup, as the command has them. */
export function ourSources({env}: LaidOut): CredentialSources {
  const context: BackendContext = {
    apiVersion: 1,
    env,
    home: homeOf(env),
    settings: {},
    interactive: false,
    adminCredentials: () => Promise.reject(new Error('not asked for')),
  }
  const answers = [
    {plugin: {name: '@mturk-cli/plugin-env', version: '0'}, result: [environmentVariables(context)]},
    {plugin: {name: '@mturk-cli/plugin-boto-files', version: '0'}, result: [botoFiles(context)]},
  ]
  return credentialSources(collectBackends(answers, {limits: {probe: PATIENCE, list: PATIENCE}}), env)
}

/** Our answer for a profile by name, or where nobody names one. */
export async function ourAnswer(machine: LaidOut, profile: string | undefined): Promise<OurAnswer> {
  const sources = ourSources(machine)
  const found = await sources.lookup({profile})
  if (sources.problems.length > 0) throw new Error(sources.problems.map(({message}) => message).join('\n'))
  return {key: await keyOf(sources, found), region: await regionOf(machine, found.profile.name)}
}

async function keyOf(
  sources: CredentialSources,
  {active, stoppedBy}: Awaited<ReturnType<CredentialSources['lookup']>>,
): Promise<OurKey> {
  if (stoppedBy) return {stoppedBy: stoppedBy.code}
  if (!active) return null
  const {accessKeyId, secretAccessKey, sessionToken} = await sources.read(active.location)
  if (accessKeyId !== active.accessKeyId) throw new Error('What is read is not what was listed.')
  return {key: [accessKeyId, secretAccessKey.reveal(), sessionToken?.reveal() ?? null], at: providerAt(active.location)}
}

/** Boto's name for the place. */
function providerAt({backend, id}: {backend: string; id: string}): string {
  if (backend === 'env') return 'env'
  const [kind] = JSON.parse(id) as string[]
  const providers: Readonly<Record<string, string>> = {
    credentials: 'shared-credentials-file',
    config: 'config-file',
    ec2: 'ec2-credentials-file',
    boto: 'boto-config',
  }
  return providers[kind ?? ''] ?? id
}

async function regionOf({env}: LaidOut, profile: string): Promise<string | null | undefined> {
  try {
    return (await readRegion(profile, {env, home: homeOf(env)}))?.region ?? null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'unreadable') return undefined
    throw error
  }
}

/** Every profile that our backends list. */
export async function ourProfiles(machine: LaidOut): Promise<readonly string[]> {
  const listed = await Promise.all(ourSources(machine).backends.map((backend) => backend.list({explicit: false})))
  return [...new Set(listed.flat().flatMap(({location}) => location?.profile ?? []))]
}
