import type {Account} from '../account/account.js'
import {assumedRole} from '../account/principal.js'
import type {Role} from '../account/role.js'
import {integer, optional, required, validationError} from '../parameters.js'
import {parsePolicy, type Policy} from '../policies/document.js'
import {parseTrustPolicy, trustOf, type Trust} from '../policies/trust.js'
import {frontEndError} from '../protocols/front-end-errors.js'
import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext, Parameters} from '../service.js'
import {credentialsShape} from './credentials.js'
import {vouchedFor} from './mfa.js'

const ACTION = 'sts:AssumeRole'
const HOUR = 3600

/** Session tags and source identities are neither kept nor judged; an external id would be a condition, and none is met. */
export function assumeRole(context: OperationContext, parameters: Parameters): object {
  const {account, caller, now} = context
  const arn = required(parameters, 'RoleArn', {min: 20, max: 2048})
  const sessionName = required(parameters, 'RoleSessionName', {min: 2, max: 64, pattern: /^[\w+=,.@-]*$/})
  const seconds = integer(parameters, 'DurationSeconds', 900, 43_200) ?? HOUR
  const sessionPolicies = sessionPoliciesOf(account, parameters)

  const role = permittedRole(context, arn)
  const hasMfa = vouchedFor(context, parameters)
  if (caller.session !== null && seconds > HOUR) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
  if (seconds > role.maxSessionSeconds) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  }
  const expiresAt = now + seconds * 1000
  const key = account.addTemporaryKey({identity: {kind: 'role', role, sessionName}, expiresAt, sessionPolicies, hasMfa})
  const {arn: Arn, userId: AssumedRoleId} = assumedRole(account, role, sessionName)
  return {Credentials: credentialsShape(key), AssumedRoleUser: {AssumedRoleId, Arn}}
}

/** STS does not tell a role that is not there from one that trusts somebody else. */
function permittedRole({account, caller, authorize}: OperationContext, arn: string): Role {
  const denied = (text: string) => frontEndError('accessDenied', 'query', text)
  if (caller.identity.kind === 'root') throw denied('Roles may not be assumed by root accounts.')
  const role = account.roles.get(arn)
  const trust: Trust = role === undefined ? 'none' : trustIn(role, account, namesOf(caller))
  if (role === undefined || trust === 'none' || trust === 'denied') {
    throw denied(`User: ${caller.arn} is not authorized to perform: ${ACTION} on resource: ${arn}`)
  }
  authorize(ACTION, {arn, shownAs: arn, isGranted: trust === 'named'})
  return role
}

function trustIn({trustPolicy}: Role, account: Account, names: readonly string[]): Trust {
  return trustOf(parseTrustPolicy(trustPolicy), ACTION, account.id, names)
}

/** A role session is meant by its own ARN, and by its role's. */
function namesOf({arn, identity}: OperationContext['caller']): readonly string[] {
  return identity.kind === 'role' ? [arn, identity.role.arn] : [arn]
}

/** The policy in the request and those it names, by which the session has what the role has too; null: no such limit. */
function sessionPoliciesOf({policies}: Account, parameters: Parameters): Policy[] | null {
  const document = optional(parameters, 'Policy', {max: 2048, pattern: /^[\s\u0020-\u00FF]+$/})
  const documents = document === undefined ? [] : [document]
  for (let index = 1; parameters[`PolicyArns.member.${index}.arn`] !== undefined; index++) {
    const arn = required(parameters, `PolicyArns.member.${index}.arn`, {min: 20, max: 2048})
    const policy = policies.get(arn)
    if (policy === undefined) throw new ServiceError('NoSuchEntity', 404, `Policy ${arn} does not exist.`)
    documents.push(policy.document)
  }
  return documents.length > 0 ? documents.map(parsePolicy) : null
}
