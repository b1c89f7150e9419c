import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, userKeyOf, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {withAdmin} from './support/half-made.js'
import {BY_ADMIN, statuses, withTwo} from './support/two-keys.js'

const NOBODYS = 'AKIANOBODYNOBODYNOBO'
const elsewhere = [expect.stringContaining('instead of AWS')]

describe.concurrent('an id that is none of theirs', () => {
  for (const [what, id, said] of [
    ['a part of one', '****************ABCD', /part of an id/],
    ['a temporary one', 'ASIAABCDEFGHIJKLMNOP', /temporary key.*ends by itself/],
    ['one that is cut off', 'AKIAABC', /has not the shape/],
  ] as const) {
    for (const change of ['activate', 'deactivate', 'delete']) {
      it(`${what} is refused by ${change} with 2, before anything is asked`, async ({home, emulator, mturk}) => {
        writeProfile(home, emulator.rootKey)
        const {exit, json} = await mturk('keys', change, id, '--json')
        expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, said)})
        expect(emulator.requests).toEqual([])
      })
    }
  }

  it('does not repeat a secret that was typed in the place of an id', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey)
    const {exit, stdout, stderr} = await mturk('keys', 'delete', emulator.rootKey.secretAccessKey)
    expect(exit).toBe(2)
    expect(stdout + stderr).not.toContain(emulator.rootKey.secretAccessKey.slice(0, 12))
  })

  withTwo('names the keys that the user has, and where the id is kept all the same', async ({two}) => {
    const {home, emulator, mturk, own} = two
    writeProfile(home, {accessKeyId: NOBODYS, secretAccessKey: 's'.repeat(40)}, 'old')
    const {exit, json} = await mturk('keys', 'delete', NOBODYS, '--profile', 'anna', '--yes', '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /anna .* has no key AKIANOBODY/)})
    expect(json.error.message).toContain(own)
    expect(json.error.message).toContain('~/.aws/credentials [old] holds it all the same')
    expect(changesIn(emulator.requests)).not.toContain('DeleteAccessKey')
  })

  it('leaves root keys alone, and says what is better', async ({home, emulator, mturk}) => {
    writeProfile(home, emulator.rootKey, 'root')
    const {accessKeyId} = emulator.createAccessKey()
    const {exit, json} = await mturk('keys', 'delete', accessKeyId, '--profile', 'root', '--yes', '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /root user/)})
    expect(json.error.remedy).toContain('mturk iam create-user --profile NEW --admin-profile root')
    expect(changesIn(emulator.requests)).toEqual([])
  })
})

describe.concurrent('an answer that is late, lost or a refusal', () => {
  const list = (id: string, status: string) =>
    `<ListAccessKeysResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccessKeysResult><IsTruncated>false</IsTruncated><AccessKeyMetadata><member><UserName>anna</UserName><AccessKeyId>${id}</AccessKeyId><Status>${status}</Status></member></AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>`

  withTwo('looks again until IAM shows what it was told', async ({two}) => {
    const {emulator, mturk, other} = two
    const before = emulator.requests.filter(({operation}) => operation === 'ListAccessKeys').length
    const effect = {
      kind: 'raw',
      status: 200,
      headers: {'Content-Type': 'text/xml'},
      body: list(other.accessKeyId, 'Active'),
    } as const
    emulator.addFault({match: {operation: 'ListAccessKeys', nth: 2}, times: 2, effect})
    const {exit, json} = await mturk('keys', 'deactivate', other.accessKeyId, ...BY_ADMIN, '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {status: 'Inactive', warnings: elsewhere}})
    expect(json.warnings).toHaveLength(1)
    expect(emulator.requests.filter(({operation}) => operation === 'ListAccessKeys')).toHaveLength(before + 4)
  })

  for (const [change, operation] of [
    ['deactivate', 'UpdateAccessKey'],
    ['delete', 'DeleteAccessKey'],
  ] as const) {
    withTwo(`takes a lost answer to ${operation} for what it is`, async ({two: {emulator, mturk, other}}) => {
      emulator.addFault({match: {operation}, times: 1, effect: {kind: 'drop-after'}})
      const {exit, json} = await mturk('keys', change, other.accessKeyId, ...BY_ADMIN, '--yes', '--json')
      expect({exit, json}).toMatchObject({exit: 0, json: {changed: true}})
    })

    withTwo(`does not say that nothing was done where ${operation} stays unanswered`, async ({two}) => {
      two.emulator.addFault({match: {operation}, effect: {kind: 'drop-after'}})
      const {exit, json} = await two.mturk('keys', change, two.other.accessKeyId, ...BY_ADMIN, '--yes', '--json')
      expect({exit, json}).toEqual({
        exit: 7,
        json: envelope('unreachable', 7, /Whether the key was changed is not known/),
      })
    })
  }

  withTwo('says that the change is made where its list cannot be seen any more', async ({two}) => {
    const {emulator, mturk, other} = two
    emulator.addFault({match: {operation: 'ListAccessKeys', nth: 2}, times: 99, effect: {kind: 'drop-before'}})
    const {exit, json} = await mturk('keys', 'deactivate', other.accessKeyId, ...BY_ADMIN, '--json')
    expect({exit, json}).toMatchObject({exit: 0, json: {changed: true}})
    expect(json.warnings).toContainEqual(expect.stringMatching(/^IAM took the change/))
  })

  withAdmin('of a user that is half-made says with 10 what finishes it first', async ({scene: {emulator, mturk}}) => {
    const denied = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'} as const
    for (const operation of ['CreateAccessKey', 'DeleteUser']) emulator.addFault({match: {operation}, effect: denied})
    expect(await mturk('iam', 'create-user', 'anna', '--profile', 'anna', '--admin-profile', 'admin')).toMatchObject({
      exit: 10,
    })
    const {accessKeyId} = emulator.createAccessKey('anna')
    const {exit, json} = await mturk('keys', 'deactivate', accessKeyId, ...BY_ADMIN, '--json')
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /belong to that until it is finished/)})
    expect(statuses(emulator)).toEqual({[accessKeyId]: 'Active'})
  })
})

describe('a key without the right to look after itself', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('gets the exact policy, and the command that an administrator could type', async ({home, emulator, mturk}) => {
    const {accessKeyId} = userKeyOf(emulator)
    writeProfile(home, userKeyOf(emulator))
    const {exit, json} = await mturk('keys', 'deactivate', accessKeyId, '--yes', '--json')
    expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, /ListAccessKeys/)})
    expect(json.error.remedy).toContain('aws iam put-user-policy --user-name mturk-requester')
    expect(json.error.remedy).toContain(
      `mturk keys deactivate ${accessKeyId} --user mturk-requester --admin-profile PROFILE`,
    )
  })
})
