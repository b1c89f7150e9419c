import {request} from 'node:http'
import {isoBasic} from '../clock.js'
import type {EmulatorKey} from '../emulator.js'
import type {HeaderList} from '../http/answer.js'
import {signatureOf} from '../signature/signature.js'

/** A signed request, written by hand: for what no client of AWS would send. */
export interface Signing {
  /** A temporary one has its session token. */
  readonly key: EmulatorKey & {readonly sessionToken?: string}
  readonly service: string
  readonly region?: string
  /** Milliseconds; now where nothing is said. */
  readonly at?: number
}

export interface Sent {
  readonly method?: string
  readonly target?: string
  readonly headers?: HeaderList
  readonly body?: string
  readonly signing?: Signing
}

export interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** @throws Error with Node's code where the connection is cut */
export async function send(endpoint: string, sent: Sent): Promise<Got> {
  const {method = 'POST', target = '/', body = '', signing} = sent
  const host: HeaderList = sent.headers?.some(([name]) => name === 'Host') ? [] : [['Host', new URL(endpoint).host]]
  const headers = [...host, ...(sent.headers ?? [])]
  const all = signing === undefined ? headers : signed({method, target, body, headers}, signing)
  const {hostname, port} = new URL(endpoint)
  return new Promise((resolve, reject) => {
    const outgoing = request({hostname, port, method, path: target, agent: false, headers: all.flat()}, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.once('error', reject)
      response.once('end', () => resolve({status: response.statusCode ?? 0, headers: response.headers, body: text}))
    })
    outgoing.once('error', reject).end(body)
  })
}

/** An operation of IAM or STS, as a form. */
export function query(endpoint: string, signing: Signing, Action: string, fields: Record<string, string> = {}) {
  const Version = signing.service === 'sts' ? '2011-06-15' : '2010-05-08'
  const body = new URLSearchParams({Action, Version, ...fields}).toString()
  return send(endpoint, {body, headers: [['Content-Type', 'application/x-www-form-urlencoded']], signing})
}

/** An operation of MTurk. */
export function mturk(
  endpoint: string,
  signing: Omit<Signing, 'service'>,
  operation = 'GetAccountBalance',
  body = '{}',
) {
  const headers: HeaderList = [
    ['Content-Type', 'application/x-amz-json-1.1'],
    ['X-Amz-Target', `MTurkRequesterServiceV20170117.${operation}`],
  ]
  return send(endpoint, {body, headers, signing: {...signing, service: 'mturk-requester'}})
}

/** An operation of Secrets Manager; what it answers is read. */
export async function secretsManager(
  endpoint: string,
  signing: Omit<Signing, 'service'>,
  operation: string,
  parameters: object = {},
): Promise<{readonly status: number; readonly body: any}> {
  const headers: HeaderList = [
    ['Content-Type', 'application/x-amz-json-1.1'],
    ['X-Amz-Target', `secretsmanager.${operation}`],
  ]
  const body = JSON.stringify(parameters)
  const got = await send(endpoint, {body, headers, signing: {...signing, service: 'secretsmanager'}})
  return {status: got.status, body: JSON.parse(got.body)}
}

/** What stands in an element of an answer in XML, the first of that name; empty where there is none. */
export function textOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''
}

/** The headers with X-Amz-Date and Authorization; every header is signed. */
export function signed(
  unsigned: {method: string; target: string; body: string; headers: HeaderList},
  {key, service, region = 'us-east-1', at = Date.now()}: Signing,
): HeaderList {
  const timestamp = isoBasic(at)
  const token: HeaderList = key.sessionToken === undefined ? [] : [['X-Amz-Security-Token', key.sessionToken]]
  const headers: HeaderList = [...unsigned.headers, ['X-Amz-Date', timestamp], ...token]
  const signedHeaders = [...new Set(headers.map(([name]) => name.toLowerCase()))].sort()
  const scope = {date: timestamp.slice(0, 8), region, service}
  const {accessKeyId, secretAccessKey} = key
  const signature = signatureOf({request: {...unsigned, headers}, signedHeaders, scope, timestamp, secretAccessKey})
  const credential = `${accessKeyId}/${scope.date}/${region}/${service}/aws4_request`
  const text = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
  return [...headers, ['Authorization', text]]
}
