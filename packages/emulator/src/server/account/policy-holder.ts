/** Who has policies: a user, a group, a role. */
export interface PolicyHolder {
  readonly path: string
  readonly arn: string
  /** ARNs of managed policies. */
  readonly attachedPolicies: Set<string>
  /** Documents by policy name, as they were put. */
  readonly inlinePolicies: Map<string, string>
}
