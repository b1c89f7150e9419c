/** What Boto does with a key that ends at some time: uses it, or fails there. `unknown`: it cannot be told here. */
export type Standing = 'valid' | 'over' | 'refused' | 'unknown'

/** The forms in which programs write a time; each means the same to botocore's parser (dateutil 2.9). */
const FORM =
  /^[ \t\r\n]*(?:(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})|(?<date>\d{8}))(?:[Tt]|[ \t\r\n]+)(?:(?<hour>\d{1,2}):(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:\.(?<fraction>\d+))?)?|(?<time>\d{2}|\d{4}|\d{6}))[ \t\r\n]*(?:(?<utc>Z|z|UTC|GMT)|(?<sign>[+-])(?:(?<offset>\d{4})|(?<hours>\d{1,2})(?::(?<minutes>\d{1,2}))?))?[ \t\r\n]*$/

const A_DAY = 24 * 60

/**
 * When Boto stops using the environment's key (botocore 1.43, RefreshableCredentials). It takes nearly every way to write
 * a time, and some that mean something else to everybody but dateutil; of those nothing is claimed.
 *
 * @param timeZone the variable TZ: it can name a zone `UTC` that is none
 * @param now milliseconds since 1970
 */
export function standingAt(expiration: string, {timeZone = '', now}: {timeZone?: string; now: number}): Standing {
  const {groups} = FORM.exec(expiration) ?? {}
  if (!groups) return 'unknown'
  const offset = offsetOf(groups)
  // Boto compares it with a time that has a zone, and Python refuses to.
  if (offset === null) return 'refused'
  if (offset === 0 && /^:?(?:UTC|GMT)./.test(timeZone)) return 'unknown'
  const local = localTime(groups)
  if (local === null || Math.abs(offset) >= A_DAY) return 'refused'
  return local - offset * 60_000 >= now ? 'valid' : 'over'
}

type Groups = Readonly<Record<string, string | undefined>>

/** Minutes east of Greenwich; null: no zone. */
function offsetOf({utc, sign, offset, hours = offset?.slice(0, 2), minutes = offset?.slice(2) ?? '0'}: Groups) {
  if (utc !== undefined) return 0
  if (sign === undefined) return null
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** Milliseconds since 1970 as if it were in Greenwich; null where there is no such day or hour. */
function localTime({date, time, ...groups}: Groups): number | null {
  const {year = date?.slice(0, 4), month = date?.slice(4, 6), day = date?.slice(6)} = groups
  const {hour = time?.slice(0, 2), minute = time?.slice(2, 4), second = time?.slice(4), fraction = ''} = groups
  const numbers = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = numbers.map((each) => each || 0)
  if (y === 0 || h > 23 || min > 59 || s > 59) return null
  const moment = new Date(0)
  moment.setUTCFullYear(y, m - 1, d)
  if (moment.getUTCFullYear() !== y || moment.getUTCMonth() !== m - 1 || moment.getUTCDate() !== d) return null
  return moment.setUTCHours(h, min, s, Number(fraction.slice(0, 3).padEnd(3, '0')))
}
