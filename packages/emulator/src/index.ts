/** AWS on loopback: MTurk in both environments, IAM, STS and Secrets Manager. The server knows nothing of the other packages. */
export type {Closure, Environment} from './server/account/account.js'
export type {Belonging} from './server/account/belongings.js'
export type {NewGroup, NewRole, NewUser} from './server/account/newcomers.js'
export type {Balance} from './server/account/scene.js'
export type {
  AccessKeySnapshot,
  AccountSnapshot,
  GroupSnapshot,
  RoleSnapshot,
  SecretSnapshot,
  UserSnapshot,
} from './server/account/snapshot.js'
export type {KeyStatus} from './server/account/user.js'
export type {Clock} from './server/clock.js'
export {startEmulator, type Emulator, type EmulatorKey, type EmulatorOptions} from './server/emulator.js'
export type {Fault, FaultEffect, FaultMatch} from './server/faults.js'
export type {RecordedRequest} from './server/request-log.js'
export {SCENARIO_USER, scenarios, type ScenarioName} from './server/scenarios.js'
export type {ServiceName} from './server/service.js'
