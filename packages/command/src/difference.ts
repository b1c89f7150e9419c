import {bold, dim, green, red} from './terminal/style.js'
import {coveredLine, type Treatment} from '@mturk-cli/core/doctor'
import {displayPath} from '@mturk-cli/core/files'

import {changedLines, type Line} from './changed-lines.js'

/** Lines of the file around a change, so that one sees which section it is in. */
const CONTEXT = 2

/** What a treatment changes, line by line as `diff` shows it, with every value covered. */
export function differenceLines({file, text, mode}: Treatment, home: string): string[] {
  const lines = text ? shownLines(linesOf(text.before), linesOf(text.after)) : []
  const modes = mode ? [red(`- mode ${octal(mode.before)}`), green(`+ mode ${octal(mode.after)}`)] : []
  return [bold(displayPath(file, home)), ...[...modes, ...lines].map((line) => `  ${line}`), '']
}

function shownLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const all = changedLines(before, after)
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
