import type {Emulator} from '@mturk-cli/emulator'
import {expect} from 'vitest'
import type {Mturk} from '../../support/mturk.js'

export const ADMIN = ['--admin-profile', 'admin']
/** The deletion that the tests are about, and the same with a yes. */
export const DELETE = ['iam', 'delete-user', 'anna', ...ADMIN]
export const SURELY = [...DELETE, '--yes', '--json']

/** The user anna, made by mturk, with her key in the profile anna; answers the key's id. */
export async function makeAnna({emulator, mturk}: {emulator: Emulator; mturk: Mturk}): Promise<string> {
  expect(await mturk('iam', 'create-user', 'anna', '--profile', 'anna', ...ADMIN)).toMatchObject({exit: 0})
  return emulator.state().users[0]?.accessKeys[0]?.accessKeyId ?? ''
}

export function userNames(emulator: Emulator): string[] {
  return emulator.state().users.map(({userName}) => userName)
}
