import {diffArrays} from 'diff'

export interface Line {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
  /** Of the old text for what goes or stays, of the new one for what comes; 1-based. */
  readonly number: number
}

type Lines = readonly string[]

/** Two texts as `diff` shows them, section by section. */
export function changedLines(before: Lines, after: Lines): readonly Line[] {
  let old = 0
  let fresh = 0
  const changes = pairedSections(before, after).flatMap(([one, other]) => diffArrays([...one], [...other]))
  return changes.flatMap(({value, added, removed}) =>
    value.map((text): Line => {
      if (!added) old++
      if (!removed) fresh++
      return {mark: added ? '+' : removed ? '-' : ' ', text, number: added ? fresh : old}
    }),
  )
}

/**
 * Which sections of the two texts belong together. The time of a comparison grows with the square of what differs: a file
 * of 20,000 profiles in each of which a value changes is compared in 20,000 small pieces. What lost or got its header is
 * compared together with the section before.
 */
function pairedSections(before: Lines, after: Lines): readonly (readonly [Lines, Lines])[] {
  const [old, fresh] = [sectionsOf(before), sectionsOf(after)]
  const pairs: [Lines, Lines][] = []
  for (const {count = 0, added, removed} of diffArrays(old.map(headerOf), fresh.map(headerOf))) {
    const [gone, come] = [added ? [] : old.splice(0, count), removed ? [] : fresh.splice(0, count)]
    if (!added && !removed) {
      pairs.push(...gone.map((section, index): [Lines, Lines] => [section, come[index] ?? []]))
      continue
    }
    const [one, other] = pairs.pop() ?? [[], []]
    pairs.push([
      [...one, ...gone.flat()],
      [...other, ...come.flat()],
    ])
  }
  return pairs
}

/** The first has no header; it may be empty. */
function sectionsOf(lines: Lines): Lines[] {
  const sections: string[][] = [[]]
  for (const line of lines) {
    if (line.startsWith('[')) sections.push([])
    sections.at(-1)?.push(line)
  }
  return sections
}

function headerOf([first = '']: Lines): string {
  return first.startsWith('[') ? first : ''
}
