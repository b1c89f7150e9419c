/** A piece of a file, in bytes. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** One line of an option, with the lines that go on with its value. */
export interface Occurrence {
  readonly section: string
  /** Lower-cased, as Python compares it. */
  readonly name: string
  /** As it stands, before interpolation. */
  readonly value: string
  readonly spans: readonly Span[]
  /** 1-based. */
  readonly line: number
}

export type FaultKind =
  | 'byte_order_mark'
  | 'not_utf8'
  | 'no_section'
  | 'duplicate_section'
  | 'duplicate_option'
  | 'no_separator'

/** Why this Python refuses the whole file. */
export interface Fault {
  readonly kind: FaultKind
  /** 1-based. */
  readonly line: number
}

/** What one of Python's parsers makes of a file. */
export interface RawFile {
  /** In the order of the file; an option that stands there twice is here twice. */
  readonly occurrences: readonly Occurrence[]
  /** Names of all sections, each once. */
  readonly sections: ReadonlySet<string>
  /** null: it reads the file. */
  readonly fault: Fault | null
}

/** The option that counts: the last one, since psiTurk reads the section as one however often it begins. */
export function lastOf({occurrences}: RawFile, section: string, name: string): Occurrence | undefined {
  return occurrences.findLast((each) => each.section === section && each.name === name)
}
