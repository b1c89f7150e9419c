import {ServiceError} from '../protocols/service-error.js'

/** All of the service's own. Source: botocore 1.43, data/secretsmanager/2017-10-17. */
export const OWN_ERRORS: readonly string[] = [
  'DecryptionFailure',
  'EncryptionFailure',
  'InternalServiceError',
  'InvalidNextTokenException',
  'InvalidParameterException',
  'InvalidRequestException',
  'LimitExceededException',
  'MalformedPolicyDocumentException',
  'PreconditionNotMetException',
  'PublicPolicyException',
  'ResourceExistsException',
  'ResourceNotFoundException',
]

export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', 400, message)
}

export function invalidRequest(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', 400, message)
}

export function resourceExists(message: string): ServiceError {
  return new ServiceError('ResourceExistsException', 400, message)
}

function resourceNotFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', 400, message)
}

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', 400, message)
}

/** What AWS's answers to LocalStack's tests say (its test_secretsmanager.snapshot.json). */
export function secretNotFound(): ServiceError {
  return resourceNotFound("Secrets Manager can't find the specified secret.")
}

/** From the same tests. @param what `VersionId` or `staging label` */
export function valueNotFound(what: 'VersionId' | 'staging label', which: string): ServiceError {
  return resourceNotFound(`Secrets Manager can't find the specified secret value for ${what}: ${which}`)
}
