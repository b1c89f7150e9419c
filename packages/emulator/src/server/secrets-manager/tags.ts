import type {OperationContext, Parameters} from '../service.js'
import {permittedLivingSecret} from './secrets.js'
import {tagKeys, tags} from './validation.js'

/** Keys that differ in case are different keys, unlike IAM's. */
export function tagResource(context: OperationContext, parameters: Parameters): undefined {
  const added = tags(parameters) ?? []
  const secret = permittedLivingSecret(context, 'TagResource', parameters)
  const merged = new Map([...(secret.tags ?? []), ...added].map((tag) => [tag.key, tag]))
  secret.tags = [...merged.values()]
  secret.lastChangedAt = context.now
}

/** A key that is not there is no error. */
export function untagResource(context: OperationContext, parameters: Parameters): undefined {
  const removed = tagKeys(parameters)
  const secret = permittedLivingSecret(context, 'UntagResource', parameters)
  if (secret.tags === null) return
  secret.tags = secret.tags.filter(({key}) => !removed.includes(key))
  secret.lastChangedAt = context.now
}
