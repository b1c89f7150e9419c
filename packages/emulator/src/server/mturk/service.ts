import {jsonProtocol} from '../protocols/json.js'
import type {Operation, Service} from '../service.js'
import {getAccountBalance} from './get-account-balance.js'

/** Source: botocore 1.43, data/mturk/2017-01-17: `targetPrefix`, `endpointPrefix`; MTurk lives in us-east-1 only. */
export const MTURK_TARGET_PREFIX = 'MTurkRequesterServiceV20170117.'

export const mturk: Service = {
  name: 'mturk',
  signingName: 'mturk-requester',
  region: 'us-east-1',
  version: null,
  protocol: jsonProtocol(['RequestError', 'ServiceFault']),
  operations: new Map<string, Operation>([['GetAccountBalance', getAccountBalance]]),
}
