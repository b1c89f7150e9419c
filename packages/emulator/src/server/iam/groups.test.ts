import {describe, expect, it} from 'vitest'
import {start} from '../testing/running.js'
import {mturk, query, textOf} from '../testing/signed-client.js'

const document = (Effect: string, Action: string) => ({
  Version: '2012-10-17',
  Statement: {Effect, Action, Resource: '*'},
})

describe('the policies of a group', () => {
  it('are those of its members, allowing and denying, as long as they are members', async () => {
    const emulator = await start({scenario: 'linked'})
    emulator.createUser('ana')
    const key = emulator.createAccessKey('ana')
    const isAllowed = async () => (await mturk(emulator.endpoint, {key})).status === 200
    const change = async (operation: string, GroupName: string) =>
      query(emulator.endpoint, {key: emulator.rootKey, service: 'iam'}, operation, {UserName: 'ana', GroupName})
    emulator.createGroup('requesters', {policies: ['AmazonMechanicalTurkReadOnly']})
    emulator.createGroup('guests', {inlinePolicies: {no: document('Deny', 'mechanicalturk:*')}})

    expect(await isAllowed()).toBe(false)
    await change('AddUserToGroup', 'requesters')
    expect(await isAllowed()).toBe(true)
    await change('AddUserToGroup', 'guests')
    expect(await isAllowed()).toBe(false)
    await change('RemoveUserFromGroup', 'guests')
    expect(await isAllowed()).toBe(true)
  })

  it('end at the boundary of a member', async () => {
    const emulator = await start({scenario: 'linked'})
    const PermissionsBoundary = emulator.createPolicy('only-iam', document('Allow', 'iam:*'))
    emulator.createUser('ana')
    emulator.createGroup('requesters', {policies: ['AmazonMechanicalTurkReadOnly'], members: ['ana']})
    const key = emulator.createAccessKey('ana')
    const root = {key: emulator.rootKey, service: 'iam'}
    const fields = {UserName: 'ana', PermissionsBoundary}
    expect(await query(emulator.endpoint, root, 'PutUserPermissionsBoundary', fields)).toMatchObject({status: 200})
    expect(JSON.parse((await mturk(emulator.endpoint, {key})).body)).toMatchObject({
      message: expect.stringContaining(
        'because no permissions boundary allows the mechanicalturk:GetAccountBalance action',
      ),
    })
    await query(emulator.endpoint, root, 'DeleteUserPermissionsBoundary', {UserName: 'ana'})
    expect(await mturk(emulator.endpoint, {key})).toMatchObject({status: 200})
  })
})

describe('a user', () => {
  it('is in ten groups at most', async () => {
    const emulator = await start()
    emulator.createUser('ana')
    for (let number = 0; number < 10; number++) emulator.createGroup(`group-${number}`, {members: ['ana']})
    emulator.createGroup('last')
    const root = {key: emulator.rootKey, service: 'iam'}
    const add = (GroupName: string) => query(emulator.endpoint, root, 'AddUserToGroup', {UserName: 'ana', GroupName})
    expect(await add('group-3')).toMatchObject({status: 200})
    const {status, body} = await add('last')
    expect([status, textOf(body, 'Message')]).toEqual([409, 'Cannot exceed quota for GroupsPerUser: 10'])
  })
})
