import type {Location} from '@mturk-cli/core'

/** The part of a location that scripts may rely on. */
export interface LocationJson {
  readonly backend: string
  readonly profile: string | null
  readonly display: string
  readonly writable: boolean
}

export function locationJson({backend, profile, display, writable}: Location): LocationJson {
  return {backend, profile, display, writable}
}
