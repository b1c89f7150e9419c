import type {FaultEffect} from '@mturk-cli/emulator'
import type {VerdictName} from '@mturk-cli/core/mturk'
import {newSecret, type Run, type Scene} from './runs/index.js'

type Prepare = NonNullable<Run['prepare']>

/** Mechanical Turk answers so, and says the secret that it never got. */
const answered =
  (
    code: string,
    words: string,
    {status = 400, turkErrorCode}: {status?: number; turkErrorCode?: string} = {},
  ): Prepare =>
  ({emulator, secrets}: Scene) => {
    const turk = turkErrorCode === undefined ? {} : {turkErrorCode}
    const effect: FaultEffect = {kind: 'error', status, code, message: `${words} ${secrets.stored}`, ...turk}
    emulator.addFault({match: {service: 'mturk'}, effect})
  }

const ID = 'AKIAABCDEFGHIJKLMNOP'
const USER = 'User: arn:aws:iam::123456789012:user/x is not authorized to perform: mechanicalturk:GetAccountBalance'

/** For every verdict that there is, what leads to it with a secret at hand. A new verdict does not compile without. */
const WAYS: Readonly<Record<VerdictName, Prepare>> = {
  ok: () => {},
  unknown: answered('SomethingNew', 'Something'),
  no_credentials({home, secrets}) {
    home.write('.boto', '')
    home.write('.aws/config', '[profile none]\nregion = us-east-1\n')
    return {AWS_PROFILE: 'none', AWS_SECRET_ACCESS_KEY: secrets.environment}
  },
  partial_credentials: ({secrets}) => ({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESSS_KEY: secrets.misspelt}),
  temporary_credentials: ({secrets}) => ({
    AWS_ACCESS_KEY_ID: ID,
    AWS_SECRET_ACCESS_KEY: secrets.environment,
    AWS_SESSION_TOKEN: secrets.token,
  }),
  malformed_credentials: ({secrets}) => ({AWS_ACCESS_KEY_ID: secrets.environment, AWS_SECRET_ACCESS_KEY: newSecret()}),
  unreadable_file: ({home, secrets}) => void home.write('.aws/config', `${secrets.boto}\n[default]\n`),
  bad_key_id: answered('UnrecognizedClientException', 'The security token included in the request is invalid.'),
  bad_secret: answered('InvalidSignatureException', 'The request signature we calculated does not match.'),
  clock_skew: answered(
    'InvalidSignatureException',
    'Signature expired: 20180707T233021Z is now earlier than 20180710T071214Z (20180710T071714Z - 5 min.)',
  ),
  wrong_region: answered(
    'InvalidSignatureException',
    "Credential should be scoped to a valid region, not 'us-west-1'.",
  ),
  no_policy: answered('AccessDeniedException', `${USER} because no identity-based policy allows it`),
  denied_by_scp: answered('AccessDeniedException', `${USER} with an explicit deny in a service control policy`),
  not_authorized: answered('RequestError', 'No.', {turkErrorCode: 'AWS.MechanicalTurk.PermissionDenied'}),
  not_linked: answered('RequestError', 'No.', {turkErrorCode: 'AWS.AccountNotLinked'}),
  throttled: answered('ThrottlingException', 'Rate exceeded'),
  service_fault: answered('InternalFailure', 'Sorry', {status: 500}),
  unreachable: ({emulator}) => void emulator.addFault({match: {}, effect: {kind: 'drop-before'}}),
  service_closed: answered('RequestError', 'This API is no longer supported.', {status: 410}),
  insufficient_funds: answered('RequestError', 'No.', {turkErrorCode: 'AWS.MechanicalTurk.InsufficientFunds'}),
}

export const VERDICT_WAYS = Object.entries(WAYS) as [VerdictName, Prepare][]
