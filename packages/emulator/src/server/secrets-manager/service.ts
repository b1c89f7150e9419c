import {jsonProtocol} from '../protocols/json.js'
import type {Operation, Service} from '../service.js'
import {createSecret} from './create-secret.js'
import {deleteSecret, restoreSecret} from './delete-secret.js'
import {describeSecret} from './describe-secret.js'
import {OWN_ERRORS} from './errors.js'
import {getSecretValue} from './get-secret-value.js'
import {listSecretVersionIds} from './list-secret-version-ids.js'
import {listSecrets} from './list-secrets.js'
import {putSecretValue} from './put-secret-value.js'
import {tagResource, untagResource} from './tags.js'
import {updateSecretVersionStage} from './update-secret-version-stage.js'
import {updateSecret} from './update-secret.js'

/** Source: botocore 1.43, data/secretsmanager/2017-10-17: `targetPrefix`. */
export const SECRETS_MANAGER_TARGET_PREFIX = 'secretsmanager.'

/** A Secrets Manager of its own in every region; the signature says which was asked. */
export const secretsManager: Service = {
  name: 'secrets-manager',
  signingName: 'secretsmanager',
  region: null,
  version: null,
  protocol: jsonProtocol(OWN_ERRORS),
  operations: new Map<string, Operation>([
    ['CreateSecret', createSecret],
    ['DeleteSecret', deleteSecret],
    ['DescribeSecret', describeSecret],
    ['GetSecretValue', getSecretValue],
    ['ListSecrets', listSecrets],
    ['ListSecretVersionIds', listSecretVersionIds],
    ['PutSecretValue', putSecretValue],
    ['RestoreSecret', restoreSecret],
    ['TagResource', tagResource],
    ['UntagResource', untagResource],
    ['UpdateSecret', updateSecret],
    ['UpdateSecretVersionStage', updateSecretVersionStage],
  ]),
}
