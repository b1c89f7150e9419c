const LONGEST = 25

/** `us-east-1`, and what somebody may have mistyped for one: `us-east1`, `US-EAST-1`, `us-east-1a`, `local`. */
const REGION = /^(?:[a-z]+(?:[-_][a-z]+)*[-_]?\d{0,2}[a-z]?|[A-Z]+(?:[-_][A-Z]+)*[-_]?\d{0,2}[A-Z]?)$/

/** A value that stands where a region belongs, as it may be shown: what has not the look of one may be a secret, or hold one. */
export function regionWords(region: string): string {
  if (region === '') return 'no region'
  return region.length <= LONGEST && REGION.test(region) ? region : 'something that is no region'
}
