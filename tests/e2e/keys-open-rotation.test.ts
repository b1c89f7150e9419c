import {describe, expect} from 'vitest'
import {changesIn} from './support/account.js'
import {envelope} from './support/expected.js'
import {commandsIn, typeIn} from './support/printed-commands.js'
import {journalOf, keysOf, withScene, type Scene} from './support/rotation.js'
import {startMturk} from './support/running.js'

/** A rotation that died when both keys were in use: as it switched the old one off. */
const withOpen = withScene.extend('open', async ({scene}): Promise<Scene & {readonly newId: string}> => {
  const {emulator, env, home, key} = scene
  // The first one only asks whether it is allowed.
  const heal = emulator.addFault({match: {operation: 'UpdateAccessKey', nth: 2}, effect: {kind: 'hang'}})
  const running = startMturk(['keys', 'rotate', '--yes'], {env})
  const updates = () => emulator.requests.filter(({operation}) => operation === 'UpdateAccessKey')
  await emulator.waitForRequest(() => updates().length === 2, {timeoutMs: 30_000})
  running.kill('SIGKILL')
  await running.ended
  heal()
  expect(journalOf(home)).toBeDefined()
  return {...scene, newId: Object.keys(keysOf(emulator)).find((id) => id !== key.accessKeyId) ?? ''}
})

describe.concurrent('while a rotation is open', () => {
  for (const change of ['activate', 'deactivate', 'delete']) {
    for (const which of ['old', 'new']) {
      withOpen(`${change} leaves the ${which} key alone, and names what goes on and what goes back`, async ({open}) => {
        const {emulator, mturk, key, newId} = open
        const before = keysOf(emulator)
        const from = emulator.requests.length
        const id = which === 'old' ? key.accessKeyId : newId
        const {exit, json} = await mturk('keys', change, id, '--yes', '--json')
        expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /rotation .* not finished/)})
        expect(commandsIn(json.error.remedy as string)).toEqual([
          'mturk keys rotate --resume',
          'mturk keys rotate --abort',
        ])
        expect(keysOf(emulator)).toEqual(before)
        expect(changesIn(emulator.requests.slice(from))).toEqual([])
      })
    }
  }

  withOpen('another key of the user is left alone as well', async ({open: {emulator, mturk}}) => {
    const [first = ''] = Object.keys(keysOf(emulator))
    const foreign = first.replace(/.{4}$/, 'ABCD')
    const {exit, json} = await mturk('keys', 'delete', foreign, '--yes', '--json')
    expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10)})
  })

  withOpen('the list says so, and after --resume nothing stands in the way any more', async ({open}) => {
    const {home, emulator, env, mturk, key} = open
    const {exit, json} = await mturk('keys', 'list', '--json')
    expect(exit).toBe(0)
    expect(json.keys).toHaveLength(2)
    expect(json.warnings).toContainEqual(expect.stringMatching(/rotation .* not finished.*mturk keys rotate --resume/s))
    const {stdout} = await mturk('keys', 'list')
    expect(stdout).toMatch(/! A rotation of .*[^]*mturk keys rotate --resume[^]*mturk keys rotate --abort/)
    expect(stdout).not.toMatch(/mturk keys (deactivate|delete)/)
    const {json: found} = await mturk('doctor', '--json')
    const second = (found.findings as {id: string; remedy: string}[]).find((finding) => finding.id === 'second-key')
    expect(commandsIn(second?.remedy ?? '')).toEqual(['mturk keys rotate --resume', 'mturk keys rotate --abort'])
    expect(await typeIn({home, emulator}, 'mturk keys rotate --resume --yes', env)).toMatchObject({exit: 0})
    const {json: gone} = await mturk('keys', 'delete', key.accessKeyId, '--yes', '--json')
    expect(gone).toMatchObject({status: 'Deleted', changed: true})
  })
})
