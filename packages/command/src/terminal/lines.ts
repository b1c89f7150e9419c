import type {Remedy} from '@mturk-cli/core'

import type {Failure} from '../failure.js'
import {completeRemedy} from '../next-command.js'
import {cyan, markOf} from './style.js'

/** Next steps as a person reads them: numbered where there are several, each ending with what can be typed or opened. */
export function remedyLines(remedy: readonly Remedy[], indent = '  '): string[] {
  return stepLines(completeRemedy(remedy), indent)
}

function stepLines(remedy: readonly Remedy[], indent = '  '): string[] {
  const several = remedy.length > 1
  return remedy.map((step, index) => `${indent}${several ? `${index + 1}  ` : ''}${stepText(step)}`)
}

function stepText(step: Remedy): string {
  switch (step.kind) {
    case 'open':
      return `open ${cyan(step.url)}`
    case 'run':
      return cyan(step.command)
    case 'say':
      return step.text
  }
}

export function failureLines({message, remedy}: Failure): string[] {
  return [`${markOf('open')} ${message}`, ...(remedy.length > 0 ? ['', ...stepLines(remedy)] : [])]
}
