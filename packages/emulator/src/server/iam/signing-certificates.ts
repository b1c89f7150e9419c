import {X509Certificate} from 'node:crypto'
import {addSigningCertificate} from '../account/belongings.js'
import type {SigningCertificate} from '../account/user.js'
import {isoSeconds} from '../clock.js'
import {required} from '../parameters.js'
import {ServiceError} from '../protocols/service-error.js'
import type {OperationContext, Parameters} from '../service.js'
import {limitExceeded, noSuchEntity} from './errors.js'
import {pageOf} from './page.js'
import {permittedUserNotRoot, permittedUserOrCaller} from './targets.js'
import {optionalUserName} from './validation.js'

const MAX_CERTIFICATES = 2

export function uploadSigningCertificate(context: OperationContext, parameters: Parameters): object {
  const body = required(parameters, 'CertificateBody', {max: 16_384, pattern: /^[\s\u0020-\u00FF]+$/})
  const user = permittedUserNotRoot(context, 'iam:UploadSigningCertificate', optionalUserName(parameters))
  if (!isCertificate(body)) {
    throw new ServiceError('MalformedCertificate', 400, 'The certificate is malformed.')
  }
  if (user.signingCertificates.some((certificate) => certificate.body === body)) {
    throw new ServiceError('DuplicateCertificate', 409, 'The certificate is already associated with the user.')
  }
  if (user.signingCertificates.length >= MAX_CERTIFICATES) {
    throw limitExceeded(`Cannot exceed quota for SigningCertificatesPerUser: ${MAX_CERTIFICATES}`)
  }
  return {Certificate: certificateShape(user.userName, addSigningCertificate(user, body, context.now))}
}

/** Root has none here. */
export function listSigningCertificates(context: OperationContext, parameters: Parameters): object {
  const user = permittedUserOrCaller(context, 'iam:ListSigningCertificates', optionalUserName(parameters))
  const {items, end} = pageOf(parameters, user?.signingCertificates ?? [], ({certificateId}) => certificateId)
  return {Certificates: items.map((certificate) => certificateShape(user?.userName, certificate)), ...end}
}

export function deleteSigningCertificate(context: OperationContext, parameters: Parameters): undefined {
  const id = required(parameters, 'CertificateId', {min: 24, max: 128, pattern: /^\w+$/})
  const user = permittedUserNotRoot(context, 'iam:DeleteSigningCertificate', optionalUserName(parameters))
  const index = user.signingCertificates.findIndex(({certificateId}) => certificateId === id)
  if (index < 0) throw noSuchEntity(`The Certificate with id ${id} cannot be found.`)
  user.signingCertificates.splice(index, 1)
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== ''
  } catch {
    return false
  }
}

function certificateShape(owner: string | undefined, {certificateId, body, uploadedAt}: SigningCertificate) {
  return {
    UserName: owner,
    CertificateId: certificateId,
    CertificateBody: body,
    Status: 'Active',
    UploadDate: isoSeconds(uploadedAt),
  }
}
