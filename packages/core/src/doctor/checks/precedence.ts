import {maskAccessKeyId} from '../../credentials/index.js'
import {run, say} from '../../remedy.js'
import type {Finding, OfflineCheck} from '../finding.js'

/** A key in the environment that hides another one, and tools that would choose otherwise than Boto. */
export const precedence: OfflineCheck = async ({lookup}) => {
  const {active, candidates, notes} = lookup
  const hidden = candidates.find(
    ({backend, accessKeyId}) => backend !== 'env' && accessKeyId !== null && accessKeyId !== active?.accessKeyId,
  )
  const shadowed: Finding[] =
    active?.backend === 'env' && hidden?.location
      ? [
          {
            id: 'shadowed-by-environment',
            severity: 'warning',
            message: `AWS_ACCESS_KEY_ID of this shell (${maskAccessKeyId(active.accessKeyId)}) comes before ${hidden.location.display} (${maskAccessKeyId(hidden.accessKeyId ?? '')}): boto3, psiTurk and the AWS CLI use the first one.`,
            remedy: [
              say(
                'If the other one is meant, take the variables out of where they are set, a shell profile as a rule; in this shell:',
              ),
              run('unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY'),
            ],
            location: active.location,
          },
        ]
      : []
  return [
    ...shadowed,
    ...notes.map((message): Finding => ({
      id: message.startsWith('AWS_DEFAULT_PROFILE') ? 'profile-variables' : 'environment-and-profile',
      severity: 'warning',
      message,
      remedy: [say('Set one of the two only.')],
    })),
  ]
}
