import assert from 'node:assert/strict'
import {isBackendError, type Location} from '../credentials/contract.js'
import {
  call,
  FIRST,
  holds,
  KEY_A,
  KEY_B,
  KEY_C,
  keysOf,
  opened,
  placeOf,
  put,
  rejects,
  SECOND,
  TEMPORARY,
  type Trial,
} from './trial.js'

type Test = (name: string, body: (trial: Trial) => Promise<void>) => void

export function storingTests(test: Test): void {
  test('stores a key, and says where', async (trial) => {
    const backend = await opened(trial, 'store')
    const location = await backend.store({profile: FIRST, key: KEY_A, expect: null}, call())
    const other = await trial.open()
    assert.equal(
      (await other.read(location, call())).accessKeyId,
      KEY_A.accessKeyId,
      'The location that store() answers must hold the key.',
    )
    assert.equal(
      (await placeOf(other, FIRST, KEY_A)).id,
      location.id,
      'list() must show the place that store() answered.',
    )
    assert.equal(location.profile, FIRST, 'A stored key belongs to its profile.')
  })

  test('does not overwrite a key that nobody expected', async (trial) => {
    const backend = await opened(trial, 'store')
    await backend.store({profile: FIRST, key: KEY_A, expect: null}, call())
    const blind = backend.store({profile: FIRST, key: KEY_B, expect: null}, call())
    await rejects(blind, ['conflict'], 'store() with expect null on an occupied place must be a conflict.')
    const mistaken = backend.store({profile: FIRST, key: KEY_B, expect: KEY_C.accessKeyId}, call())
    await rejects(mistaken, ['conflict'], 'store() with another id than the one that is there must be a conflict.')
    await holds(backend, FIRST, KEY_A, 'A conflict must leave the place as it was.')
    const early = backend.store({profile: SECOND, key: KEY_B, expect: KEY_A.accessKeyId}, call())
    await rejects(early, ['conflict', 'not_found'], 'store() with an id where there is no key must be a conflict.')
    assert.deepEqual(await keysOf(backend, SECOND), [], 'A conflict must leave an empty place empty.')
  })

  test('stores over the key that was expected', async (trial) => {
    const backend = await opened(trial, 'store')
    await backend.store({profile: FIRST, key: KEY_A, expect: null}, call())
    await backend.store({profile: FIRST, key: KEY_B, expect: KEY_A.accessKeyId}, call())
    await holds(backend, FIRST, KEY_B, 'store() with the id that is there must put the new key in its place.')
    assert.equal((await keysOf(backend)).length, 1, 'The old key must be gone.')
  })

  test('does the same operation once', async (trial) => {
    const backend = await opened(trial, 'store')
    const first = await backend.store({profile: FIRST, key: KEY_A, expect: null}, call('trial-once'))
    const again = await backend.store({profile: FIRST, key: KEY_A, expect: null}, call('trial-once'))
    assert.equal(again.id, first.id, 'The same operation twice must answer the same place.')
    await backend.store({profile: FIRST, key: KEY_B, expect: KEY_A.accessKeyId}, call())
    await backend.store({profile: FIRST, key: KEY_A, expect: null}, call('trial-once'))
    await holds(
      backend,
      FIRST,
      KEY_B,
      'An operation that was done must not be done again: with the same operationId, store() leaves the key that came after it.',
    )
  })

  test('takes a key that stands there already for done, when another process asks again', async (trial) => {
    const request = {profile: FIRST, key: KEY_A, expect: null}
    const first = await (await opened(trial, 'store')).store(request, call('trial-crashed'))
    const again = (await opened(trial, 'store')).store(request, call('trial-crashed'))
    const answered = await again.catch((error: unknown) => {
      assert.fail(`store() of the key that is there already, by the same operation, must succeed: ${String(error)}`)
    })
    assert.equal(answered.id, first.id, 'The same operation twice must answer the same place.')
    assert.equal((await keysOf(await trial.open())).length, 1, 'The same operation twice must leave one key.')
  })

  test('says beforehand where it would store, if it says so at all', async (trial) => {
    const backend = await opened(trial, 'store')
    if (!backend.placeFor) return
    const place = await backend.placeFor({profile: FIRST, expect: null}, call())
    assert.deepEqual(await keysOf(backend), [], 'placeFor() must have no effects.')
    const stored = await backend.store({profile: FIRST, key: KEY_A, expect: null}, call())
    assert.equal(place.id, stored.id, 'placeFor() must answer the place where store() puts the key.')
  })

  test('leaves no session token beside a long-lived key', async (trial) => {
    const backend = await opened(trial, 'store')
    try {
      await backend.store({profile: FIRST, key: TEMPORARY, expect: null}, call())
    } catch (error) {
      if (isBackendError(error) && error.code === 'not_writable') return // it keeps no temporary keys
      throw error
    }
    await backend.store({profile: FIRST, key: KEY_A, expect: TEMPORARY.accessKeyId}, call())
    await holds(backend, FIRST, KEY_A, 'The session token of the key before must be cleared.')
  })

  test('loses nothing when many store at once', async (trial) => {
    const profiles = Array.from({length: 8}, (_, index) => `${FIRST}-${index}`)
    await Promise.all(
      profiles.map(async (profile) =>
        (await opened(trial, 'store')).store({profile, key: KEY_A, expect: null}, call()),
      ),
    )
    const found = (await keysOf(await trial.open())).map(({location}) => location?.profile)
    assert.deepEqual(
      new Set(found),
      new Set(profiles),
      'Every one of the profiles stored at the same time must be there.',
    )
  })

  test('lets one win when several store into the same place', async (trial) => {
    const outcomes = await Promise.allSettled(
      [KEY_A, KEY_B, KEY_C].map(async (key) => {
        await (await opened(trial, 'store')).store({profile: FIRST, key, expect: null}, call())
        return key
      }),
    )
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    assert.equal(winners.length, 1, 'Exactly one of several stores with expect null into one place may succeed.')
    await holds(await trial.open(), FIRST, (winners[0] as (typeof winners)[0]).value, "The winner's key must be there.")
  })
}

