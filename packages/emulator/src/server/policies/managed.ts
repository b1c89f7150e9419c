interface AwsManagedPolicy {
  readonly arn: string
  readonly policyName: string
  readonly path: string
  readonly document: string
}

/**
 * The AWS managed policies that can be attached here, with the documents AWS gives them.
 * Source: the AWS managed policy reference (AmazonMechanicalTurkReadOnly: v3 of 2019-09-25).
 */
export const managedPolicies: readonly AwsManagedPolicy[] = [
  managed('AmazonMechanicalTurkFullAccess', ['mechanicalturk:*']),
  managed('AmazonMechanicalTurkReadOnly', ['mechanicalturk:Get*', 'mechanicalturk:List*']),
  managed('AdministratorAccess', '*'),
  managed('IAMFullAccess', [
    'iam:*',
    'organizations:DescribeAccount',
    'organizations:DescribeOrganization',
    'organizations:DescribeOrganizationalUnit',
    'organizations:DescribePolicy',
    'organizations:ListChildren',
    'organizations:ListParents',
    'organizations:ListPoliciesForTarget',
    'organizations:ListRoots',
    'organizations:ListPolicies',
    'organizations:ListTargetsForPolicy',
  ]),
]

function managed(policyName: string, Action: string | string[]): AwsManagedPolicy {
  const document = {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action, Resource: '*'}]}
  return {arn: `arn:aws:iam::aws:policy/${policyName}`, policyName, path: '/', document: JSON.stringify(document)}
}
