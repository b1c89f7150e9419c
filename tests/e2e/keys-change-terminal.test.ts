import {describe, expect} from 'vitest'
import {writeProfile} from './support/account.js'
import {atTerminal, tmux} from './support/at-terminal.js'
import {BY_ADMIN, statuses} from './support/two-keys.js'

describe.skipIf(!tmux).concurrent('a key at a terminal', () => {
  const withLab = atTerminal.extend('keys', ({home, emulator}) => {
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess']})
    const keys = [emulator.createAccessKey('anna'), emulator.createAccessKey('anna')] as const
    writeProfile(home, emulator.rootKey, 'admin')
    writeProfile(home, keys[0], 'anna')
    return {own: keys[0].accessKeyId, other: keys[1].accessKeyId}
  })

  for (const [what, typed, exit, status] of [
    ['is switched off by its id', 'own', 0, 'Inactive'],
    ['stays as it is by anything else', 'other', 9, 'Active'],
  ] as const) {
    withLab(`that is the last one here ${what}`, async ({keys, emulator, terminal}) => {
      const at = terminal(['keys', 'deactivate', keys.own, ...BY_ADMIN])
      const shown = await at.until('type its id')
      expect(shown).toContain('last active key of its user')
      expect(shown).toMatch(/kept in +~\/\.aws\/credentials \[anna\]/)
      at.type(keys[typed])
      at.press('Enter')
      expect(await at.ended()).toBe(exit)
      expect(statuses(emulator)).toEqual({[keys.own]: status, [keys.other]: 'Active'})
    })
  }

  withLab(
    'that is active is deleted only by typing its id, and an inactive one by a yes',
    async ({keys, emulator, terminal}) => {
      const active = terminal(['keys', 'delete', keys.other, ...BY_ADMIN])
      await active.until(`To delete for good ${keys.other}, type its id`)
      active.press('Enter')
      expect(await active.ended()).toBe(9)
      const off = terminal(['keys', 'deactivate', keys.other, ...BY_ADMIN])
      expect(await off.ended()).toBe(0)
      const inactive = terminal(['keys', 'delete', keys.other, ...BY_ADMIN])
      await inactive.until(`Delete for good ${keys.other}?`)
      inactive.press('y', 'Enter')
      expect(await inactive.ended()).toBe(0)
      expect(statuses(emulator)).toEqual({[keys.own]: 'Active'})
    },
  )
})
