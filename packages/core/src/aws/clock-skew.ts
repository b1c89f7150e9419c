/**
 * AWS refuses a signature that is more than five minutes away from its own clock. The SDK would quietly correct the
 * time and succeed where boto3 and psiTurk fail (measured), so we read the clock of every
 * answer ourselves and say it one minute before it hurts.
 */
const WORTH_SAYING_SECONDS = 4 * 60

/**
 * How many seconds this computer's clock is ahead of the server's, negative where it is behind.
 * @param date the `Date` header of an answer; undefined where it is missing or no date
 */
export function clockOffsetSeconds(date: string | undefined, now: number): number | undefined {
  if (date === undefined) return undefined
  const there = Date.parse(date)
  return Number.isNaN(there) ? undefined : Math.round((now - there) / 1000)
}

export function isSkewed(offsetSeconds: number | undefined): offsetSeconds is number {
  return offsetSeconds !== undefined && Math.abs(offsetSeconds) > WORTH_SAYING_SECONDS
}

/**
 * A warning where this computer's clock is so far off that AWS will soon refuse signatures; also after good answers.
 */
export function clockWarning(aws: {clockOffsetSeconds(): number | undefined}): readonly string[] {
  const offset = aws.clockOffsetSeconds()
  if (!isSkewed(offset)) return []
  const words = describeSkew(offset)
  return [
    `${words.charAt(0).toUpperCase()}${words.slice(1)}. AWS refuses a signature that is more than five minutes off.`,
  ]
}

/** Beyond a day a clock does not drift: it was set wrong, and nobody knows on which side. */
const NO_DRIFT_SECONDS = 24 * 60 * 60

/** `this computer's clock is 6 minutes behind`, or that of two clocks one is wrong. */
export function describeSkew(offsetSeconds: number, now: number = Date.now()): string {
  if (Math.abs(offsetSeconds) > NO_DRIFT_SECONDS) {
    const [here, there] = [dateOf(now), dateOf(now - offsetSeconds * 1000)]
    return `this computer's clock says that it is ${here}, the server's says ${there}: one of the two is wrong`
  }
  return `this computer's clock is ${duration(Math.abs(offsetSeconds))} ${offsetSeconds < 0 ? 'behind' : 'ahead'}`
}

function duration(seconds: number): string {
  if (seconds < 60) return count(seconds, 'second')
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return count(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return `${count(hours, 'hour')} and ${count(minutes % 60, 'minute')}`
}

/** `2026-11-21` */
function dateOf(milliseconds: number): string {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? 'a time beyond all calendars' : date.toISOString().slice(0, 10)
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}
