import {ServiceError} from '../protocols/service-error.js'

export function noSuchUser(userName: string): ServiceError {
  return noSuchEntity(`The user with name ${userName} cannot be found.`)
}

export function noSuchGroup(groupName: string): ServiceError {
  return noSuchEntity(`The group with name ${groupName} cannot be found.`)
}

export function noSuchEntity(message: string): ServiceError {
  return new ServiceError('NoSuchEntity', 404, message)
}

export function entityAlreadyExists(message: string): ServiceError {
  return new ServiceError('EntityAlreadyExists', 409, message)
}

export function invalidInput(message: string): ServiceError {
  return new ServiceError('InvalidInput', 400, message)
}

export function limitExceeded(message: string): ServiceError {
  return new ServiceError('LimitExceeded', 409, message)
}

/** @param whatFirst as in "Cannot delete entity, must … first." */
export function deleteConflict(whatFirst: string): ServiceError {
  return new ServiceError('DeleteConflict', 409, `Cannot delete entity, must ${whatFirst} first.`)
}
