import type {Finding} from '@mturk-cli/core/doctor'

/** So many of one kind in one file are told each by itself. */
const MOST_ALIKE = 5
const SHOWN_OF_MANY = 3

export interface FindingGroup {
  readonly shown: readonly Finding[]
  /** Of the same kind, in the same file, and not shown. */
  readonly more: readonly Finding[]
}

/** Findings of one kind about one file, where there are many, by the first few; in the order of the first of each kind. */
export function groupedFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = Map.groupBy(findings, ({id, severity, file}) => [severity, id, file].join('\0'))
  return [...groups.values()].map((alike) =>
    alike.length <= MOST_ALIKE || alike[0]?.file === undefined
      ? {shown: alike, more: []}
      : {shown: alike.slice(0, SHOWN_OF_MANY), more: alike.slice(SHOWN_OF_MANY)},
  )
}
