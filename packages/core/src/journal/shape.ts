/**
 * Whether a value that was read from a file is what it is taken for. A journal may have come from anywhere: what it holds
 * decides what is deleted, and becomes names of users, profiles and files.
 */
export type Guard<Value> = (value: unknown) => value is Value

/** An object with these keys and no others: a key that is not known may change what all of them mean. */
export function objectOf<Value extends object>(fields: {
  readonly [Key in keyof Value]-?: (value: unknown) => boolean
}): Guard<Value> {
  return (value): value is Value =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).every((key) => Object.hasOwn(fields, key)) &&
    Object.entries<(value: unknown) => boolean>(fields).every(([key, fits]) =>
      fits((value as Record<string, unknown>)[key]),
    )
}

export function listOf<Value>(fits: Guard<Value>): Guard<readonly Value[]> {
  return (value): value is readonly Value[] => Array.isArray(value) && value.every(fits)
}

/** Missing, or this. */
export function optional<Value>(fits: (value: unknown) => value is Value): Guard<Value | undefined> {
  return (value): value is Value | undefined => value === undefined || fits(value)
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

/** Of one line, and perhaps empty. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value)
}

export function textLike(pattern: RegExp): Guard<string> {
  return (value): value is string => isText(value) && pattern.test(value)
}
