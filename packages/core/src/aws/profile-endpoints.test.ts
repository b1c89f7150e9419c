import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {endpointResolver} from './endpoints.js'
import {configuredEndpoints} from './profile-endpoints.js'

let home: string

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'mturk-endpoints-'))
  await mkdir(path.join(home, '.aws'))
})

afterEach(() => rm(home, {recursive: true}))

const resolve = (profile: string) =>
  endpointResolver({env: {}, configured: () => configuredEndpoints({env: {}, home}, profile)})

describe('endpoints in the config file', () => {
  it('are read as Boto reads them, the services section first', async () => {
    await writeFile(
      path.join(home, '.aws', 'config'),
      [
        '[default]',
        'region = us-east-1',
        '[profile lab]',
        'services = local',
        'endpoint_url = https://all.example',
        '[services local]',
        'mturk =',
        '  endpoint_url = http://127.0.0.1:4566',
        'secrets_manager =',
        '  endpoint_url = http://127.0.0.1:4567',
      ].join('\n'),
    )
    expect(await resolve('lab').of('mturk')).toEqual({
      url: 'http://127.0.0.1:4566',
      host: '127.0.0.1:4566',
      overriddenBy: '~/.aws/config [services local]',
    })
    expect((await resolve('lab').of('secrets-manager')).host).toBe('127.0.0.1:4567')
    expect(await resolve('lab').of('iam')).toMatchObject({host: 'all.example', overriddenBy: '~/.aws/config [lab]'})
    expect((await resolve('default').of('iam')).overriddenBy).toBeNull()
    expect((await resolve('nobody').of('iam')).overriddenBy).toBeNull()
  })

  it('refuses a services section that is not there', async () => {
    await writeFile(path.join(home, '.aws', 'config'), '[default]\nservices = gone\n')
    await expect(resolve('default').of('sts')).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('"gone"'),
    })
  })

  it('are none where the file is broken or not there', async () => {
    expect((await resolve('default').of('sts')).overriddenBy).toBeNull()
    await writeFile(path.join(home, '.aws', 'config'), 'endpoint_url = https://x.example\n[default\n')
    expect((await resolve('default').of('sts')).overriddenBy).toBeNull()
  })
})
