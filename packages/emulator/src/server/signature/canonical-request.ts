import {createHash} from 'node:crypto'
import type {HeaderList} from '../http/answer.js'

/** What of a request goes into a signature. `target` is path and query as they stood in the request line. */
export interface SignedRequest {
  readonly method: string
  readonly target: string
  readonly headers: HeaderList
  readonly body: Buffer | string
}

/**
 * The canonical request of Signature Version 4: method, path, query, headers, names of the signed headers, body hash.
 * Source: "Create a signed AWS API request" in the IAM user guide. Every service but S3 encodes the path once more than
 * the request line does, and takes the hash of the real body, whatever X-Amz-Content-Sha256 says.
 */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const [path = '', ...query] = request.target.split('?')
  return [
    request.method,
    canonicalPath(path),
    canonicalQuery(query.join('?')),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(request.headers, name)}`),
    '',
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n')
}

export function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex')
}

function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(encode(segment))
  }
  const slash = segments.length > 0 && /\/(?:\.{1,2})?$/.test(path) ? '/' : ''
  return `/${segments.join('/')}${slash}`
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return [encode(decode(name)), encode(decode(value.join('=')))] as const
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function canonicalValue(headers: HeaderList, name: string): string {
  return headers
    .filter(([candidate]) => candidate.toLowerCase() === name)
    .map(([, value]) => value.trim().replaceAll(/ +/g, ' '))
    .join(',')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // not an encoding: then the signature is over the text as it stands
  }
}
