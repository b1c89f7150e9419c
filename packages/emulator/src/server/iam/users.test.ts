import {describe, expect, it} from 'vitest'
import type {Emulator} from '../emulator.js'
import {start} from '../testing/running.js'
import {query, textOf} from '../testing/signed-client.js'

const ask = (emulator: Emulator, operation: string, fields: Record<string, string>) =>
  query(emulator.endpoint, {key: emulator.rootKey, service: 'iam'}, operation, fields)
const FULL_ACCESS = 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess'
const Statement = {Effect: 'Allow', Action: 'iam:GetUser', Resource: '*'}

describe('deleting a user', () => {
  it('names what is in the way, one thing at a time, until nothing is', async () => {
    const emulator = await start()
    emulator.createGroup('people')
    emulator.createUser('ana', {
      policies: [FULL_ACCESS],
      inlinePolicies: {own: {Version: '2012-10-17', Statement}},
      groups: ['people'],
      has: [
        'login-profile',
        'virtual-mfa-device',
        'ssh-public-key',
        'signing-certificate',
        'service-specific-credential',
      ],
    })
    const {accessKeyId} = emulator.createAccessKey('ana')
    const [user] = emulator.state().users
    const steps: [whatFirst: string, operation: string, fields: Record<string, string | undefined>][] = [
      ['delete login profile', 'DeleteLoginProfile', {}],
      ['delete access keys', 'DeleteAccessKey', {AccessKeyId: accessKeyId}],
      ['delete certificates', 'DeleteSigningCertificate', {CertificateId: user?.signingCertificates[0]}],
      ['remove referenced objects', 'DeleteSSHPublicKey', {SSHPublicKeyId: user?.sshPublicKeys[0]}],
      [
        'remove referenced objects',
        'DeleteServiceSpecificCredential',
        {ServiceSpecificCredentialId: user?.serviceSpecificCredentials[0]},
      ],
      ['delete MFA device', 'DeactivateMFADevice', {SerialNumber: user?.mfaDevices[0]}],
      ['detach all policies', 'DetachUserPolicy', {PolicyArn: FULL_ACCESS}],
      ['delete policies', 'DeleteUserPolicy', {PolicyName: 'own'}],
      ['remove users from group', 'RemoveUserFromGroup', {GroupName: 'people'}],
    ]
    for (const [whatFirst, operation, fields] of steps) {
      const {status, body} = await ask(emulator, 'DeleteUser', {UserName: 'ana'})
      expect([status, textOf(body, 'Code'), textOf(body, 'Message')]).toEqual([
        409,
        'DeleteConflict',
        `Cannot delete entity, must ${whatFirst} first.`,
      ])
      expect(await ask(emulator, operation, {UserName: 'ana', ...(fields as Record<string, string>)})).toMatchObject({
        status: 200,
      })
    }
    expect(await ask(emulator, 'DeleteUser', {UserName: 'ana'})).toMatchObject({status: 200})
    expect(emulator.state()).toMatchObject({
      users: [],
      groups: [{groupName: 'people', members: []}],
      mfaDevices: ['arn:aws:iam::123456789012:mfa/ana'],
    })
  })

  it('takes a piece of hardware out of the account with it', async () => {
    const emulator = await start()
    emulator.createUser('ana', {has: ['hardware-mfa-device']})
    const [SerialNumber = ''] = emulator.state().mfaDevices
    expect(await ask(emulator, 'DeactivateMFADevice', {UserName: 'ana', SerialNumber})).toMatchObject({status: 200})
    expect(emulator.state().mfaDevices).toEqual([])
  })
})
