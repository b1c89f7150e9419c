import {markOf, nextCommand, tableLines} from '@mturk-cli/command'
import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {
  identityText,
  MTURK_POLICY_ARN,
  type CreatedUser,
  type CreateUserRequest,
  type UserPlan,
} from '@mturk-cli/core/iam'

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
  readonly request: Omit<CreateUserRequest, 'expect'>
  readonly plan: UserPlan
  readonly warnings: readonly string[]
}

export function plannedUserText({request, plan, warnings}: PlannedUser): string[] {
  const {administrator, halfMade} = plan
  const first = halfMade
    ? [halfMade.message, 'The same command without --dry-run would finish it, as the run wanted that began it:']
    : [`Would make the IAM user ${request.userName}${request.path === '/' ? '' : ` in ${request.path}`}:`]
  return [
    ...first,
    '',
    ...tableLines([
      ['asked for by', `${identityText(administrator.identity)} · ${administrator.origin}`],
      ...(halfMade ? [] : [['name', plan.nameIsFree ? 'free' : 'may be taken: these credentials may not look']]),
      ...rowsOf(halfMade?.request ?? request, plan),
    ]),
    '',
    'Nothing was changed.',
    ...warnings.map((warning) => `! ${warning}`),
  ]
}

function rowsOf(request: Omit<CreateUserRequest, 'expect'>, {place, replaces}: UserPlan): string[][] {
  const {policy, selfRotation, permissionsBoundary, profile, backend} = request
  const where = place?.display ?? `${backend}, profile ${profile}`
  return [
    ['policy', MTURK_POLICY_ARN[policy]],
    ['rotates its own keys', selfRotation ? 'yes' : 'no'],
    ...(permissionsBoundary === undefined ? [] : [['permissions boundary', permissionsBoundary]]),
    [
      'key goes to',
      replaces === null ? where : `${where}, in place of ${maskAccessKeyId(replaces)} (you would be asked)`,
    ],
  ]
}

export function plannedUserJson({request, plan, warnings}: PlannedUser) {
  const {userName, policy, selfRotation, profile} = plan.halfMade?.request ?? request
  return {
    dryRun: true,
    userName,
    arn: null,
    accessKeyId: null,
    policyArn: MTURK_POLICY_ARN[policy],
    selfRotation,
    storedIn: [],
    profile,
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
