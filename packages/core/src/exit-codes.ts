/**
 * What a process of ours ends with. Scripts rely on these numbers (docs/reference/exit-codes.md).
 * Verdicts name one of them in `mturk/verdicts.ts`; everything else that can end a command stands here too.
 */
export const Exit = {
  ok: 0,
  unknown: 1,
  usage: 2,
  credentials: 3,
  badKey: 4,
  notPermitted: 5,
  notLinked: 6,
  unavailable: 7,
  serviceClosed: 8,
  answerNeeded: 9,
  interrupted: 10,
  insufficientFunds: 11,
  needsMending: 12,
  /** `mturk exec` could not start its program; otherwise it ends with the program's own code. */
  execFailed: 125,
} as const

export type ExitCode = (typeof Exit)[keyof typeof Exit]
