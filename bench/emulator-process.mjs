/** The emulator in a process of its own, so that what is measured does not wait for who measures. */
import {startEmulator} from '@mturk-cli/emulator'

const emulator = await startEmulator({scenario: 'linked'})
process.send?.({environment: emulator.environment(), endpoint: emulator.endpoint, key: emulator.userKey})
process.once('disconnect', () => void emulator.stop())
