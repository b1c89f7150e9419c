import type {PolicyHolder} from './policy-holder.js'

export interface Role extends PolicyHolder {
  readonly roleName: string
  readonly roleId: string
  readonly createdAt: number
  /** Who may assume it: the document. */
  readonly trustPolicy: string
  /** ARN of a policy. */
  readonly permissionsBoundary: string | null
  readonly maxSessionSeconds: number
}
