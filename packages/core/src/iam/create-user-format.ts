import type {Key} from '../credentials/index.js'
import {complaintAboutSection} from '../files/index.js'
import {
  isBoolean,
  isText,
  listOf,
  objectOf,
  optional,
  textLike,
  type Guard,
  type JournalFormat,
} from '../journal/index.js'
import type {Adopted} from './adopt-user.js'
import {steps, type CreateUserState, type StepId} from './create-user-steps.js'
import type {CreateUserRequest} from './create-user.js'
import {MTURK_POLICY_ARN, type MturkPolicy} from './policies.js'
import {isPolicyArn, isUserName, isUserPath} from './user-name.js'

/** IAM: access key ids and user ids are `\w+`. */
const isId = textLike(/^\w+$/)

const isArn = textLike(/^arn:/)

const isProfile: Guard<string> = (value): value is string =>
  typeof value === 'string' && complaintAboutSection(value) === undefined

const isPolicy: Guard<MturkPolicy> = (value): value is MturkPolicy =>
  typeof value === 'string' && Object.hasOwn(MTURK_POLICY_ARN, value)

const isStep: Guard<StepId> = (value): value is StepId => steps.some(({id}) => id === value)

const isDate: Guard<string> = (value): value is string => isText(value) && !Number.isNaN(Date.parse(value))

const isAdopted = objectOf<Adopted>({
  userId: textLike(/^\w*$/),
  arn: isArn,
  hasPolicy: isBoolean,
  hasSelfRotation: isBoolean,
  accessKeyIds: listOf(isId),
  since: isDate,
})

const isRequest = objectOf<CreateUserRequest>({
  userName: isUserName,
  path: isUserPath,
  policy: isPolicy,
  selfRotation: isBoolean,
  permissionsBoundary: optional(isPolicyArn),
  profile: isProfile,
  backend: textLike(/^[a-z][a-z0-9-]*$/),
  expect: (value) => value === null || isText(value),
  adminProfile: optional(isText),
  adminKeyFile: (value) => value === undefined || value === null || typeof value === 'string',
  adopted: optional(isAdopted),
})

const isKey = objectOf<Key>({
  accessKeyId: isId,
  secretAccessKey: textLike(/./),
  sessionToken: optional(isText),
})

const isCreateUserState = objectOf<CreateUserState>({
  request: isRequest,
  begun: listOf(isStep),
  arn: optional(isArn),
  key: optional(isKey),
  lacking: optional(listOf(textLike(/^iam:[A-Za-z]+$/))),
})

export const CREATE_USER: JournalFormat<CreateUserState> = {
  kind: 'create-user',
  isState: (value, user): value is CreateUserState => isCreateUserState(value) && value.request.userName === user,
}
