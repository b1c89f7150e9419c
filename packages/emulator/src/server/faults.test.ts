import {describe, expect, it} from 'vitest'
import type {Emulator} from './emulator.js'
import {mturk, query, send} from './testing/signed-client.js'
import {HandClock, start} from './testing/running.js'

const createUser = (emulator: Emulator, UserName = 'ana') =>
  query(emulator.endpoint, {key: emulator.rootKey, service: 'iam'}, 'CreateUser', {UserName})
const balance = (emulator: Emulator, endpoint = emulator.endpoint) => mturk(endpoint, {key: emulator.rootKey})
const whoAmI = (emulator: Emulator) =>
  query(emulator.endpoint, {key: emulator.rootKey, service: 'sts'}, 'GetCallerIdentity')
const userNames = (emulator: Emulator) => emulator.state().users.map(({userName}) => userName)

function outcomeOf(request: Promise<unknown>): Promise<'answered' | 'cut'> {
  return request.then(
    () => 'answered',
    () => 'cut',
  )
}

describe('a fault', () => {
  it('hits the operation that it names, and no other', async () => {
    const emulator = await start({faults: [{match: {operation: 'CreateUser'}, effect: {kind: 'throttle'}}]})
    expect(await createUser(emulator)).toMatchObject({status: 400, body: expect.stringContaining('<Code>Throttling<')})
    expect(await whoAmI(emulator)).toMatchObject({status: 200})
  })

  it('hits only the environment that it names, and neither IAM nor STS', async () => {
    const emulator = await start({scenario: 'linked'})
    emulator.addFault({match: {environment: 'production'}, effect: {kind: 'throttle'}})
    expect(JSON.parse((await balance(emulator)).body)).toEqual({
      __type: 'ThrottlingException',
      message: 'Rate exceeded',
    })
    expect(await balance(emulator, emulator.sandboxEndpoint)).toMatchObject({status: 200})
    expect(await whoAmI(emulator)).toMatchObject({status: 200})
  })

  it('hits only the key that it names', async () => {
    const emulator = await start({scenario: 'linked'})
    const {accessKeyId} = emulator.createAccessKey('mturk-requester')
    emulator.addFault({match: {service: 'sts', accessKeyId}, effect: {kind: 'drop-before'}})
    expect(await whoAmI(emulator)).toMatchObject({status: 200})
  })

  it('ends after as many times as it was told', async () => {
    const emulator = await start({faults: [{match: {}, times: 2, effect: {kind: 'throttle'}}]})
    const statuses = [await whoAmI(emulator), await whoAmI(emulator), await whoAmI(emulator)].map(({status}) => status)
    expect(statuses).toEqual([400, 400, 200])
  })

  it('can wait for the n-th request, and is then over', async () => {
    const emulator = await start({faults: [{match: {nth: 2}, effect: {kind: 'throttle'}}]})
    const statuses = [await whoAmI(emulator), await whoAmI(emulator), await whoAmI(emulator)].map(({status}) => status)
    expect(statuses).toEqual([200, 400, 200])
  })

  it('waits for its turn behind an older one', async () => {
    const emulator = await start()
    emulator.addFault({match: {}, times: 1, effect: {kind: 'throttle'}})
    emulator.addFault({match: {}, times: 1, effect: {kind: 'error', status: 500, code: 'ServiceFailure', message: 'x'}})
    const statuses = [await whoAmI(emulator), await whoAmI(emulator), await whoAmI(emulator)].map(({status}) => status)
    expect(statuses).toEqual([400, 500, 200])
  })

  it('can be taken away again', async () => {
    const emulator = await start()
    const remove = emulator.addFault({match: {}, effect: {kind: 'throttle'}})
    remove()
    expect(await whoAmI(emulator)).toMatchObject({status: 200})
  })
})

