import {readFileSync} from 'node:fs'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {BackendContext} from '@mturk-cli/core'
import {lookup, selectedProfile, type Lookup} from '@mturk-cli/core/credentials'
import {readRegion} from '@mturk-cli/core/files'
import {botoFiles} from '@mturk-cli/plugin-boto-files'
import {environmentVariables} from '@mturk-cli/plugin-env'
import {afterAll, describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {scenarios, type Scenario} from './boto-parity.scenarios.js'

const oracle = readFileSync(new URL('boto-parity.py', import.meta.url), 'utf8')
const homes = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-parity-')))
afterAll(() => rmSync(homes, {recursive: true, force: true}))

/** What the oracle says; `kind` is `key`, `none`, `refreshable`, or the class of the exception. */
interface Verdict {
  readonly kind: string
  readonly method?: string
  readonly accessKeyId?: unknown
  readonly secretAccessKey?: unknown
  readonly sessionToken?: unknown
  readonly region: unknown
}

/** botocore's failures, by the code that we give to them. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  profile_not_found: ['ProfileNotFound'],
  unreadable_file: ['ConfigParseError', 'ConfigNotFound', 'UnicodeDecodeError'],
  partial_credentials: ['PartialCredentialsError', 'KeyError'],
  malformed_credentials: ['key with a nested value'],
  temporary_credentials: [
    'assume-role',
    'assume-role-with-web-identity',
    'sso',
    'InvalidConfigError',
    'LoginTokenLoadError',
    'MissingDependencyException',
  ],
  credential_process: ['CredentialRetrievalError'],
}

describe('Boto and mturk agree on', () => {
  it(`the key, or the kind of failure, in ${Object.keys(scenarios).length} set-ups`, async ({python}) => {
    const asked = Object.entries(scenarios).filter(([name]) => knows(python.botocore, name))
    const laidOut = Object.fromEntries(asked.map(([name, scenario], index) => [name, layOut(scenario, index)]))
    const {json, stderr} = await python(oracle, {scenarios: laidOut})
    const verdicts = json as Record<string, Verdict>
    expect(stderr).toBe('')
    expect(Object.keys(verdicts)).toEqual(asked.map(([name]) => name))

    const differences: unknown[] = []
    for (const [name, {home, env, profile}] of Object.entries(laidOut)) {
      const boto = verdicts[name] as Verdict
      const ours = await ask(home, env, profile)
      const said = saidBy(boto)
      if (!agrees(ours, said)) differences.push({name, boto: said, ours})
      if (!(await sameRegion(boto, home, env, profile))) differences.push({name, region: boto.region})
    }
    expect(differences).toEqual([])
  })
})

/** `aws login` is younger than the botocore of some systems, which then takes the keys beside it. */
function knows(botocore: string, scenario: string): boolean {
  const [, minor = 0] = botocore.split('.').map(Number)
  return !scenario.startsWith('a login session') || minor >= 43
}

function layOut({files = {}, env = {}, profile}: Scenario, index: number) {
  const home = join(homes, String(index))
  mkdirSync(home)
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, file)), {recursive: true})
    writeFileSync(join(home, file), content)
  }
  const expanded = Object.entries(env).map(([name, value]) => [name, value.replace('~~', home)] as const)
  return {home, env: Object.fromEntries(expanded), ...(profile === undefined ? {} : {profile})}
}

type Ours = {readonly key: Record<string, unknown>} | {readonly stopped: string} | {readonly none: true}

async function ask(home: string, env: Record<string, string>, flag: string | undefined): Promise<Ours> {
  const context: BackendContext = {
    apiVersion: 1,
    env: {HOME: home, ...env},
    home,
    settings: {},
    interactive: false,
    adminCredentials: () => Promise.reject(new Error('not asked for')),
  }
  const options = {signal: new AbortController().signal}
  const profile = selectedProfile(env, flag)
  const backends = [environmentVariables(context), botoFiles(context)]
  const listings = await Promise.all(
    backends.map(async (backend) => ({
      backend: backend.id,
      order: backend.order,
      entries: await backend.list({profile: profile.name, explicit: profile.explicit}, options),
    })),
  )
  const found: Lookup = lookup(profile, listings, env)
  if (found.stoppedBy) return {stopped: found.stoppedBy.code}
  if (!found.active) return {none: true}
  const {active} = found
  const backend = backends.find(({id}) => id === active.backend)
  const key = await backend?.read(active.location, options)
  expect(key?.accessKeyId).toBe(active.accessKeyId)
  return {key: {...key, sessionToken: key?.sessionToken || null}}
}

function saidBy({
  kind,
  method,
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: Verdict): Ours | {readonly failure: string} {
  if (kind === 'none') return {none: true}
  if (kind === 'refreshable') return {failure: method ?? ''}
  if (kind !== 'key') return {failure: kind}
  const nested = typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string'
  return nested ? {failure: 'key with a nested value'} : {key: {accessKeyId, secretAccessKey, sessionToken}}
}

function agrees(ours: Ours, boto: ReturnType<typeof saidBy>): boolean {
  if ('stopped' in ours) return 'failure' in boto && SAME[ours.stopped]?.includes(boto.failure) === true
  return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(boto))
}

function sorted(value: object): unknown {
  if (!('key' in value)) return value
  return Object.entries(value.key as object).sort(([a], [b]) => (a < b ? -1 : 1))
}

async function sameRegion({region}: Verdict, home: string, env: Record<string, string>, flag: string | undefined) {
  if (typeof region === 'object' && region !== null) return true // Boto fails, which is compared above
  const {name} = selectedProfile(env, flag)
  return ((await readRegion(name, {env, home}))?.region ?? null) === region
}
