import type {Config} from '@mturk-cli/command/oclif'
import {OWN_SECTION, ownSettings} from '@mturk-cli/core/settings'

type CachedCommand = Config['commands'][number]
type CachedFlag = CachedCommand['flags'][string]

/** What may be typed behind a flag or in place of an argument; a list where it is one of a few words. */
export type Value = 'file' | 'text' | readonly string[]

export interface Flag {
  /** With their dashes: `--yes`; two where the flag has a `--no-` form. */
  readonly names: readonly string[]
  /** One letter. */
  readonly short?: string
  /** Missing where the flag takes none. */
  readonly value?: Value
  readonly summary: string
}

export interface Next {
  readonly word: string
  readonly summary: string
}

/** What can follow the words of a command or a topic. */
export interface Place {
  /** `credentials list`; empty for the program itself. */
  readonly command: string
  readonly next: readonly Next[]
  readonly flags: readonly Flag[]
  readonly argument?: Value
}

/** A shell takes these as they are, and so do our scripts; a plugin's command or choice with other marks is left out. */
const PLAIN_WORD = /^[\w.:@%+-]+$/

/** Every command that help would show, of every plugin that is there now, by the words that a person types. */
export function surfaceOf(config: Config): Place[] {
  const summaries = new Map<string, string>()
  for (const {name, description, hidden} of config.topics) {
    if (!hidden) summaries.set(name, lineOf(description, config))
  }
  const commands = new Map(config.commands.filter(isShown).map((command) => [command.id, command]))
  for (const [id, command] of commands) {
    for (const topic of topicsOf(id))
      if (!summaries.get(topic)) summaries.set(topic, `${topic.replaceAll(':', ' ')} commands`)
    summaries.set(id, summaries.get(id) || lineOf(command.summary ?? command.description, config))
  }
  const ids = [...summaries.keys()].filter((id) =>
    [...commands.keys()].some((known) => `${known}:`.startsWith(`${id}:`)),
  )
  return ['', ...ids.sort()].map((id) => placeOf(id, ids, summaries, commands.get(id), config))
}

function placeOf(
  id: string,
  ids: readonly string[],
  summaries: ReadonlyMap<string, string>,
  command: CachedCommand | undefined,
  config: Config,
): Place {
  const prefix = id === '' ? '' : `${id}:`
  const below = ids.filter(
    (other) => other.startsWith(prefix) && !other.slice(prefix.length).includes(':') && other !== id,
  )
  const help: Flag = {names: ['--help'], summary: 'Show help.'}
  const version: Flag = {names: ['--version'], summary: 'Show the version.'}
  const own = Object.values(command?.flags ?? {}).filter((flag) => !flag.hidden && flag.name !== 'help')
  const argument = command && argumentOf(command)
  return {
    command: id.replaceAll(':', ' '),
    next: below.map((other) => ({word: other.slice(prefix.length), summary: summaries.get(other) ?? ''})),
    flags: [...own.map((flag) => flagOf(flag, config)), help, ...(id === '' ? [version] : [])],
    ...(argument === undefined ? {} : {argument}),
  }
}

function flagOf(flag: CachedFlag, config: Config): Flag {
  const {name, char, summary, description} = flag
  const both = flag.type === 'boolean' && flag.allowNo
  const common = {
    names: both ? [`--${name}`, `--no-${name}`] : [`--${name}`],
    ...(char ? {short: char} : {}),
    summary: lineOf(summary ?? description, config),
  }
  if (flag.type === 'boolean') return common
  // Other people's flags do not say what they take, and files are what shells complete by themselves.
  const says = [flag.helpValue ?? 'FILE'].flat().join(' ')
  return {...common, value: choices(flag.options) ?? (/\b(FILE|DIR|PATH)/.test(says) ? 'file' : 'text')}
}

function argumentOf({args}: CachedCommand): Value | undefined {
  const [first] = Object.values(args)
  if (!first) return undefined
  // One of a plugin may stand there too, so they are no choices of the argument itself.
  if (first.name === 'setting') return ownSettings.map(({name}) => `${OWN_SECTION}.${name}`)
  return choices(first.options) ?? (/file|path|dir/i.test(first.name) ? 'file' : 'text')
}

function choices(options: readonly string[] | undefined): readonly string[] | undefined {
  const words = (options ?? []).filter((option) => PLAIN_WORD.test(option))
  return words.length === 0 ? undefined : words
}

const isShown = ({hidden, id}: CachedCommand): boolean =>
  !hidden && id.split(':').every((word) => PLAIN_WORD.test(word))

/** `a:b:c` is below `a` and `a:b`. */
const topicsOf = (id: string): string[] =>
  id
    .split(':')
    .slice(0, -1)
    .map((_, index, words) => words.slice(0, index + 1).join(':'))

/** The first line, without what a terminal would obey: plugins may write anything here. */
function lineOf(text: string | undefined, {bin}: Config): string {
  const [line = ''] = (text ?? '').replaceAll(/<%=\s*config\.bin\s*%>/g, bin).split('\n', 1)
  return line.replaceAll(/\p{Cc}|\p{Bidi_Control}/gu, '')
}
