import {parsePolicy} from '../policies/document.js'
import type {OperationContext, Parameters} from '../service.js'
import {limitExceeded, noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {permittedUser} from './targets.js'
import {existingUserName, policyDocument, policyName} from './validation.js'

/** All inline policies of a user together, without their blanks (IAM and STS quotas). */
const MAX_SIZE = 2048

export function putUserPolicy(context: OperationContext, parameters: Parameters): undefined {
  const name = policyName(parameters)
  const document = policyDocument(parameters)
  const user = permittedUser(context, 'iam:PutUserPolicy', existingUserName(parameters))
  parsePolicy(document)
  const others = [...user.inlinePolicies].filter(([other]) => other !== name).map(([, text]) => text)
  if (sizeOf([...others, document]) > MAX_SIZE) {
    throw limitExceeded(`Maximum policy size of ${MAX_SIZE} bytes exceeded for user ${user.userName}`)
  }
  user.inlinePolicies.set(name, document)
}

/** The document comes back encoded as in a URL (GetUserPolicy, API reference); clients decode it. */
export function getUserPolicy(context: OperationContext, parameters: Parameters): object {
  const name = policyName(parameters)
  const user = permittedUser(context, 'iam:GetUserPolicy', existingUserName(parameters))
  const document = user.inlinePolicies.get(name)
  if (document === undefined) throw noSuchPolicy(name)
  return {UserName: user.userName, PolicyName: name, PolicyDocument: encodeURIComponent(document)}
}

export function deleteUserPolicy(context: OperationContext, parameters: Parameters): undefined {
  const name = policyName(parameters)
  const user = permittedUser(context, 'iam:DeleteUserPolicy', existingUserName(parameters))
  if (!user.inlinePolicies.delete(name)) throw noSuchPolicy(name)
}

export function listUserPolicies(context: OperationContext, parameters: Parameters): object {
  const user = permittedUser(context, 'iam:ListUserPolicies', existingUserName(parameters))
  const {items, end} = pageOf(parameters, [...user.inlinePolicies.keys()], (name) => name)
  return {PolicyNames: items, ...end}
}

function sizeOf(documents: readonly string[]): number {
  return documents.join('').replaceAll(/\s/g, '').length
}

function noSuchPolicy(name: string) {
  return noSuchEntity(`The user policy with name ${name} cannot be found.`)
}
