import {maskAccessKeyId} from '@mturk-cli/core/credentials'
import {linkCommand, type FoundByTools} from '@mturk-cli/core/places'

/** What a person who put a key somewhere should know: which key tools use now. Nothing where it is that one. */
export function foundWarnings(
  {profile, backend, active, stoppedBy, isIt, isReadByTools, isOnRequest}: FoundByTools,
  accessKeyId: string,
): string[] {
  if (isIt && isReadByTools) return []
  return [
    ...(isIt || !active ? [] : [winnerWords(active, accessKeyId)]),
    ...(active
      ? []
      : [`Tools find no key for the profile ${profile} now${stoppedBy ? `: ${stoppedBy.message}` : '.'}`]),
    ...(isReadByTools ? [] : [onlyForMturk({profile, backend, isOnRequest})]),
  ]
}

function winnerWords({accessKeyId: id, location, backend}: NonNullable<FoundByTools['active']>, mine: string): string {
  const wayOut =
    backend === 'env' ? ' To use the files in this shell: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY' : ''
  return id === mine
    ? `Tools take this key from ${location.display}, which comes first.${wayOut}`
    : `Tools take another key, which comes first: ${maskAccessKeyId(id)} from ${location.display}.${wayOut}`
}

function onlyForMturk({
  profile,
  backend,
  isOnRequest,
}: Pick<FoundByTools, 'profile' | 'backend' | 'isOnRequest'>): string {
  const how = isOnRequest ? ', where it is named with --backend' : ''
  const {command} = linkCommand({name: profile, backend, profile})
  return `Only mturk reads that place${how}: boto3, psiTurk and the AWS CLI find no key there. To have them ask mturk: ${command}`
}
