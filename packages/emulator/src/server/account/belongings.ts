import {randomBytes} from 'node:crypto'
import type {Account} from './account.js'
import {newBase32Id, newUniqueId} from './identifiers.js'
import type {User} from './user.js'

/** What a user can have beside keys and policies, and what DeleteUser wants gone first. */
export type Belonging =
  | 'login-profile'
  | 'virtual-mfa-device'
  | 'hardware-mfa-device'
  | 'ssh-public-key'
  | 'signing-certificate'
  | 'service-specific-credential'

/** Gives a user one of these, as if it had been made long ago. */
export function give(account: Account, user: User, belonging: Belonging): void {
  const createdAt = account.clock.now()
  switch (belonging) {
    case 'login-profile':
      user.loginProfile = {createdAt, passwordResetRequired: false}
      break
    case 'virtual-mfa-device':
      addMfaDevice(account, user, account.arnOf('mfa', user.userName), randomBytes(40))
      break
    case 'hardware-mfa-device':
      addMfaDevice(account, user, `GAHT${randomBytes(4).toString('hex').toUpperCase()}`, null)
      break
    case 'ssh-public-key':
      addSshPublicKey(user, `ssh-rsa ${randomBytes(279).toString('base64')}`, randomBytes(16), createdAt)
      break
    case 'signing-certificate':
      addSigningCertificate(user, pemOf(randomBytes(600)), createdAt)
      break
    case 'service-specific-credential':
      addServiceSpecificCredential(account, user, 'codecommit.amazonaws.com', createdAt)
  }
}

function addMfaDevice(account: Account, user: User, serialNumber: string, seed: Buffer | null): void {
  account.mfaDevices.set(serialNumber, {serialNumber, seed, enabled: {user, at: account.clock.now()}})
}

/** `hash`: the MD5 of the key. */
export function addSshPublicKey(user: User, body: string, hash: Buffer, uploadedAt: number) {
  const fingerprint = hash.toString('hex').replaceAll(/..(?=.)/g, '$&:')
  const key = {sshPublicKeyId: newUniqueId('APKA'), body, fingerprint, uploadedAt}
  user.sshPublicKeys.push(key)
  return key
}

export function addSigningCertificate(user: User, body: string, uploadedAt: number) {
  const certificate = {certificateId: newBase32Id(32), body, uploadedAt}
  user.signingCertificates.push(certificate)
  return certificate
}

/** The user name is the IAM user's and the account's, with a number from the second on ("+1"). */
export function addServiceSpecificCredential(account: Account, user: User, serviceName: string, createdAt: number) {
  const number = user.serviceSpecificCredentials.filter((credential) => credential.serviceName === serviceName).length
  const credential = {
    serviceSpecificCredentialId: newUniqueId('ACCA'),
    serviceName,
    serviceUserName: `${user.userName}${number === 0 ? '' : `+${number}`}-at-${account.id}`,
    createdAt,
  }
  user.serviceSpecificCredentials.push(credential)
  return credential
}

function pemOf(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----`
}
