import type {Emulator, EmulatorKey} from '@mturk-cli/emulator'
import {makeAnna} from './deletion.js'
import {withAdmin} from './half-made.js'
import type {Scene} from './scene.js'

/** The administrator asks, for anna. */
export const BY_ADMIN = ['--user', 'anna', '--admin-profile', 'admin']

/** Of every key of every user: active or not. */
export function statuses(emulator: Emulator): Record<string, string> {
  const keys = emulator.state().users.flatMap(({accessKeys}) => accessKeys)
  return Object.fromEntries(keys.map(({accessKeyId, status}) => [accessKeyId, status]))
}

export interface Two extends Scene {
  /** In the profile anna. */
  readonly own: string
  /** Nowhere, unless a test puts it somewhere. */
  readonly other: EmulatorKey
}

/** Anna may look after her own keys, and has two of them. */
export const withTwo = withAdmin.extend('two', async ({scene}): Promise<Two> => {
  const own = await makeAnna(scene)
  return {...scene, own, other: scene.emulator.createAccessKey('anna')}
})
