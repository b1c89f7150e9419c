import type {FaultEffect} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {withoutUse, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {ADMIN, COMMAND, expectFinished, killCreateUser, withAdmin} from './support/half-made.js'
import type {Scene} from './support/scene.js'

const DENIED: FaultEffect = {kind: 'error', status: 403, code: 'AccessDenied', message: 'No.'}

/** Leaves a run half-done, finishes it, and brings its journal back, as a backup does; answers the finished key's id. */
async function bringJournalBack(scene: Scene, killedAt: number): Promise<string> {
  const {home, mturk} = scene
  await killCreateUser(scene, killedAt, 'after')
  const journal = journalIn(scene)
  const text = home.read(journal)
  const finished = await mturk(...COMMAND, ...ADMIN)
  await expectFinished(scene, finished)
  home.write(journal, text)
  return finished.json.accessKeyId as string
}

function journalIn({home}: Scene): string {
  return home.list().find((file) => file.endsWith('-create-user.json')) ?? ''
}

describe.concurrent('a journal that came back with a backup', () => {
  for (const [operation, killedAt] of [
    ['CreateUser', 2],
    ['PutUserPolicy', 4],
  ] as const) {
    withAdmin(`of a run killed at ${operation} takes no key that this home holds`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      const accessKeyId = await bringJournalBack(scene, killedAt)
      const [files, account] = [home.snapshot(), withoutUse(emulator)]
      const {exit, json} = await mturk(...COMMAND, ...ADMIN)
      expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /Nothing was deleted/)})
      expect(json.error.message).toContain(`${accessKeyId} in ~/.aws/credentials [anna]`)
      expect(json.error.remedy).toContain(journalIn(scene))
      expect(withoutUse(emulator)).toEqual(account)
      expect(Object.keys(home.snapshot())).toEqual(Object.keys(files))
      expect(home.read('.aws/credentials')).toBe(files['.aws/credentials'])
    })
  }

  for (const [what, killedAt] of [
    ['the time before its key', 4],
    ['the time after its key', 6],
  ] as const) {
    withAdmin(`from ${what} undoes no finished user when the run fails`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      const accessKeyId = await bringJournalBack(scene, killedAt)
      // The person has given the profile another name meanwhile.
      home.write('.aws/credentials', home.read('.aws/credentials').replace('[anna]', '[paper]'))
      const account = withoutUse(emulator)
      emulator.addFault({match: {operation: 'AttachUserPolicy'}, effect: DENIED})
      const {exit, json} = await mturk(...COMMAND, ...ADMIN)
      expect({exit, json}).toEqual({exit: 10, json: envelope('interrupted', 10, /Nothing was deleted/)})
      expect(json.error.message).toContain(`${accessKeyId} in ~/.aws/credentials [paper]`)
      expect(withoutUse(emulator)).toEqual(account)
    })
  }

  withAdmin('still has its user undone where nobody on this machine holds a key of it', async ({scene}) => {
    const {home, emulator, mturk} = scene
    await bringJournalBack(scene, 4)
    home.write('.aws/credentials', '')
    writeProfile(home, emulator.rootKey, 'admin')
    emulator.addFault({match: {operation: 'AttachUserPolicy'}, effect: DENIED})
    expect(await mturk(...COMMAND, ...ADMIN)).toMatchObject({exit: 5})
    expect(emulator.state().users).toEqual([])
    expect(journalIn(scene)).toBe('')
  })
})

describe.concurrent('a journal that no mturk has written', () => {
  for (const [what, forge] of [
    ['is null', () => 'null'],
    ['has an empty state', (text: string) => JSON.stringify({...JSON.parse(text), state: {}})],
    ['names two profiles in one', (text: string) => text.replace('"profile":"anna"', '"profile":"x]\\n[default"')],
  ] as const) {
    withAdmin(`is refused by its name where it ${what}, and nothing is changed`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      await killCreateUser(scene, 2, 'after')
      const journal = journalIn(scene)
      const text = forge(home.read(journal))
      home.write(journal, text)
      const account = withoutUse(emulator)
      const {exit, json} = await mturk(...COMMAND, ...ADMIN)
      expect({exit, json}).toEqual({exit: 3, json: envelope('unsafe_journal', 3, /is no journal that this version/)})
      expect(json.error.message).toContain(home.at(journal))
      expect(home.read(journal)).toBe(text)
      expect(withoutUse(emulator)).toEqual(account)
    })
  }
})
