import {bold, red} from '@mturk-cli/command'
import {coveredLine} from '@mturk-cli/core/doctor'
import type {FileChange} from '../migration/plan.js'
import {keySpans} from '../scrub/key-lines.js'

/** The lines that go, with their numbers and every value covered; what else is in the file is nobody's business. */
export function goingLines({source, before}: FileChange): string[] {
  const text = Buffer.from(before).toString('latin1')
  const lines = keySpans(source, before).flatMap(({start, end}) => {
    const first = text.slice(0, start).split(/\r\n|\n|\r/).length
    const going = Buffer.from(before.subarray(start, end)).toString('utf8')
    return linesOf(going).map((line, index) => ({number: first + index, line}))
  })
  const width = String(lines.at(-1)?.number ?? 0).length
  const shown = lines.map(({number, line}) => red(`- ${String(number).padStart(width)} ${coveredLine(line)}`.trimEnd()))
  return [bold(source.display), ...shown.map((line) => `  ${line}`), '']
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
