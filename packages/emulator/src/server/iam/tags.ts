import type {Tag} from '../account/user.js'
import type {OperationContext, Parameters} from '../service.js'
import {limitExceeded} from './errors.js'
import {pageOf} from './page.js'
import {permittedUser} from './targets.js'
import {existingUserName, tags} from './validation.js'

const MAX_TAGS = 50

export function tagUser(context: OperationContext, parameters: Parameters): undefined {
  const added = tags(parameters)
  const user = permittedUser(context, 'iam:TagUser', existingUserName(parameters))
  user.tags = mergeTags(user.tags, added)
}

export function listUserTags(context: OperationContext, parameters: Parameters): object {
  const user = permittedUser(context, 'iam:ListUserTags', existingUserName(parameters))
  const {items, end} = pageOf(parameters, user.tags, ({key}) => key)
  return {Tags: tagsShape(items), ...end}
}

/** A tag whose key is there already, in whatever case, gets the new value. */
export function mergeTags(existing: readonly Tag[], added: readonly Tag[]): Tag[] {
  const merged = new Map([...existing, ...added].map((tag) => [tag.key.toLowerCase(), tag]))
  if (merged.size > MAX_TAGS) throw limitExceeded(`Cannot exceed quota for TagsPerUser: ${MAX_TAGS}`)
  return [...merged.values()]
}

export function tagsShape(tagList: readonly Tag[]): object[] {
  return tagList.map(({key: Key, value: Value}) => ({Key, Value}))
}
