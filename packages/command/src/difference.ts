import {bold, dim, green, red} from './terminal/style.js'
import {coveredLine, type Treatment} from '@mturk-cli/core/doctor'
import {displayPath} from '@mturk-cli/core/files'
import {diffArrays} from 'diff'

/** Lines of the file around a change, so that one sees which section it is in. */
const CONTEXT = 2

/** What a treatment changes, line by line as `diff` shows it, with every value covered. */
export function differenceLines({file, text, mode}: Treatment, home: string): string[] {
  const lines = text ? changedLines(linesOf(text.before), linesOf(text.after)) : []
  const modes = mode ? [red(`- mode ${octal(mode.before)}`), green(`+ mode ${octal(mode.after)}`)] : []
  return [bold(displayPath(file, home)), ...[...modes, ...lines].map((line) => `  ${line}`), '']
}

interface Line {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
  /** Of the old file for what goes or stays, of the new one for what comes; 1-based. */
  readonly number: number
}

function changedLines(before: readonly string[], after: readonly string[]): string[] {
  let old = 0
  let fresh = 0
  const all = diffArrays([...before], [...after]).flatMap(({value, added, removed}) =>
    value.map((text): Line => {
      if (!added) old++
      if (!removed) fresh++
      return {mark: added ? '+' : removed ? '-' : ' ', text, number: added ? fresh : old}
    }),
  )
  const width = String(before.length + after.length).length
  const isNear = (index: number) =>
    all.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({mark}) => mark !== ' ')
  return all.flatMap((line, index) => {
    if (!isNear(index)) return []
    const gap = index > 0 && !isNear(index - 1) && index > CONTEXT ? [dim('…')] : []
    return [...gap, painted(line, width)]
  })
}

function painted({mark, text, number}: Line, width: number): string {
  const line = `${mark} ${String(number).padStart(width)} ${coveredLine(text)}`.trimEnd()
  return mark === '-' ? red(line) : mark === '+' ? green(line) : dim(line)
}

/** Without their ends: no treatment changes those. */
function linesOf(bytes: Uint8Array): string[] {
  const lines = Buffer.from(bytes)
    .toString('utf8')
    .split(/\r\n|\n|\r/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}
