/** Where the emulator reads the time: milliseconds since 1970. Tests pass their own and move it by hand. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = {now: () => Date.now()}

/** `2015-08-30T12:36:00Z`: IAM and STS give dates in whole seconds. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** `20150830T123600Z`, the form that Signature Version 4 uses. */
export function isoBasic(at: number): string {
  return isoSeconds(at).replaceAll(/[-:]/g, '')
}
