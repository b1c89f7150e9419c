import type {Secret} from '../account/secret.js'
import type {OperationContext, Parameters} from '../service.js'
import {filters, fits} from './filters.js'
import {pageOf} from './page.js'
import {secretsHere} from './secrets.js'
import {detailsShape, lastAccessOf, stagesByVersion} from './shapes.js'
import {flag, oneOf} from './validation.js'

const SORT_KEYS = ['created-date', 'last-accessed-date', 'last-changed-date', 'name'] as const

/** Oldest first where nothing is said; which way AWS goes then it does not say. No resource-level permissions. */
export function listSecrets(context: OperationContext, parameters: Parameters): object {
  const wanted = filters(parameters)
  const sortBy = oneOf(parameters, 'SortBy', SORT_KEYS) ?? 'created-date'
  const order = oneOf(parameters, 'SortOrder', ['asc', 'desc'] as const)
  const withDeleted = flag(parameters, 'IncludePlannedDeletion')
  context.authorize('secretsmanager:ListSecrets', {arn: '*'})
  const secrets = secretsHere(context).filter(
    (secret) => (withDeleted || secret.deletionDate === null) && fits(secret, wanted),
  )
  const {items, end} = pageOf(parameters, secrets, (secret) => `${sortKey(secret, sortBy)} ${secret.arn}`, order)
  return {SecretList: items.map(entryShape), ...end}
}

function entryShape(secret: Secret): object {
  const stages = stagesByVersion(secret)
  return {...detailsShape(secret), ...(stages === undefined ? {} : {SecretVersionsToStages: stages})}
}

/** Texts that sort as what they stand for. */
function sortKey(secret: Secret, by: (typeof SORT_KEYS)[number]): string {
  const time = (milliseconds: number) => String(milliseconds).padStart(16, '0')
  switch (by) {
    case 'name':
      return secret.name
    case 'last-accessed-date':
      return time(lastAccessOf(secret) ?? 0)
    case 'last-changed-date':
      return time(secret.lastChangedAt)
    case 'created-date':
      return time(secret.createdAt)
  }
}
