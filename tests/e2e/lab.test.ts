import {readFileSync} from 'node:fs'
import type {Emulator} from '@mturk-cli/emulator'
import {expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {writeProfile} from './support/account.js'

const KMS_KEY = '1234abcd-12ab-34cd-56ef-1234567890ab'
const PAGE = readFileSync(new URL('../../docs/how-to/lab.md', import.meta.url), 'utf8')
const [READER, ROTATOR, ADMINISTRATOR] = [...PAGE.matchAll(/^```json\n(.*?)^```/gms)].map(
  ([, text = '']) => JSON.parse(text) as {Statement: object[]},
)
const ASK_IT = ['--profile', 'lab', '--backend', 'secrets-manager'] as const
const EXPORT = ['credentials', 'export', '--format', 'process', ...ASK_IT] as const

/** Somebody with this policy, on a computer set up as the page says. */
function person(home: Home, emulator: Emulator, name: string, policy: object | undefined) {
  if (!policy) throw new Error('The page has lost a policy.')
  emulator.createUser(name, {inlinePolicies: {lab: policy}})
  writeProfile(home, emulator.createAccessKey(name), name)
  home.write(
    `${name}/config.ini`,
    `[aws]\nadmin-profile = ${name}\n[secrets-manager]\nregion = eu-central-1\nkms-key = ${KMS_KEY}\n`,
  )
  return {env: {MTURK_CONFIG_DIR: home.at(name)}}
}

it('lets reader, rotator and administrator of a laboratory do what each is for, and no more', async ({
  home,
  emulator,
  mturk,
}) => {
  const administrator = person(home, emulator, 'boss', ADMINISTRATOR)
  const rotator = person(home, emulator, 'rob', ROTATOR)
  const reader = person(home, emulator, 'ann', READER)
  const withoutKms = person(home, emulator, 'bob', {...READER, Statement: READER?.Statement.slice(0, 1)})
  emulator.link('production')

  const made = await mturk('iam', 'create-user', 'mturk-lab', ...ASK_IT, '--yes', '--json', administrator)
  expect({exit: made.exit, json: made.json}).toMatchObject({exit: 0, json: {userName: 'mturk-lab'}})
  const elsewhere = ['--profile', 'other', '--backend', 'secrets-manager', '--yes', '--json']
  expect((await mturk('iam', 'create-user', 'somebody', ...elsewhere, administrator)).exit).toBe(5)

  const rotate = ['keys', 'rotate', '--user', 'mturk-lab', '--yes', '--json'] as const
  expect(await mturk(...EXPORT, reader)).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining(made.json.accessKeyId),
  })
  const link = ['credentials', 'link-profile', 'mturk', '--backend', 'secrets-manager', '--profile', 'lab'] as const
  expect(PAGE).toContain(`mturk ${link.join(' ')}\n`)
  expect(await mturk(...link, reader)).toMatchObject({exit: 0})
  const refused = await mturk(...EXPORT, withoutKms)
  expect(refused).toMatchObject({stdout: '', stderr: expect.stringContaining('kms:Decrypt')})
  expect(refused.exit).not.toBe(0)
  expect((await mturk(...rotate, reader)).exit).toBe(5)

  const rotated = await mturk(...rotate, rotator)
  expect({exit: rotated.exit, json: rotated.json}).toMatchObject({exit: 0, json: {rotated: true, pending: []}})
  expect((await mturk(...EXPORT, reader)).stdout).toContain(rotated.json.newKey.accessKeyId)
  const remove = ['iam', 'delete-user', 'mturk-lab', '--force', '--yes', '--json'] as const
  expect((await mturk(...remove, rotator)).exit).toBe(5)
  expect((await mturk(...remove, administrator)).exit).toBe(0)
})
