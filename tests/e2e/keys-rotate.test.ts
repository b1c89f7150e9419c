import {describe, expect} from 'vitest'
import {expectAllOn, filesWith, idsIn, journalOf, keysOf, PLACES, withScene} from './support/rotation.js'

describe.concurrent('mturk keys rotate', () => {
  withScene(
    'puts a new key into every place of every backend, and switches the old one off (pain 37)',
    async ({scene}) => {
      const {home, emulator, mturk, key} = scene
      const {exit, json} = await mturk('keys', 'rotate', '--json')
      const newId = json.newKey.accessKeyId as string
      expect({exit, json}).toEqual({
        exit: 0,
        json: {
          rotated: true,
          userName: 'anna',
          oldKey: {accessKeyId: key.accessKeyId, status: 'Inactive'},
          newKey: {accessKeyId: newId},
          storedIn: PLACES.map((display) => expect.objectContaining({display, writable: true}) as object),
          pending: [],
          warnings: expect.any(Array) as unknown[],
        },
      })
      expect(newId).not.toBe(key.accessKeyId)
      expect(keysOf(emulator)).toEqual({[key.accessKeyId]: 'Inactive', [newId]: 'Active'})
      await expectAllOn(scene, newId)
      expect(filesWith(home, key.secretAccessKey)).toEqual([])
    },
  )

  withScene('says each step, and how to go back', async ({scene}) => {
    const {mturk, key} = scene
    const {exit, stdout, stderr} = await mturk('keys', 'rotate')
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    console.log(stdout)
    expect(stdout).toContain(`mturk keys activate ${key.accessKeyId}`)
  })
})
void idsIn
void journalOf
