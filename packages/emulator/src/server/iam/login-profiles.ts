import type {LoginProfile, User} from '../account/user.js'
import {isoSeconds} from '../clock.js'
import {oneOf, required} from '../parameters.js'
import type {OperationContext, Parameters} from '../service.js'
import {entityAlreadyExists, noSuchEntity} from './errors.js'
import {permittedUserNotRoot} from './targets.js'
import {optionalUserName} from './validation.js'

/** The password is neither kept nor held against a password policy: nobody signs in to a console here. */
export function createLoginProfile(context: OperationContext, parameters: Parameters): object {
  required(parameters, 'Password', {max: 128, pattern: /^[\s\u0020-\u00FF]+$/, complaint: PASSWORD_CHARACTERS})
  const reset = oneOf(parameters, 'PasswordResetRequired', ['true', 'false'])
  const user = permittedUserNotRoot(context, 'iam:CreateLoginProfile', optionalUserName(parameters))
  if (user.loginProfile !== null) throw entityAlreadyExists(`Login Profile for user ${user.userName} already exists.`)
  user.loginProfile = {createdAt: context.now, passwordResetRequired: reset === 'true'}
  return {LoginProfile: profileShape(user, user.loginProfile)}
}

export function getLoginProfile(context: OperationContext, parameters: Parameters): object {
  const user = permittedUserNotRoot(context, 'iam:GetLoginProfile', optionalUserName(parameters))
  return {LoginProfile: profileShape(user, profileOf(user))}
}

export function deleteLoginProfile(context: OperationContext, parameters: Parameters): undefined {
  const user = permittedUserNotRoot(context, 'iam:DeleteLoginProfile', optionalUserName(parameters))
  profileOf(user)
  user.loginProfile = null
}

/** A complaint that repeats no password, as the general one would. */
const PASSWORD_CHARACTERS = 'The specified value for password is invalid. It must contain only printable characters.'

function profileOf({userName, loginProfile}: User): LoginProfile {
  if (loginProfile === null) throw noSuchEntity(`Login Profile for User ${userName} cannot be found.`)
  return loginProfile
}

function profileShape({userName: UserName}: User, {createdAt, passwordResetRequired}: LoginProfile) {
  return {UserName, CreateDate: isoSeconds(createdAt), PasswordResetRequired: passwordResetRequired}
}
