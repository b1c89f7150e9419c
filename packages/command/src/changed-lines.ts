export interface Line {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
  /** Of the old text for what goes or stays, of the new one for what comes; 1-based. */
  readonly number: number
}

/** What is changed is changed line by line, so what stays comes again soon. */
const FARTHEST = 60

/**
 * Two texts as `diff` shows them, in a time that grows with their length and not with what was changed: after each
 * change the nearest line that stays is looked for.
 */
export function changedLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  const lines: Line[] = []
  let [old, fresh] = [0, 0]
  while (old < before.length || fresh < after.length) {
    const [gone, come] = nextAlike(before, after, old, fresh)
    for (let n = 0; n < gone; n++, old++) lines.push({mark: '-', text: before[old] ?? '', number: old + 1})
    for (let n = 0; n < come; n++, fresh++) lines.push({mark: '+', text: after[fresh] ?? '', number: fresh + 1})
    if (old < before.length && before[old] === after[fresh]) {
      lines.push({mark: ' ', text: before[old] ?? '', number: old + 1})
      old++
      fresh++
    }
  }
  return lines
}

/** How many lines go and come before two are alike; as few as can be, and all that are left where none is near. */
function nextAlike(
  before: readonly string[],
  after: readonly string[],
  old: number,
  fresh: number,
): readonly [gone: number, come: number] {
  for (let changed = 0; changed <= 2 * FARTHEST; changed++) {
    for (let gone = 0; gone <= changed; gone++) {
      const [one, other] = [before[old + gone], after[fresh + changed - gone]]
      if (one !== undefined && one === other) return [gone, changed - gone]
    }
  }
  return [before.length - old, after.length - fresh]
}
