import {queryProtocol} from '../protocols/query.js'
import type {Operation, Service} from '../service.js'
import {assumeRole} from './assume-role.js'
import {getAccessKeyInfo} from './get-access-key-info.js'
import {getCallerIdentity} from './get-caller-identity.js'
import {getSessionToken} from './get-session-token.js'

export const STS_VERSION = '2011-06-15'

/** STS answers in every region. */
export const sts: Service = {
  name: 'sts',
  signingName: 'sts',
  region: null,
  version: STS_VERSION,
  protocol: queryProtocol(`https://sts.amazonaws.com/doc/${STS_VERSION}/`),
  operations: new Map<string, Operation>([
    ['AssumeRole', assumeRole],
    ['GetAccessKeyInfo', getAccessKeyInfo],
    ['GetCallerIdentity', getCallerIdentity],
    ['GetSessionToken', getSessionToken],
  ]),
}
