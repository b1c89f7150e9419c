import {isText, listOf, objectOf, optional, textLike, type JournalFormat} from '../journal/index.js'
import type {DeleteUserState} from './delete-user-steps.js'
import {isUserName} from './user-name.js'

const isId = textLike(/^\w+$/)

const isArn = textLike(/^arn:/)

const isDeleteUserState = objectOf<DeleteUserState>({
  userName: isUserName,
  userId: textLike(/^\w*$/),
  arn: isArn,
  policies: listOf(isArn),
  inlinePolicies: listOf(textLike(/^[\w+=,.@-]+$/)),
  accessKeyIds: listOf(isId),
  adminProfile: optional(isText),
})

export const DELETE_USER: JournalFormat<DeleteUserState> = {
  kind: 'delete-user',
  isState: (value, user): value is DeleteUserState => isDeleteUserState(value) && value.userName === user,
}
