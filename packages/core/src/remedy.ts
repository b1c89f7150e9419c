/** One thing a person can do next: open a page, type a command, or something only words can say. */
export type Remedy =
  | {readonly kind: 'open'; readonly url: string}
  | {readonly kind: 'run'; readonly command: string}
  | {readonly kind: 'say'; readonly text: string}

export const open = (url: string): Remedy => ({kind: 'open', url})
export const run = (command: string): Remedy => ({kind: 'run', command})
export const say = (text: string): Remedy => ({kind: 'say', text})

/** One line for each step, as `--json` carries it; commands in backticks so that a reader sees where they end. */
export function describeRemedy(remedy: readonly Remedy[]): string | null {
  return remedy.length === 0 ? null : remedy.map(describeStep).join('\n')
}

function describeStep(step: Remedy): string {
  switch (step.kind) {
    case 'open':
      return `Open ${step.url}`
    case 'run':
      return `\`${step.command}\``
    case 'say':
      return step.text
  }
}
