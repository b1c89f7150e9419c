import {ServiceError} from '../protocols/service-error.js'

export function noSuchUser(userName: string): ServiceError {
  return noSuchEntity(`The user with name ${userName} cannot be found.`)
}

export function noSuchEntity(message: string): ServiceError {
  return new ServiceError('NoSuchEntity', 404, message)
}

export function invalidInput(message: string): ServiceError {
  return new ServiceError('InvalidInput', 400, message)
}

export function limitExceeded(message: string): ServiceError {
  return new ServiceError('LimitExceeded', 409, message)
}

export function deleteConflict(whatFirst: string): ServiceError {
  return new ServiceError('DeleteConflict', 409, `Cannot delete entity, must ${whatFirst} first.`)
}

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', 400, message)
}
