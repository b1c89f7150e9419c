import assert from 'node:assert/strict'
import {inspect} from 'node:util'
import {CONTRACT_VERSION} from '../credentials/contract.js'
import {call, FIRST, holds, KEY_A, KEY_B, keysOf, MARKER, placeOf, put, rejects, SECOND, type Trial} from './trial.js'

type Test = (name: string, body: (trial: Trial) => Promise<void>) => void

/** What every backend does, whatever it can change. */
export function readingTests(test: Test): void {
  test('says what it is', async (trial) => {
    const {apiVersion, id, title, lookup, order} = await trial.open()
    assert.equal(apiVersion, CONTRACT_VERSION, `apiVersion must be ${CONTRACT_VERSION}.`)
    assert.match(id, /^[a-z][a-z0-9-]*$/, 'id must be small letters, digits and hyphens, a letter first.')
    assert.ok(title.trim() !== '', 'title must be something that a person can read.')
    assert.ok(['default', 'on-request'].includes(lookup), 'lookup must be "default" or "on-request".')
    assert.ok(Number.isFinite(order), 'order must be a number.')
    const members = [apiVersion, id, title, lookup, order]
    const again = await trial.open()
    assert.deepEqual(
      [again.apiVersion, again.id, again.title, again.lookup, again.order],
      members,
      'What a backend says of itself must be the same in every process.',
    )
  })

  test('is available, and being asked changes nothing', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await trial.open()
    const before = await keysOf(backend)
    assert.equal((await backend.probe(call())).state, 'available', 'probe() must answer "available" in this set-up.')
    assert.deepEqual(await backend.probe(call()), await backend.probe(call()), 'probe() must answer the same twice.')
    assert.deepEqual(await keysOf(backend), before, 'probe() must have no effects.')
  })

  test('lists no key where there is none', async (trial) => {
    const backend = await trial.open()
    assert.deepEqual(await keysOf(backend), [], 'list() shows a key in an empty storage.')
    assert.deepEqual(await keysOf(backend, FIRST), [], 'list() of a profile shows a key in an empty storage.')
  })

  test('gives back the key that was put there', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await trial.open()
    await holds(backend, FIRST, KEY_A, 'read() must give back the very key.')
    await holds(backend, FIRST, KEY_A, 'read() must leave the key where it is.')
  })

  test('says that a key is not found where there is none', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await trial.open()
    const location = await placeOf(backend, FIRST, KEY_A)
    const nowhere = {...location, id: `${location.id}-nowhere`, profile: location.profile && `${FIRST}-nowhere`}
    await rejects(
      backend.read(nowhere, call()),
      ['not_found', 'unreadable'],
      'read() of a place that holds no key must be not_found.',
    )
  })

  test('says of every place where it is, and whether it can be changed', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await trial.open()
    const location = await placeOf(backend, FIRST, KEY_A)
    assert.equal(location.backend, backend.id, 'location.backend must be the id of the backend.')
    assert.ok(location.id !== '', 'location.id must not be empty.')
    assert.ok(location.display.trim() !== '', 'location.display must be something that a person can read.')
    assert.ok(
      [FIRST, null].includes(location.profile),
      'location.profile must be the profile, or null where it serves all.',
    )
    assert.deepEqual(
      JSON.parse(JSON.stringify(location)),
      {...location},
      'A location must come through JSON as it was.',
    )
    assert.ok(!JSON.stringify(location).includes(MARKER), 'A location shows a secret access key.')
    if (!backend.replace) assert.equal(location.writable, false, 'Without replace() no location is writable.')
    if (!location.writable) assert.ok(location.why, 'A location that is not writable must say why.')
  })

  test('never shows a secret in a list', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await trial.open()
    for (const query of [{explicit: false}, {profile: FIRST, explicit: false}, {profile: FIRST, explicit: true}]) {
      const entries = await backend.list(query, call())
      const shown = JSON.stringify(entries) + inspect(entries, {depth: 10, showHidden: true})
      assert.ok(!shown.includes(MARKER), 'list() shows a secret access key.')
    }
  })

  test('shows no secret in what it diagnoses', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const found = (await (await trial.open()).diagnose?.(call())) ?? []
    const shown = JSON.stringify(found) + inspect(found, {depth: 10, showHidden: true})
    assert.ok(!shown.includes(MARKER), 'diagnose() shows a secret access key.')
  })

  test('finds the places of one access key id, and no others', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await trial.open()
    const found = await backend.list({explicit: false, accessKeyId: KEY_A.accessKeyId}, call())
    assert.equal(found.length, 1, 'list() by accessKeyId must show the place that holds it.')
    assert.deepEqual(
      await backend.list({explicit: false, accessKeyId: KEY_B.accessKeyId}, call()),
      [],
      'list() by accessKeyId must leave out the places that do not hold it.',
    )
  })

  test('means the same place by the same location in another process', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const location = await placeOf(await trial.open(), FIRST, KEY_A)
    const another = await trial.open()
    // Locations go through journals and JSON between the two.
    const carried = JSON.parse(JSON.stringify(location)) as typeof location
    const key = await another.read(carried, call()).catch(() => undefined)
    assert.equal(key?.accessKeyId, KEY_A.accessKeyId, 'Another instance must read the same key at the same location.')
    assert.equal(
      (await placeOf(another, FIRST, KEY_A)).id,
      location.id,
      'location.id differs from instance to instance.',
    )
  })

  test('keeps profiles apart, where it has profiles', async (trial) => {
    await put(trial, FIRST, KEY_A)
    const backend = await trial.open()
    if ((await placeOf(backend, FIRST, KEY_A)).profile === null) return // it has one place for all of them
    await put(trial, SECOND, KEY_B)
    await holds(backend, FIRST, KEY_A, 'A second profile must leave the first as it is.')
    await holds(backend, SECOND, KEY_B, 'The second profile must have its own key.')
    const ids = (await keysOf(backend)).map(({accessKeyId}) => accessKeyId ?? '')
    assert.deepEqual(
      new Set(ids),
      new Set([KEY_A.accessKeyId, KEY_B.accessKeyId]),
      'list() without a profile must show all of them.',
    )
    assert.deepEqual(
      await keysOf(backend, `${FIRST}-nobody`),
      [],
      'list() of a profile that holds nothing must show no key of another one.',
    )
    const explicit = await backend.list({profile: SECOND, explicit: true}, call())
    const shown = explicit.filter(({problem}) => problem === undefined).map(({accessKeyId}) => accessKeyId)
    assert.deepEqual(shown, [KEY_B.accessKeyId], 'A profile that was named must list its own key, and only that.')
  })
}
