import {connect} from 'node:net'
import {describe, expect, it} from 'vitest'
import type {Emulator} from '../emulator.js'
import {HandClock, start} from '../testing/running.js'
import {mturk, query, send} from '../testing/signed-client.js'

/** Writes bytes and reads until the server closes. */
function talk(emulator: Emulator, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(Number(new URL(emulator.endpoint).port), '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8').on('data', (part: string) => (heard += part))
    socket.once('error', reject).once('close', () => resolve(heard))
  })
}

describe('the server', () => {
  it('answers to localhost too', async () => {
    const emulator = await start()
    const {port} = new URL(emulator.endpoint)
    const sent = {method: 'GET', target: '/?Action=GetCallerIdentity&Version=2011-06-15'}
    const signing = {key: emulator.rootKey, service: 'sts'}
    const headers = [['Host', `localhost:${port}`]] as const
    expect(await send(emulator.endpoint, {...sent, headers, signing})).toMatchObject({status: 200})
  })

  it.for([['evil.example'], ['127.0.0.1'], ['localhost:1']])('refuses a request for %s', async ([host]) => {
    const emulator = await start({scenario: 'linked'})
    const signing = {key: emulator.rootKey, service: 'sts'}
    const body = 'Action=GetCallerIdentity&Version=2011-06-15'
    for (const endpoint of [emulator.endpoint, emulator.sandboxEndpoint]) {
      const headers = [['Host', host ?? '']] as const
      expect(await send(endpoint, {headers, body, signing})).toMatchObject({status: 403})
    }
    expect(emulator.requests).toEqual([])
  })

  it('tells the time of its own clock, whatever it answers', async () => {
    const clock = new HandClock()
    const emulator = await start({clock})
    clock.advance(-86_400_000)
    const date = new Date(clock.now()).toUTCString()
    const answers = [
      await query(emulator.endpoint, {key: emulator.rootKey, service: 'sts'}, 'GetCallerIdentity'),
      await mturk(emulator.sandboxEndpoint, {key: emulator.rootKey}),
      await send(emulator.endpoint, {method: 'GET', headers: [['Host', 'evil.example']]}),
    ]
    expect(answers.map(({headers}) => headers['date'])).toEqual([date, date, date])
    expect(await talk(emulator, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toContain(`Date: ${date}`)
    expect(await talk(emulator, 'nonsense\r\n\r\n')).toContain(`Date: ${date}`)
  })

  it('refuses a body of more than a mebibyte, and goes on', async () => {
    const emulator = await start()
    const signing = {key: emulator.rootKey, service: 'iam'}
    const UserName = 'a'.repeat(1024 * 1024)
    expect(await query(emulator.endpoint, signing, 'GetUser', {UserName})).toMatchObject({status: 413})
    expect(await query(emulator.endpoint, signing, 'GetUser')).toMatchObject({status: 200})
  })

  it.for([
    ['nothing', {method: 'POST'}, 400],
    ['a page', {method: 'GET', target: '/favicon.ico'}, 400],
    ['an encoding that is none', {method: 'GET', target: '/?Action=%E0%A4%A&Version=%'}, 400],
    ['an unsigned form', {body: 'Action=GetUser&Version=2010-05-08'}, 403],
    ['another service', {headers: [['X-Amz-Target', 'DynamoDB_20120810.ListTables']]}, 400],
    ['a name that is in every object', {body: 'Action=constructor&Version=2010-05-08'}, 400],
  ] as const)('answers %s with an error', async ([, sent, status]) => {
    const emulator = await start()
    expect(await send(emulator.endpoint, sent)).toMatchObject({status})
  })

  it.for([['[]'], ['{'], ['null'], ['"x"'], ['['.repeat(100_000)]])(
    'answers an MTurk body that is no object',
    async ([body]) => {
      const emulator = await start()
      const answer = await mturk(emulator.endpoint, {key: emulator.rootKey}, 'GetAccountBalance', body)
      expect(answer).toMatchObject({status: 400, body: expect.stringContaining('SerializationException')})
    },
  )

  it('says of an operation that it lacks what AWS says', async () => {
    const emulator = await start()
    const {body} = await query(emulator.endpoint, {key: emulator.rootKey, service: 'iam'}, 'ListRoles')
    expect(body).toContain(
      '<Code>InvalidAction</Code><Message>Could not find operation ListRoles for version 2010-05-08</Message>',
    )
    expect(await send(emulator.endpoint, {body: 'Action=GetUser'})).toMatchObject({
      body: expect.stringContaining('Could not find operation GetUser for version NO_VERSION_SPECIFIED'),
    })
    const answer = await mturk(emulator.endpoint, {key: emulator.rootKey}, 'ListHITs')
    expect(JSON.parse(answer.body)).toMatchObject({__type: 'UnknownOperationException'})
  })

  it('has only MTurk at the port of the sandbox', async () => {
    const emulator = await start()
    const signing = {key: emulator.rootKey, service: 'sts'}
    expect(await query(emulator.sandboxEndpoint, signing, 'GetCallerIdentity')).toMatchObject({
      status: 400,
      body: expect.stringContaining('UnknownOperationException'),
    })
  })
})
