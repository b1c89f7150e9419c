import {queryProtocol} from '../protocols/query.js'
import type {Operation, Service} from '../service.js'
import {createAccessKey, deleteAccessKey, getAccessKeyLastUsed, listAccessKeys, updateAccessKey} from './access-keys.js'
import {attachedPolicyOperations} from './attached-policies.js'
import {addUserToGroup, listGroupsForUser, removeUserFromGroup} from './group-members.js'
import {createGroup, deleteGroup, getGroup, listGroups} from './groups.js'
import {inlinePolicyOperations} from './inline-policies.js'
import {createLoginProfile, deleteLoginProfile, getLoginProfile} from './login-profiles.js'
import {deactivateMfaDevice, enableMfaDevice, listMfaDevices} from './mfa-devices.js'
import {deleteUserPermissionsBoundary, putUserPermissionsBoundary} from './permissions-boundaries.js'
import {listEntitiesForPolicy} from './policy-entities.js'
import {groupKind, userKind} from './policy-holders.js'
import {
  createServiceSpecificCredential,
  deleteServiceSpecificCredential,
  listServiceSpecificCredentials,
} from './service-specific-credentials.js'
import {deleteSigningCertificate, listSigningCertificates, uploadSigningCertificate} from './signing-certificates.js'
import {deleteSshPublicKey, listSshPublicKeys, uploadSshPublicKey} from './ssh-public-keys.js'
import {listUserTags, tagUser} from './tags.js'
import {createUser, deleteUser, getUser, listUsers} from './users.js'
import {createVirtualMfaDevice, deleteVirtualMfaDevice, listVirtualMfaDevices} from './virtual-mfa-devices.js'

export const IAM_VERSION = '2010-05-08'

/** IAM is one for the whole world, and signed for us-east-1. */
export const iam: Service = {
  name: 'iam',
  signingName: 'iam',
  region: 'us-east-1',
  version: IAM_VERSION,
  protocol: queryProtocol(`https://iam.amazonaws.com/doc/${IAM_VERSION}/`),
  operations: new Map<string, Operation>([
    ...attachedPolicyOperations(userKind),
    ...attachedPolicyOperations(groupKind),
    ...inlinePolicyOperations(userKind),
    ...inlinePolicyOperations(groupKind),
    ['AddUserToGroup', addUserToGroup],
    ['CreateAccessKey', createAccessKey],
    ['CreateGroup', createGroup],
    ['CreateLoginProfile', createLoginProfile],
    ['CreateServiceSpecificCredential', createServiceSpecificCredential],
    ['CreateUser', createUser],
    ['CreateVirtualMFADevice', createVirtualMfaDevice],
    ['DeactivateMFADevice', deactivateMfaDevice],
    ['DeleteAccessKey', deleteAccessKey],
    ['DeleteGroup', deleteGroup],
    ['DeleteLoginProfile', deleteLoginProfile],
    ['DeleteServiceSpecificCredential', deleteServiceSpecificCredential],
    ['DeleteSigningCertificate', deleteSigningCertificate],
    ['DeleteSSHPublicKey', deleteSshPublicKey],
    ['DeleteUser', deleteUser],
    ['DeleteUserPermissionsBoundary', deleteUserPermissionsBoundary],
    ['DeleteVirtualMFADevice', deleteVirtualMfaDevice],
    ['EnableMFADevice', enableMfaDevice],
    ['GetAccessKeyLastUsed', getAccessKeyLastUsed],
    ['GetGroup', getGroup],
    ['GetLoginProfile', getLoginProfile],
    ['GetUser', getUser],
    ['ListAccessKeys', listAccessKeys],
    ['ListEntitiesForPolicy', listEntitiesForPolicy],
    ['ListGroups', listGroups],
    ['ListGroupsForUser', listGroupsForUser],
    ['ListMFADevices', listMfaDevices],
    ['ListServiceSpecificCredentials', listServiceSpecificCredentials],
    ['ListSigningCertificates', listSigningCertificates],
    ['ListSSHPublicKeys', listSshPublicKeys],
    ['ListUsers', listUsers],
    ['ListUserTags', listUserTags],
    ['ListVirtualMFADevices', listVirtualMfaDevices],
    ['PutUserPermissionsBoundary', putUserPermissionsBoundary],
    ['RemoveUserFromGroup', removeUserFromGroup],
    ['TagUser', tagUser],
    ['UpdateAccessKey', updateAccessKey],
    ['UploadSigningCertificate', uploadSigningCertificate],
    ['UploadSSHPublicKey', uploadSshPublicKey],
  ]),
}