describe('what a fault does', () => {
  it('error: the answer has the shape of the service, and nothing was done', async () => {
    const emulator = await start()
    const error = {
      kind: 'error',
      status: 409,
      code: 'EntityTemporarilyUnmodifiable',
      message: 'Wait <a moment>',
    } as const
    emulator.addFault({match: {service: 'iam'}, effect: error})
    const {status, body} = await createUser(emulator)
    expect(status).toBe(409)
    expect(body).toContain('<Code>EntityTemporarilyUnmodifiable</Code><Message>Wait &lt;a moment&gt;</Message>')
    expect(userNames(emulator)).toEqual([])
    expect(emulator.requests).toMatchObject([{status: 409, errorCode: 'EntityTemporarilyUnmodifiable'}])
  })

  it('error with a TurkErrorCode: it looks like one of MTurk', async () => {
    const emulator = await start({scenario: 'linked'})
    const turkErrorCode = 'AWS.MechanicalTurk.InsufficientFunds'
    const effect = {kind: 'error', status: 400, code: 'RequestError', message: 'No money.', turkErrorCode} as const
    emulator.addFault({match: {service: 'mturk'}, effect})
    expect(JSON.parse((await balance(emulator)).body)).toEqual({
      __type: 'RequestError',
      Message: 'No money.',
      TurkErrorCode: turkErrorCode,
    })
  })

  it('raw: exactly these bytes', async () => {
    const headers = {'Content-Type': 'text/html', 'X-Cache': 'Error'}
    const emulator = await start({
      faults: [{match: {}, effect: {kind: 'raw', status: 505, headers, body: '<h1>no</h1>'}}],
    })
    expect(await balance(emulator)).toMatchObject({
      status: 505,
      headers: {'content-type': 'text/html', 'x-cache': 'Error'},
      body: '<h1>no</h1>',
    })
  })

  it('drop-before: no answer, and nothing was done', async () => {
    const emulator = await start({faults: [{match: {}, effect: {kind: 'drop-before'}}]})
    await expect(createUser(emulator)).rejects.toMatchObject({code: 'ECONNRESET'})
    expect(userNames(emulator)).toEqual([])
    expect(emulator.requests).toMatchObject([{operation: 'CreateUser', status: null}])
  })

  it('drop-after: no answer, but it was done', async () => {
    const emulator = await start({faults: [{match: {}, effect: {kind: 'drop-after'}}]})
    await expect(createUser(emulator)).rejects.toMatchObject({code: 'ECONNRESET'})
    expect(userNames(emulator)).toEqual(['ana'])
    expect(emulator.requests).toMatchObject([{operation: 'CreateUser', status: null}])
  })

  it('fail-after: the answer says that it failed, but it was done', async () => {
    const emulator = await start({faults: [{match: {}, effect: {kind: 'fail-after', status: 503}}]})
    expect(await createUser(emulator)).toMatchObject({status: 503, body: expect.stringContaining('ServiceUnavailable')})
    expect(userNames(emulator)).toEqual(['ana'])
  })

  it('hang: nothing comes and nothing was done, until the emulator stops', async () => {
    const emulator = await start({faults: [{match: {}, effect: {kind: 'hang'}}]})
    const outcome = outcomeOf(createUser(emulator))
    await emulator.waitForRequest(({operation}) => operation === 'CreateUser')
    await emulator.stop()
    expect(await outcome).toBe('cut')
    expect(userNames(emulator)).toEqual([])
  })

  it('hang-after: it was done, and nothing comes until the emulator stops', async () => {
    const emulator = await start({faults: [{match: {}, effect: {kind: 'hang-after'}}]})
    const outcome = outcomeOf(createUser(emulator))
    await emulator.waitForRequest(({operation}) => operation === 'CreateUser')
    expect(userNames(emulator)).toHaveLength(1)
    await emulator.stop()
    expect(await outcome).toBe('cut')
  })

  it('delay: it is done afterwards, and a stop does not wait for it', async () => {
    const emulator = await start({
      faults: [{match: {operation: 'CreateUser'}, times: 1, effect: {kind: 'delay', ms: 20}}],
    })
    const begun = performance.now()
    expect(await createUser(emulator)).toMatchObject({status: 200})
    expect(performance.now() - begun).toBeGreaterThanOrEqual(19)

    emulator.addFault({match: {operation: 'CreateUser'}, effect: {kind: 'delay', ms: 3_600_000}})
    const outcome = outcomeOf(createUser(emulator, 'bob'))
    await emulator.waitForRequest(({parameters}) => parameters['UserName'] === 'bob')
    await emulator.stop()
    expect(await outcome).toBe('cut')
    expect(userNames(emulator)).toEqual(['ana'])
  })

  it('delay and another: both', async () => {
    const emulator = await start()
    emulator.addFault({match: {}, effect: {kind: 'delay', ms: 20}})
    emulator.addFault({match: {}, effect: {kind: 'throttle'}})
    const begun = performance.now()
    expect(await createUser(emulator)).toMatchObject({status: 400})
    expect(performance.now() - begun).toBeGreaterThanOrEqual(19)
  })

  it('clock-skew: a right signature has expired, and Date says why', async () => {
    const clock = new HandClock()
    const emulator = await start({clock, faults: [{match: {}, times: 2, effect: {kind: 'clock-skew', seconds: 3600}}]})
    const {status, headers, body} = await whoAmI(emulator)
    expect(status).toBe(403)
    expect(body).toMatch(/Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)/)
    expect(headers['date']).toBe(new Date(clock.now() + 3_600_000).toUTCString())
    const signing = {key: emulator.rootKey, service: 'sts', at: clock.now() + 3_600_000}
    expect(await query(emulator.endpoint, signing, 'GetCallerIdentity')).toMatchObject({status: 200})
    expect(await whoAmI(emulator)).toMatchObject({status: 200})
  })

  it('leaves what is no request to a service alone', async () => {
    const emulator = await start({faults: [{match: {}, effect: {kind: 'drop-before'}}]})
    expect(await send(emulator.endpoint, {method: 'GET'})).toMatchObject({status: 400})
  })
})
