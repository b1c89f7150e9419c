/**
 * The policies that a user of Mechanical Turk needs, and no more.
 *
 * MTurk knows action-level permissions only; the action prefix is `mechanicalturk:`, not the endpoint's name
 * (user-facing guides that say `mturk-requester:*` are wrong). It exists only in the partition `aws`.
 */

export type MturkPolicy = 'full' | 'read-only'

export const MTURK_POLICY_ARN: Readonly<Record<MturkPolicy, string>> = {
  full: 'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess',
  'read-only': 'arn:aws:iam::aws:policy/AmazonMechanicalTurkReadOnly',
}

/** The name of our inline policy on a user. */
export const SELF_ROTATION_POLICY_NAME = 'mturk-self-rotation'

/** No AWS managed policy lets a user rotate their own keys, and the MTurk policies give no IAM rights at all. */
const SELF_ROTATION_ACTIONS = [
  'iam:CreateAccessKey',
  'iam:DeleteAccessKey',
  'iam:GetAccessKeyLastUsed',
  'iam:GetUser',
  'iam:ListAccessKeys',
  'iam:UpdateAccessKey',
]

/**
 * Lets a user see and change their own access keys, and nobody else's.
 *
 * @param path the user's path: `/` or `/labs/vision/`; it is part of the ARN
 */
export function selfRotationPolicy(path: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RotateOwnAccessKeys',
        Effect: 'Allow',
        Action: SELF_ROTATION_ACTIONS,
        // AWS replaces the variable when it evaluates the policy.
        Resource: `arn:aws:iam::*:user${path}\${aws:username}`,
      },
    ],
  })
}

/** A policy that a user made for Mechanical Turk may carry. */
export function isMturkOnly(policy: {readonly arn?: string; readonly inlineName?: string}): boolean {
  return policy.inlineName === SELF_ROTATION_POLICY_NAME || (policy.arn !== undefined && MTURK_ARNS.has(policy.arn))
}

const MTURK_ARNS: ReadonlySet<string> = new Set(Object.values(MTURK_POLICY_ARN))
