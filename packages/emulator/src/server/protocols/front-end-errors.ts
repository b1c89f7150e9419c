import {ServiceError} from './service-error.js'

/** The two families of AWS protocols here: MTurk and Secrets Manager speak JSON 1.1, IAM and STS the query protocol. */
export type Dialect = 'json' | 'query'

interface FrontEndError {
  readonly json: readonly [code: string, status: number]
  readonly query: readonly [code: string, status: number]
  readonly message: string
}

/**
 * What AWS answers before a service's own code sees a request: each family has its own names and status codes for it.
 * Names: "Common Errors" in the API references of IAM, STS and MTurk. JSON services answer nearly all of them with 400.
 */
const table = {
  accessDenied: {json: ['AccessDeniedException', 400], query: ['AccessDenied', 403], message: 'Access denied.'},
  badSignature: {
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    message:
      'The request signature we calculated does not match the signature you provided. ' +
      'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  // cfn-sphere#55 has IAM's whole body, aws-sdk-java-v2#1649 the status at STS, ssosync#187 a JSON service's.
  expiredToken: {
    json: ['ExpiredTokenException', 400],
    query: ['ExpiredToken', 403],
    message: 'The security token included in the request is expired',
  },
  incompleteSignature: {
    json: ['IncompleteSignatureException', 400],
    query: ['IncompleteSignature', 400],
    message: 'The request signature does not conform to AWS standards.',
  },
  internal: {
    json: ['InternalFailure', 500],
    query: ['InternalFailure', 500],
    message: 'The request processing has failed because of an unknown error, exception or failure.',
  },
  malformedBody: {
    json: ['SerializationException', 400],
    query: ['MalformedInput', 400],
    message: 'The request could not be read.',
  },
  missingToken: {
    json: ['MissingAuthenticationTokenException', 400],
    query: ['MissingAuthenticationToken', 403],
    message: 'Missing Authentication Token',
  },
  throttled: {json: ['ThrottlingException', 400], query: ['Throttling', 400], message: 'Rate exceeded'},
  tooLarge: {
    json: ['RequestEntityTooLargeException', 413],
    query: ['RequestEntityTooLarge', 413],
    message: 'The request is larger than the service accepts.',
  },
  unavailable: {
    json: ['ServiceUnavailableException', 503],
    query: ['ServiceUnavailable', 503],
    message: 'The request has failed due to a temporary failure of the server.',
  },
  unknownKey: {
    json: ['UnrecognizedClientException', 400],
    query: ['InvalidClientTokenId', 403],
    message: 'The security token included in the request is invalid.',
  },
  unknownOperation: {
    json: ['UnknownOperationException', 400],
    query: ['InvalidAction', 400],
    message: 'The requested operation is not known.',
  },
} satisfies Record<string, FrontEndError>

export type FrontEndErrorName = keyof typeof table

export function frontEndError(name: FrontEndErrorName, dialect: Dialect, message?: string): ServiceError {
  const row: FrontEndError = table[name]
  const [code, status] = row[dialect]
  return new ServiceError(code, status, message ?? row.message)
}
