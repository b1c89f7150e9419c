import {markOf, nextCommand, tableLines} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {MTURK_POLICY_ARN, type CreatedUser, type CreateUserRequest, type HalfMadeUser} from '@mturk-cli/core/iam'

import {locationJson} from './location.js'

export interface CreatedUserShown extends CreatedUser {
  readonly warnings: readonly string[]
}

export function createUserText(shown: CreatedUserShown): string[] {
  const {userName, arn, accessKeyId, policyArn, selfRotation, storedIn, profile, warnings} = shown
  return [
    `${markOf('done')} IAM user ${userName} can use Mechanical Turk`,
    '',
    ...tableLines([
      ['user', arn],
      ['policy', policyArn],
      ['rotates its own keys', selfRotation ? 'yes' : 'no'],
      ['key', `${maskAccessKeyId(accessKeyId)} · works`],
      ['stored in', storedIn.map(({display}) => display).join(', ')],
    ]),
    '',
    `Check it with: ${nextCommand('mturk link-check', ...(profile === 'default' ? [] : ['--profile', profile]))}`,
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

export function createUserJson(shown: CreatedUserShown) {
  const {userName, arn, accessKeyId, policyArn, selfRotation, storedIn, profile, warnings} = shown
  return {
    userName,
    arn,
    accessKeyId,
    policyArn,
    selfRotation,
    storedIn: storedIn.map(locationJson),
    profile,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}

export interface PlannedUser {
  readonly request: CreateUserRequest
  readonly halfMade: HalfMadeUser | null
}

export function plannedUserText({request, halfMade}: PlannedUser): string[] {
  const {userName, path, policy, selfRotation, permissionsBoundary, profile, backend} = request
  return [
    halfMade ? halfMade.message : `Would make the IAM user ${userName}${path === '/' ? '' : ` in ${path}`}:`,
    '',
    ...tableLines([
      ['policy', MTURK_POLICY_ARN[policy]],
      ['rotates its own keys', selfRotation ? 'yes' : 'no'],
      ...(permissionsBoundary === undefined ? [] : [['permissions boundary', permissionsBoundary]]),
      ['key goes to', `${backend}, profile ${profile}`],
    ]),
    '',
    'Nothing was changed.',
  ]
}

export function plannedUserJson({request: {userName, policy, selfRotation, profile}}: PlannedUser) {
  return {
    dryRun: true,
    userName,
    arn: null,
    accessKeyId: null,
    policyArn: MTURK_POLICY_ARN[policy],
    selfRotation,
    storedIn: [],
    profile,
  }
}
