import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {collectBackends, credentialSources} from '@mturk-cli/core/credentials'
import {agreeToHide, wayBefore, type Presenter} from '@mturk-cli/core/guide'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {botoFiles} from './backend.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mturk-way-'))
  mkdirSync(join(home, '.aws'))
})
afterEach(() => rmSync(home, {recursive: true}))

const ID = 'AKIAOLDOLDOLDOLDOLD2'
const KEY = `aws_access_key_id = ${ID}\naws_secret_access_key = the-old-secret\n`

function sourcesWith(config: string, credentials = '') {
  writeFileSync(join(home, '.aws/config'), config)
  writeFileSync(join(home, '.aws/credentials'), credentials)
  const backend = botoFiles({env: {BOTO_CONFIG: join(home, '.boto')}, home})
  const plugin = {name: '@mturk-cli/plugin-boto-files', version: '1.0.0'}
  return credentialSources(collectBackends([{plugin, result: [backend]}]), {})
}

/** What would keep tools from a key of this profile, with these two files. */
async function before(config: string, credentials = '', {profile = 'default', expected = null as string | null} = {}) {
  const sources = sourcesWith(config, credentials)
  return (await wayBefore(sources, {profile, backend: 'boto-files'}, expected))?.code ?? null
}

describe('whether tools would come to a key that is stored in a profile', () => {
  it('sees each way that Boto takes before it looks into the credentials file', async () => {
    for (const way of [
      'sso_session = s\nsso_account_id = 1\nsso_role_name = r',
      'role_arn = arn:aws:iam::1:role/r\nsource_profile = other',
      'web_identity_token_file = /t\nrole_arn = arn:aws:iam::1:role/r',
    ]) {
      for (const credentials of ['', `[other]\n${KEY}`, '[default]\nregion = us-east-1\n']) {
        expect(await before(`[default]\n${way}\n`, credentials)).toBe('temporary_credentials')
      }
      expect(await before(`[default]\n${way}\n`, `[default]\n${KEY}`, {expected: ID})).toBe('temporary_credentials')
      expect(await before(`[default]\n${way}\n`, '', {profile: 'lab'})).toBeNull()
      expect(await before(`[profile lab]\n${way}\n`, '', {profile: 'lab'})).toBe('temporary_credentials')
    }
  })

  it('knows what comes behind it', async () => {
    for (const config of [
      '',
      '[default]\nregion = us-east-1\n',
      '[default]\nlogin_session = s\n',
      '[default]\ncredential_process = /bin/true\n',
      `[default]\n${KEY}`,
      '[default]\naws_access_key_id = half\n',
    ]) {
      for (const credentials of ['', '[default]\naws_secret_access_key = half\n']) {
        expect(await before(config, credentials)).toBeNull()
      }
    }
  })

  it('sees a config file that Boto refuses, whatever the profile', async () => {
    for (const profile of ['default', 'lab']) {
      expect(await before('region = us-east-1\n', '', {profile})).toBe('unreadable_file')
    }
  })

  it('leaves a credentials file that Boto refuses to whoever stores there', async () => {
    expect(await before('', 'aws_access_key_id = 1\n')).toBeNull()
  })
})

describe('a key that no tool would find', () => {
  const TARGET = {profile: 'default', backend: 'boto-files'}
  const SSO = '[default]\nsso_account_id = 1\nsso_role_name = r\n'
  const answering = (answer: boolean | null) =>
    ({interactive: answer !== null, confirm: async () => answer ?? false}) as unknown as Presenter
  const ask = (config: string, answer: boolean | null) =>
    agreeToHide({sources: sourcesWith(config), presenter: answering(answer)}, TARGET, {expect: null})

  it('is stored only by a yes', async () => {
    await expect(ask(SSO, true)).resolves.toBeUndefined()
    for (const answer of [false, null]) {
      await expect(ask(SSO, answer)).rejects.toMatchObject({
        code: 'answer_needed',
        exit: 9,
        message: expect.stringContaining('no tool would find'),
      })
    }
  })

  it('is no question where it would be found, or as soon as a file is mended', async () => {
    for (const config of ['', '[default]\nlogin_session = s\n', 'region = us-east-1\n']) {
      await expect(ask(config, null)).resolves.toBeUndefined()
    }
  })
})
