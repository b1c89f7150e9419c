import {startEmulator, type EmulatorOptions} from '@mturk-cli/emulator'
import {inject, test, type TestContext} from 'vitest'
import {Home} from './home.js'
import {mturkIn} from './mturk.js'
import {awsIn, pythonIn, type Surroundings} from './real-clients.js'

/**
 * `it` with what every test of the real thing needs: a home of its own, AWS on loopback, the command, and the real
 * clients as judges. Each is made only for the tests that name it. Another account to begin with:
 * `it.override('emulatorOptions', {scenario: '…'})` inside a `describe`.
 */
export const it = test
  .extend('emulatorOptions', (): EmulatorOptions => ({}))
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from it which fixtures are wanted
  .extend('home', ({}, {onCleanup}) => {
    const home = new Home()
    onCleanup(() => home.remove())
    return home
  })
  .extend('emulator', async ({emulatorOptions}, {onCleanup}) => {
    const emulator = await startEmulator(emulatorOptions)
    onCleanup(() => emulator.stop())
    return emulator
  })
  .extend('mturk', ({home, emulator}) => mturkIn({...home.env(), ...emulator.environment()}))
  .extend('surroundings', ({home, emulator}): Surroundings => {
    const {endpoint, sandboxEndpoint} = emulator
    return {env: home.env(), endpoint, sandboxEndpoint}
  })
  .extend('python', ({surroundings, skip}) => pythonIn(inject('realClients'), surroundings) ?? missing('boto3', skip))
  .extend('aws', ({surroundings, skip}) => awsIn(inject('realClients'), surroundings) ?? missing('The AWS CLI', skip))

/** A judge that is not there must not look like one that agreed: CI installs it, and people are told. */
function missing(client: string, skip: TestContext['skip']): never {
  const message = `${client} is not on this machine, so this test was NOT run.`
  if (process.env['CI']) throw new Error(message)
  console.warn(message)
  return skip(message)
}
