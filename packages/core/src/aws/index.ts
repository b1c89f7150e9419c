export {adminFromKey, adminFromProfile, type AdminCredentials, type ProfileOptions} from './admin-credentials.js'
export {connectionPool, createAws, type Aws, type AwsOptions, type Calls, type ConnectionPool} from './clients.js'
export {clockWarning, describeSkew, isSkewed} from './clock-skew.js'
export {describeFailure, describeRetry, describeWait} from './describe.js'
export {
  describeOverride,
  endpointResolver,
  overriddenEndpoints,
  overrideNotes,
  type OverriddenEndpoint,
  type ConfiguredEndpoints,
  type Endpoint,
  type EndpointOptions,
  type Endpoints,
} from './endpoints.js'
export {AwsFailure, cleanMessage, cleanWord, isAwsFailure, type AwsFailureInit, type AwsService} from './failure.js'
export {regionWarning} from './region-warning.js'
export {endpointVariables} from './endpoint-variables.js'
export {configuredEndpoints} from './profile-endpoints.js'
export {isBusy, isCertificateProblem, isFault, isThrottling, Patience, type Retry} from './retry.js'
export type {Input, Operation, Output, SdkService} from './sdk.js'
