/**
 * The emulator in a process of its own, so that what is measured does not wait for who measures. Its argument: for how many
 * milliseconds each answer lets wait.
 */
import {startEmulator} from '@mturk-cli/emulator'

const emulator = await startEmulator({scenario: 'linked'})
const delay = Number(process.argv[2] ?? 0)
if (delay > 0) emulator.addFault({match: {}, effect: {kind: 'delay', ms: delay}})
process.send?.({environment: emulator.environment(), endpoint: emulator.endpoint, key: emulator.userKey})
process.once('disconnect', () => void emulator.stop())
