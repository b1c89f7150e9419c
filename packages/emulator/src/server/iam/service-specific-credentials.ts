import {addServiceSpecificCredential} from '../account/belongings.js'
import {newSecretAccessKey} from '../account/identifiers.js'
import type {ServiceSpecificCredential} from '../account/user.js'
import {isoSeconds} from '../clock.js'
import {required} from '../parameters.js'
import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext, Parameters} from '../service.js'
import {limitExceeded, noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {permittedUser, permittedUserNotRoot} from './targets.js'
import {optionalUserName, userName} from './validation.js'

/** Source: CreateServiceSpecificCredential, API reference. Bedrock's has another shape, and is not here. */
const SERVICES: readonly string[] = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com']
const MAX_CREDENTIALS = 2

/** The password is in this answer and nowhere else. */
export function createServiceSpecificCredential(context: OperationContext, parameters: Parameters): object {
  const serviceName = required(parameters, 'ServiceName', {max: 256})
  const user = permittedUser(context, 'iam:CreateServiceSpecificCredential', userName(parameters))
  if (!SERVICES.includes(serviceName)) {
    const text = `No such service ${serviceName} is supported for Service Specific Credentials`
    throw new ServiceError('NotSupportedService', 404, text)
  }
  if (user.serviceSpecificCredentials.filter((one) => one.serviceName === serviceName).length >= MAX_CREDENTIALS) {
    throw limitExceeded(`Cannot exceed quota for ServiceSpecificCredentialsPerUser: ${MAX_CREDENTIALS}`)
  }
  const credential = addServiceSpecificCredential(context.account, user, serviceName, context.now)
  return {
    ServiceSpecificCredential: {
      ...credentialShape(user.userName, credential),
      ServicePassword: `${newSecretAccessKey()}=`,
    },
  }
}

export function listServiceSpecificCredentials(context: OperationContext, parameters: Parameters): object {
  const {ServiceName: serviceName} = parameters
  const user = permittedUserNotRoot(context, 'iam:ListServiceSpecificCredentials', optionalUserName(parameters))
  const credentials = user.serviceSpecificCredentials.filter(
    (credential) => serviceName === undefined || credential.serviceName === serviceName,
  )
  const {items, end} = pageOf(parameters, credentials, (credential) => credential.serviceSpecificCredentialId)
  return {
    ServiceSpecificCredentials: items.map((credential) => credentialShape(user.userName, credential)),
    ...end,
  }
}

export function deleteServiceSpecificCredential(context: OperationContext, parameters: Parameters): undefined {
  const id = required(parameters, 'ServiceSpecificCredentialId', {min: 20, max: 128, pattern: /^\w+$/})
  const action = 'iam:DeleteServiceSpecificCredential'
  const {serviceSpecificCredentials} = permittedUserNotRoot(context, action, optionalUserName(parameters))
  const index = serviceSpecificCredentials.findIndex((credential) => credential.serviceSpecificCredentialId === id)
  if (index < 0) throw noSuchEntity(`The service specific credential with id ${id} cannot be found.`)
  serviceSpecificCredentials.splice(index, 1)
}

function credentialShape(owner: string, credential: ServiceSpecificCredential) {
  return {
    UserName: owner,
    Status: 'Active',
    ServiceUserName: credential.serviceUserName,
    CreateDate: isoSeconds(credential.createdAt),
    ServiceSpecificCredentialId: credential.serviceSpecificCredentialId,
    ServiceName: credential.serviceName,
  }
}
