import type {Config} from '@mturk-cli/command/oclif'
import {run, usageError, type Remedy} from '@mturk-cli/core'
import {nearest} from '@mturk-cli/core/settings'

/**
 * A topic alone is a question for its help, which is no answer to a program; and somebody at a terminal is asked by
 * oclif's plugin what they meant. Everybody else is told.
 *
 * @param words those that oclif takes for the name of a command
 * @throws MturkError `usage`
 */
export function refuseUnknown(config: Config, argv: readonly string[], words: readonly string[]): void {
  if (words.length === 0) throw usageError(`${argv.join(' ')} stands without a command.`, [run('mturk help')])
  const typed = words.join(' ')
  if (config.findTopic(words.join(':'))) {
    if (argv.includes('--json')) throw usageError(`"${typed}" alone is no command.`, [help(config, words)])
    return
  }
  const command = prefixes(words).find((prefix) => config.findCommand(prefix.join(':')))
  if (command) {
    const [first = ''] = words.slice(command.length)
    throw usageError(`"mturk ${command.join(' ')}" takes no argument "${first}".`, [
      run(`mturk help ${command.join(' ')}`),
    ])
  }
  if (!process.stdin.isTTY) {
    throw usageError(`There is no command "${typed}".`, [...suggestion(config, words), help(config, words)])
  }
}

/** The longest first. */
function prefixes(words: readonly string[]): (readonly string[])[] {
  return words.map((_, index) => words.slice(0, words.length - index))
}

/** The nearest command to the first words, as many of them as have one. */
function suggestion(config: Config, words: readonly string[]): Remedy[] {
  const commands = config.commands.filter(({hidden}) => !hidden).map(({id}) => id)
  const found = prefixes(words)
    .map((prefix) => nearest(prefix.join(':'), commands))
    .find((name) => name !== undefined)
  return found === undefined ? [] : [run(`mturk ${found.replaceAll(':', ' ')}`)]
}

function help(config: Config, [topic = '']: readonly string[]): Remedy {
  return config.findTopic(topic) ? run(`mturk help ${topic}`) : run('mturk help')
}
