import type {PolicyHolder} from './policy-holder.js'
import type {User} from './user.js'

export interface Group extends PolicyHolder {
  readonly groupName: string
  readonly groupId: string
  readonly createdAt: number
  readonly members: Set<User>
}
