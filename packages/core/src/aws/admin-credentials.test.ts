import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {inspect} from 'node:util'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {adminFromProfile, type ProfileOptions} from './admin-credentials.js'
import {createAws, type Aws} from './clients.js'
import {endpointResolver} from './endpoints.js'

const ID = 'AKIAIOSFODNN7EXAMPLE'
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

let home: string
let server: Server
let asked: string[]
let aws: Aws

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'mturk-admin-'))
  await mkdir(path.join(home, '.aws'))
  asked = []
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      asked.push(body)
      response.end(
        '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  aws = createAws({endpoints: endpointResolver({env: {AWS_ENDPOINT_URL_STS: url}})})
})

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve))
  await rm(home, {recursive: true})
})

async function profile(name: string, config: string, options: Partial<ProfileOptions> = {}) {
  await writeFile(path.join(home, '.aws', 'config'), config)
  return adminFromProfile({
    profile: name,
    surroundings: {env: {}, home},
    allowInstanceMetadata: false,
    aws,
    ...options,
  })
}

const BASE = `[profile base]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`

describe('an administrator', () => {
  it('is a profile with a plain key', async () => {
    const admin = await profile('base', BASE)
    expect(admin.origin).toBe('profile base')
    expect(await admin.provide()).toMatchObject({accessKeyId: ID, secretAccessKey: SECRET})
  })

  it('is a role, which is assumed once and through our own endpoint', async () => {
    const admin = await profile(
      'role',
      `${BASE}[profile role]\nrole_arn = arn:aws:iam::123456789012:role/Admin\nsource_profile = base\n`,
    )
    expect(await admin.provide()).toMatchObject({accessKeyId: 'ASIAIOSFODNN7EXAMPLE', sessionToken: 'role-token'})
    await admin.provide()
    expect(asked).toEqual([expect.stringContaining('Action=AssumeRole')])
  })

  it('is a role behind an MFA device, if somebody can be asked for the code', async () => {
    const config = `${BASE}[profile role]\nrole_arn = arn:aws:iam::123456789012:role/Admin\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/x\n`
    await (await profile('role', config, {askMfaCode: async () => '123456'})).provide()
    expect(asked[0]).toContain('TokenCode=123456')
    await expect((await profile('role', config)).provide()).rejects.toMatchObject({code: 'no_credentials', exit: 3})
  })

  it('is what a program prints', async () => {
    const program = path.join(home, 'credentials.sh')
    await writeFile(
      program,
      `#!/bin/sh\necho '{"Version": 1, "AccessKeyId": "${ID}", "SecretAccessKey": "${SECRET}"}'\n`,
    )
    await chmod(program, 0o755)
    const admin = await profile('program', `[profile program]\ncredential_process = ${program}\n`)
    expect(await admin.provide()).toMatchObject({accessKeyId: ID})
  })

  it('that is a program which fails never shows its command line', async () => {
    const admin = await profile(
      'program',
      '[profile program]\ncredential_process = /bin/sh -c "exit 3" --password p4ssw0rd\n',
    )
    const error = await admin.provide().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'no_credentials',
      message: expect.stringContaining('its credential_process failed'),
    })
    expect(inspect(error, {depth: Infinity})).not.toContain('p4ssw0rd')
  })

  it.each(['nobody', 'empty'])('that is no profile, or an empty one, is no administrator (%s)', async (name) => {
    const admin = await profile(name, '[profile empty]\nregion = us-east-1\n')
    await expect(admin.provide()).rejects.toMatchObject({
      code: 'no_credentials',
      exit: 3,
      message: expect.stringContaining(name),
    })
  })

  it('with a blank in its name is one that the AWS SDK does not read, and says so', async () => {
    const admin = await profile('adm in', `[profile 'adm in']\naws_access_key_id = ${ID}\n`)
    await expect(admin.provide()).rejects.toMatchObject({
      code: 'no_credentials',
      message: expect.stringContaining('blank in its name'),
      remedy: [{text: expect.stringContaining('without blanks')}, {kind: 'run'}],
    })
  })

  it.each(['Ec2InstanceMetadata', 'EcsContainer'])(
    'never comes from the machine (%s) unless a setting says so (pain 23)',
    async (source) => {
      const config = `[profile a]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::1:role/y\ncredential_source = ${source}\n`
      await expect((await profile('a', config)).provide()).rejects.toMatchObject({
        code: 'no_credentials',
        message: expect.stringContaining('mturk config set aws.instance-metadata true'),
      })
    },
  )

  it('in a circle of profiles is an error and no endless loop', async () => {
    const config =
      '[profile a]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = b\n[profile b]\nrole_arn = arn:aws:iam::1:role/y\nsource_profile = a\n'
    await expect((await profile('a', config)).provide()).rejects.toMatchObject({code: 'no_credentials'})
  })
})
