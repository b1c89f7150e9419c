import {headerOf, type HeaderList} from '../http/answer.js'
import {ALGORITHM} from './signature.js'

export interface Authorization {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  readonly terminator: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

/** The access key id that a request claims, before anything is checked; null where it names none. */
export function claimedAccessKeyId(headers: HeaderList): string | null {
  return scopeParts(headers)?.[0] ?? null
}

/** The service that a request says it was signed for. */
export function claimedService(headers: HeaderList): string | undefined {
  return scopeParts(headers)?.[3]
}

function scopeParts(headers: HeaderList): string[] | undefined {
  return /\bCredential=([^\s,]+)/.exec(headerOf(headers, 'authorization') ?? '')?.[1]?.split('/')
}

/** Reads the Authorization header; a string says, in AWS's words, what is wrong with it. */
export function parseAuthorization(header: string): Authorization | string {
  const [algorithm, ...rest] = header.trim().split(/\s+/)
  if (algorithm !== ALGORITHM) return `Unsupported AWS 'algorithm': '${algorithm ?? ''}'.`
  const fields = new Map<string, string>()
  for (const pair of rest.join(' ').split(',')) {
    const [name = '', ...value] = pair.trim().split('=')
    if (value.length === 0) return `'${name}' not a valid key=value pair (missing equal-sign) in Authorization header.`
    fields.set(name, value.join('='))
  }
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !fields.get(name))
  if (missing.length > 0) return missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' ')

  const credential = fields.get('Credential')?.split('/') ?? []
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = credential
  if (credential.length !== 5) {
    return `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.join('/')}'`
  }
  const signedHeaders = (fields.get('SignedHeaders') ?? '').split(';')
  if (!signedHeaders.includes('host'))
    return `'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.`
  return {accessKeyId, date, region, service, terminator, signedHeaders, signature: fields.get('Signature') ?? ''}
}
