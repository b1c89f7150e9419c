import {accountOfAccessKeyId} from '../account/identifiers.js'
import {accessKeyId} from '../iam/validation.js'
import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext, Parameters} from '../service.js'

/** The account that an access key id belongs to. It is part of the id, so the key need not exist any more. */
export function getAccessKeyInfo(context: OperationContext, parameters: Parameters): object {
  const id = accessKeyId(parameters)
  context.authorize('sts:GetAccessKeyInfo', {arn: '*', shownAs: '*'})
  const Account = accountOfAccessKeyId(id)
  if (Account === undefined) throw new ServiceError('ValidationError', 400, `Invalid Access Key ID: ${id}`)
  return {Account}
}
