import {createHash} from 'node:crypto'
import {addSshPublicKey} from '../account/belongings.js'
import type {SshPublicKey} from '../account/user.js'
import {isoSeconds} from '../clock.js'
import {required} from '../parameters.js'
import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext, Parameters} from '../service.js'
import {limitExceeded, noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {permittedUser, permittedUserNotRoot} from './targets.js'
import {optionalUserName, userName} from './validation.js'

const MAX_KEYS = 5

/** Takes a key as OpenSSH writes it (`ssh-rsa …`); AWS takes PEM too. */
export function uploadSshPublicKey(context: OperationContext, parameters: Parameters): object {
  const body = required(parameters, 'SSHPublicKeyBody', {max: 16_384, pattern: /^[\s\u0020-\u00FF]+$/})
  const user = permittedUser(context, 'iam:UploadSSHPublicKey', userName(parameters))
  const hash = hashOf(body)
  if (user.sshPublicKeys.some((key) => hashOf(key.body).equals(hash))) {
    throw new ServiceError('DuplicateSSHPublicKey', 400, 'The SSH public key is already associated with the user.')
  }
  if (user.sshPublicKeys.length >= MAX_KEYS) {
    throw limitExceeded(`Cannot exceed quota for SSHPublicKeysPerUser: ${MAX_KEYS}`)
  }
  const key = addSshPublicKey(user, body, hash, context.now)
  return {
    SSHPublicKey: {...keyShape(user.userName, key), Fingerprint: key.fingerprint, SSHPublicKeyBody: key.body},
  }
}

export function listSshPublicKeys(context: OperationContext, parameters: Parameters): object {
  const user = permittedUserNotRoot(context, 'iam:ListSSHPublicKeys', optionalUserName(parameters))
  const {items, end} = pageOf(parameters, user.sshPublicKeys, (key) => key.sshPublicKeyId)
  return {SSHPublicKeys: items.map((key) => keyShape(user.userName, key)), ...end}
}

export function deleteSshPublicKey(context: OperationContext, parameters: Parameters): undefined {
  const id = required(parameters, 'SSHPublicKeyId', {min: 20, max: 128, pattern: /^\w+$/})
  const {sshPublicKeys} = permittedUser(context, 'iam:DeleteSSHPublicKey', userName(parameters))
  const index = sshPublicKeys.findIndex((key) => key.sshPublicKeyId === id)
  if (index < 0) throw noSuchEntity(`The SSH Public Key with id ${id} cannot be found.`)
  sshPublicKeys.splice(index, 1)
}

/** The MD5 of the key itself, which says its own kind in its first bytes. */
function hashOf(body: string): Buffer {
  const [kind = '', text = ''] = body.trim().split(/\s+/)
  if (kind !== 'ssh-rsa') {
    throw new ServiceError('UnrecognizedPublicKeyEncoding', 400, 'The public key encoding is not recognized.')
  }
  const key = Buffer.from(text, 'base64')
  return createHash('md5').update(key).digest()
}

function keyShape(owner: string, {sshPublicKeyId, uploadedAt}: SshPublicKey) {
  return {UserName: owner, SSHPublicKeyId: sshPublicKeyId, Status: 'Active', UploadDate: isoSeconds(uploadedAt)}
}
