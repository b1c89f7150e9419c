import type {Emulator, Fault, FaultEffect} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {withoutUse, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'

const FOR_EVER = Number.POSITIVE_INFINITY

/** Each call that a create-user makes, the last one being the new key's first try. */
const CALLS: readonly {name: string; match: Fault['match']}[] = [
  {name: 'the administrator’s GetCallerIdentity', match: {operation: 'GetCallerIdentity'}},
  {name: 'CreateUser', match: {operation: 'CreateUser'}},
  {name: 'AttachUserPolicy', match: {operation: 'AttachUserPolicy'}},
  {name: 'PutUserPolicy', match: {operation: 'PutUserPolicy'}},
  {name: 'CreateAccessKey', match: {operation: 'CreateAccessKey'}},
  {name: 'the new key’s GetCallerIdentity', match: {operation: 'GetCallerIdentity', nth: 2}},
]

const DENIED: FaultEffect = {
  kind: 'error',
  status: 403,
  code: 'AccessDenied',
  message: 'User: x is not authorized to perform: y',
}

/** Asked only about what an earlier run, or a lost answer, may have left. */
const QUESTIONS = ['GetUser', 'ListUserTags', 'ListAccessKeys']

const WAYS: readonly {name: string; effect: FaultEffect; code: string; exit: number}[] = [
  {
    name: 'fails with HTTP 500',
    effect: {kind: 'error', status: 500, code: 'ServiceFailure', message: 'Sorry.'},
    code: 'service_fault',
    exit: 7,
  },
  {name: 'is denied', effect: DENIED, code: 'no_policy', exit: 5},
  {name: 'acts and its answer is lost', effect: {kind: 'drop-after'}, code: 'unreachable', exit: 7},
]

/** Nothing of mturk's own is left: no journal, no lock, no temporary file. */
function expectNoTraces(home: Home): void {
  expect(home.list().filter((file) => file !== '.aws/credentials' && file !== '.aws/config')).toEqual([])
}

/** What a person who has only an administrator's key in a profile of its own has. */
function giveAdmin(home: Home, emulator: Emulator): readonly string[] {
  writeProfile(home, emulator.rootKey, 'admin')
  return ['iam', 'create-user', '--admin-profile', 'admin', '--json']
}

describe.concurrent('a create-user of which one call never works', () => {
  for (const {name: call, match} of CALLS) {
    for (const {name: how, effect, code, exit: expected} of WAYS) {
      // Its loss is made good by asking who made the user; that is another test.
      if (call === 'CreateUser' && effect.kind === 'drop-after') continue
      it(`leaves nothing behind where ${call} ${how}`, async ({home, emulator, mturk}) => {
        const args = giveAdmin(home, emulator)
        const files = home.snapshot()
        const account = withoutUse(emulator)
        emulator.addFault({match, times: FOR_EVER, effect})
        const {exit, json} = await mturk(...args)
        expect({exit, json}).toEqual({exit: expected, json: envelope(code, expected)})
        expect(withoutUse(emulator)).toEqual(account)
        expect(home.snapshot()).toEqual(files)
      })
    }
  }

  it('names host and status where CreateUser is answered without a user', async ({home, emulator, mturk}) => {
    const args = giveAdmin(home, emulator)
    const body = '<CreateUserResponse><CreateUserResult/></CreateUserResponse>'
    emulator.addFault({
      match: {operation: 'CreateUser'},
      effect: {kind: 'raw', status: 200, headers: {'content-type': 'text/xml'}, body},
    })
    const {exit, json} = await mturk(...args)
    expect({exit, json}).toEqual({exit: 1, json: envelope('unknown', 1, /CreateUser with HTTP 200/)})
    expect(json.error.message).toContain(new URL(emulator.endpoint).host)
    // It may have acted, so it was asked whether the user is there.
    expect(emulator.requests.map(({operation}) => operation)).toContain('GetUser')
    expectNoTraces(home)
  })

  it('needs none of the questions that only a half-made user makes necessary', async ({home, emulator, mturk}) => {
    const args = giveAdmin(home, emulator)
    for (const operation of QUESTIONS) emulator.addFault({match: {operation}, effect: DENIED})
    expect(await mturk(...args)).toMatchObject({exit: 0, json: {userName: 'mturk-requester'}})
  })

  it('leaves nothing behind where none of these questions may be asked either', async ({home, emulator, mturk}) => {
    const args = giveAdmin(home, emulator)
    const files = home.snapshot()
    for (const operation of [...QUESTIONS, 'CreateAccessKey']) emulator.addFault({match: {operation}, effect: DENIED})
    const {exit, json} = await mturk(...args)
    expect({exit, json}).toEqual({exit: 5, json: envelope('no_policy', 5, /CreateAccessKey/)})
    expect(emulator.state().users).toEqual([])
    expect(home.snapshot()).toEqual(files)
  })

  it('takes the user as its own where only the answer of CreateUser is lost', async ({home, emulator, mturk}) => {
    const args = giveAdmin(home, emulator)
    emulator.addFault({match: {operation: 'CreateUser'}, times: FOR_EVER, effect: {kind: 'drop-after'}})
    expect(await mturk(...args)).toMatchObject({exit: 0, json: {userName: 'mturk-requester'}})
    expect(emulator.state().users).toMatchObject([{accessKeys: [{status: 'Active'}]}])
    expectNoTraces(home)
  })
})

describe.concurrent('a create-user whose key cannot be stored', () => {
  it('makes nothing where the credentials file is a directory', async ({home, emulator, mturk}) => {
    home.write('.aws/credentials/what', 'is this')
    const account = withoutUse(emulator)
    const env = {
      AWS_ACCESS_KEY_ID: emulator.rootKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.rootKey.secretAccessKey,
    }
    const {exit, json} = await mturk('iam', 'create-user', '--json', {env})
    expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, /credentials/)})
    expect(withoutUse(emulator)).toEqual(account)
    expect(home.list()).toEqual(['.aws/credentials/what'])
  })
})

describe.concurrent('a create-user whose undoing fails too', () => {
  it('ends with 10 and names user and command; the next run finishes', async ({home, emulator, mturk}) => {
    const args = giveAdmin(home, emulator)
    const heal = [
      emulator.addFault({match: {operation: 'CreateAccessKey'}, effect: DENIED}),
      emulator.addFault({match: {operation: 'DeleteUser'}, effect: DENIED}),
    ]
    const {exit, json} = await mturk(...args)
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /mturk-requester/)})
    expect(json.error.remedy).toContain('mturk iam create-user mturk-requester')
    for (const away of heal) away()

    expect(await mturk(...args)).toMatchObject({exit: 0})
    expect(emulator.state().users).toMatchObject([{accessKeys: [{status: 'Active'}]}])
    expectNoTraces(home)
  })
})