export function replacingTests(test: Test): void {
  test('replaces the key that was expected, in its place', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await opened(trial, 'replace')
    const location = await placeOf(backend, FIRST, KEY_A)
    const wrong = backend.replace({location, key: KEY_B, expect: KEY_C.accessKeyId}, call())
    await rejects(wrong, ['conflict'], 'replace() with another id than the one that is there must be a conflict.')
    await holds(backend, FIRST, KEY_A, 'A conflict must leave the place as it was.')
    const replaced = await backend.replace({location, key: KEY_B, expect: KEY_A.accessKeyId}, call())
    assert.equal(replaced.id, location.id, 'replace() must answer the same place.')
    await holds(await trial.open(), FIRST, KEY_B, 'replace() must put the new key in the place of the old.')
    assert.equal((await keysOf(backend)).length, 1, 'The old key must be gone.')
  })

  test('replaces one key and leaves the others', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await opened(trial, 'replace')
    const location = await placeOf(backend, FIRST, KEY_A)
    if (location.profile === null) return // it has one place for all of them
    await put(trial, SECOND, KEY_C)
    await backend.replace({location, key: KEY_B, expect: KEY_A.accessKeyId}, call())
    await holds(await trial.open(), SECOND, KEY_C, 'replace() must leave the other profiles as they are.')
    const second = await placeOf(backend, SECOND, KEY_C)
    await backend.replace({location: second, key: KEY_A, expect: KEY_C.accessKeyId}, call())
    await backend.replace({location, key: KEY_B, expect: KEY_B.accessKeyId}, call())
    await holds(
      await trial.open(),
      SECOND,
      KEY_A,
      'replace() with the key that is there must leave the other profiles, too.',
    )
  })

  test('lets one win when several replace the same key', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const location = await placeOf(await trial.open(), FIRST, KEY_A)
    const outcomes = await Promise.allSettled(
      [KEY_B, KEY_C].map(async (key) => {
        const backend = await opened(trial, 'replace')
        await backend.replace({location, key, expect: KEY_A.accessKeyId}, call())
        return key
      }),
    )
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    assert.equal(winners.length, 1, 'Exactly one of several replacements of the same key may succeed.')
    await holds(await trial.open(), FIRST, (winners[0] as (typeof winners)[0]).value, "The winner's key must be there.")
  })

  test('leaves no session token where it replaces a temporary key', async (trial) => {
    try {
      await put(trial, FIRST, TEMPORARY)
    } catch (error) {
      if (isBackendError(error) && error.code === 'not_writable') return // it keeps no temporary keys
      throw error
    }
    const backend = await opened(trial, 'replace')
    const [entry] = await keysOf(backend, FIRST)
    if (!entry?.location) return // it shows no temporary keys
    await backend.replace({location: entry.location, key: KEY_A, expect: TEMPORARY.accessKeyId}, call())
    await holds(await trial.open(), FIRST, KEY_A, 'replace() must clear the session token of the key before.')
  })

  test('replaces once, however often it is told to', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const location = await placeOf(await trial.open(), FIRST, KEY_A)
    const request = {location, key: KEY_B, expect: KEY_A.accessKeyId}
    await (await opened(trial, 'replace')).replace(request, call('trial-replace'))
    // Another process, after a crash: it cannot remember, but the key stands there already.
    await (await opened(trial, 'replace')).replace(request, call('trial-replace'))
    await holds(await trial.open(), FIRST, KEY_B, 'The same replacement twice must end with the new key.')
  })
}

export function removingTests(test: Test): void {
  test('removes the key that was expected, and no other', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await opened(trial, 'remove')
    const location = await placeOf(backend, FIRST, KEY_A)
    const wrong = backend.remove({location, expect: KEY_C.accessKeyId}, call())
    await rejects(wrong, ['conflict'], 'remove() with another id than the one that is there must be a conflict.')
    await holds(backend, FIRST, KEY_A, 'A conflict must leave the place as it was.')
    if (location.profile !== null) await put(trial, SECOND, KEY_B)
    await backend.remove({location, expect: KEY_A.accessKeyId}, call('trial-remove'))
    await backend.remove({location, expect: KEY_A.accessKeyId}, call('trial-remove'))
    await assertGone(trial, location)
    if (location.profile !== null) await holds(backend, SECOND, KEY_B, 'The other profile must keep its key.')
  })
}

async function assertGone(trial: Trial, location: Location): Promise<void> {
  const backend = await opened(trial, 'remove')
  const found = await backend.list({explicit: false, accessKeyId: KEY_A.accessKeyId}, call())
  assert.deepEqual(found, [], 'A removed key must not be listed.')
  await rejects(backend.read(location, call()), ['not_found'], 'read() of a removed key must be not_found.')
  const again = backend.remove({location, expect: KEY_A.accessKeyId}, call())
  await rejects(again, ['not_found', 'conflict'], 'remove() of a key that is not there must be not_found.')
  if (!backend.replace) return
  const onto = backend.replace({location, key: KEY_B, expect: KEY_A.accessKeyId}, call())
  await rejects(onto, ['not_found', 'conflict'], 'replace() of a key that is not there must be not_found.')
}
