export type {AdoptionPlan} from './adopt-user.js'
export type {AskedFor} from './as-begun.js'
export {findAdministrator, type AdministratorSources} from './administrator.js'
export {ABOUT_RIGHTS, adding, administrationExplainer, type Administrator} from './explain.js'
export {hasCode, type IamApi, type IamUser, type ListedAccessKey} from './api.js'
export {belongingText, type Belonging, type Belongings, type KnownAccessKey} from './belongings.js'
export {
  AFTER,
  assertAccessKeyId,
  changeKey,
  planKeyChange,
  type ChangedKey,
  type ChangeKeyTools,
  type KeyChangePlan,
  type KeyState,
} from './change-key.js'
export {changedNothing} from './changed-nothing.js'
export type {CreatedUser, CreateUserRequest} from './create-user.js'
export {formerOwner, howToRetire, type FormerOwner} from './former-key.js'
export {isNameTaken} from './name-is-taken.js'
export {deleteUser, whoDeletes, type DeletedUser, type DeletionRequest} from './delete-user.js'
export {findHalfDeletedUser, type HalfDeletedUser} from './half-deleted-user.js'
export {findHalfMadeUser, otherHalfMadeUsers, type HalfMadeUser} from './half-made-user.js'
export {iamApi} from './iam-api.js'
export {getIdentity, identityText, parseArn, userPath, type Identity} from './identity.js'
export {consider, type Consent, type Consideration, type KeyChange} from './key-consent.js'
export {findKeyOwner, type KeyOwner, type WhoseKeys} from './key-owner.js'
export {findKeysAndPlaces, placeKeys, type KeysAndPlaces, type PlacedKey} from './keys-and-places.js'
export {listKeys, type ListedKeys} from './list-keys.js'
export {listMturkUsers, type ListedUser, type MturkPolicyHeld, type MturkUsers} from './list-users.js'
export {
  isMturkOnly,
  MTURK_POLICY_ARN,
  SELF_ROTATION_POLICY_NAME,
  selfRotationPolicy,
  type MturkPolicy,
} from './policies.js'
export {assertAgreed, planDeletion, type DeletionPlan} from './plan-deletion.js'
export {planUser, type UserPlan} from './plan-user.js'
export {identityOf, provisionUser, type ProvisionTools, type WantedUser} from './provision-user.js'
export {mayMakeUsers, rightsBeyondMturk} from './rights.js'
export {howToLeaveRootKeys, SECURITY_CREDENTIALS} from './root-keys.js'
export {howToAllowSelfService, selfServiceExplainer} from './self-service.js'
export {untrustedUserJournals} from './untrusted-journals.js'
export {assertPermissionsBoundary, assertUserName, assertUserPath, DEFAULT_USER_NAME, isUserName} from './user-name.js'
export {isTooYoung, keyVerifier, SUCCESSES} from './verify-key.js'
