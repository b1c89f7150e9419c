import {quote} from 'shlex'

/** One thing a person can do next: open a page, type a command, or something only words can say. */
export type Remedy =
  | {readonly kind: 'open'; readonly url: string}
  | {readonly kind: 'run'; readonly command: string; readonly isWhole?: true}
  | {readonly kind: 'say'; readonly text: string}

export const open = (url: string): Remedy => ({kind: 'open', url})
/**
 * A command as it is to be typed: `command` as it stands, each of `words` quoted where a POSIX shell would take it apart.
 * Names of profiles and files come from people and from files, and a line that is printed here gets pasted.
 */
export const run = (command: string, ...words: readonly string[]): Extract<Remedy, {kind: 'run'}> => ({
  kind: 'run',
  command: [command, ...words.map(quoted)].join(' '),
})
/** A command without the flags of the one before it: `mturk credentials list` after `--profile nobody`. */
export const runAsItIs = (command: string): Extract<Remedy, {kind: 'run'}> => ({kind: 'run', command, isWhole: true})
/** A line end in a name would make a line of its own; bash, zsh and ksh read the escape. */
function quoted(word: string): string {
  if (!/\p{Cc}/u.test(word)) return quote(word)
  const escaped = word.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll(/\p{Cc}/gu, asEscape)
  return `$'${escaped}'`
}

function asEscape(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}

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
