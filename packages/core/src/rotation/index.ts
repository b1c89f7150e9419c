export {isSilent, type Measure} from './measure.js'
export {orphanNeedsAnswer} from './new-key.js'
export {
  assertNoneOpen,
  findOpenRotation,
  halfWayHere,
  openRotations,
  type HalfWay,
  type OpenRotation,
  type Which,
} from './open-rotation.js'
export type {Orphan} from './orphan.js'
export type {RotationPlan, WantedRotation} from './plan.js'
export type {OldKeyEnd, PendingPlace, Rotated, TakenBack} from './result.js'
export {abortRotation, dryRun, resumeRotation, rotate, type Resumption} from './rotate.js'
export type {Ending, RotationState, StateName} from './state.js'
export type {Answers, Moment, News, RotationTools} from './tools.js'
export {spareNeedsAnswer, youthOf, type SpareKey} from './two-keys.js'
export {asItWasLeft, cannotBegin, flagsOf, goOn} from './where-it-stands.js'
