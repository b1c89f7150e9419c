import {describe, expect, it} from 'vitest'
import type {Emulator} from './emulator.js'
import {start} from './testing/running.js'
import {mturk, send} from './testing/signed-client.js'

function control(emulator: Emulator, action: string, wish?: object, token = emulator.controlToken) {
  const [method, body] = wish === undefined ? ['GET', ''] : ['POST', JSON.stringify(wish)]
  const headers = [['Authorization', `Bearer ${token}`]] as const
  return send(emulator.endpoint, {method, body, headers, target: `/_emulator/${action}`})
}

describe('control from another process', () => {
  it('does what the web pages of AWS and MTurk would do', async () => {
    const emulator = await start()
    await control(emulator, 'link', {environment: 'sandbox'})
    expect(JSON.parse((await mturk(emulator.sandboxEndpoint, {key: emulator.rootKey})).body)).toEqual({
      AvailableBalance: '10000.00',
    })
    await control(emulator, 'unlink', {environment: 'sandbox'})
    await control(emulator, 'balance', {environment: 'production', available: '7.00', onHold: '1.00'})
    await control(emulator, 'close', {})
    expect(JSON.parse((await control(emulator, 'state')).body)).toMatchObject({
      links: {production: false, sandbox: false},
      balances: {production: {available: '7.00', onHold: '1.00'}},
      closure: 'gone',
    })
  })

  it('sets faults', async () => {
    const emulator = await start({scenario: 'linked'})
    await control(emulator, 'fault', {match: {service: 'mturk'}, effect: {kind: 'throttle'}})
    expect(await mturk(emulator.endpoint, {key: emulator.rootKey})).toMatchObject({status: 400})
  })

  it('is refused without the token, and then changes nothing', async () => {
    const emulator = await start()
    for (const token of ['', 'x', `${emulator.controlToken}x`]) {
      expect(await control(emulator, 'link', {environment: 'sandbox'}, token)).toMatchObject({status: 401})
      expect(await control(emulator, 'state', undefined, token)).toMatchObject({status: 401})
    }
    expect(await send(emulator.endpoint, {target: '/_emulator/link'})).toMatchObject({status: 401})
    expect(emulator.state().links).toEqual({production: false, sandbox: false})
  })

  it.for([
    ['link', {environment: 'moon'}, 400, 'environment'],
    ['balance', {environment: 'sandbox', available: 5}, 400, 'available'],
    ['balance', {environment: 'sandbox', available: '5'}, 400, '12.50'],
    ['fault', {effect: 'throttle'}, 400, 'effect'],
    ['constructor', {}, 404, 'constructor'],
  ] as const)('says what is wrong with %s %j', async ([action, wish, status, text]) => {
    const emulator = await start()
    expect(await control(emulator, action, wish)).toMatchObject({status, body: expect.stringContaining(text)})
  })
})
