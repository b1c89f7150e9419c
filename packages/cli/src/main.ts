import {fileURLToPath} from 'node:url'

import {Config, run, settings} from '@mturk-cli/command/oclif'

import {lookAfterOutput} from './output.js'

/**
 * Runs the command line and ends the process when its answer is out, whatever timers a plugin left behind.
 *
 * @param entry `import.meta.url` of the file that was started
 */
export async function main(entry: string): Promise<void> {
  const argv = process.argv.slice(2)
  // Plugins come built; without this oclif warns of every linked one that is an ES module.
  settings.enableAutoTranspile = false
  // NO_COLOR wins. Node would take the other one, and say so at length.
  if (process.env['NO_COLOR']) delete process.env['FORCE_COLOR']
  // oclif's own plugins ask wherever they see a terminal: with a mistyped command, "did you mean …?".
  if (mustNotAsk(argv)) process.stdin.isTTY = false
  const report = async (error: unknown) => (await import('./report.js')).report(error, argv)
  const end = lookAfterOutput(report)
  try {
    // Perhaps a secret that was pasted into the wrong place; what is shorter is none.
    if (argv.some((word) => word.length >= 40)) await coverSecrets(argv)
    const config = await Config.load(fileURLToPath(entry))
    const name = nameIn(config, argv)
    if (!asksForHelp(argv) && !config.findCommand(name.join(':'))) {
      const {refuseUnknown} = await import('./not-found.js')
      refuseUnknown(config, argv, name)
    }
    await run(argv, config)
  } catch (error) {
    await report(error)
  }
  await end()
}

function mustNotAsk(argv: readonly string[]): boolean {
  return argv.some((word) => word === '--json' || word === '--yes' || word === '-y') || Boolean(process.env['CI'])
}

/** Our own commands cover what they print as an error; a result of theirs is what was asked for. */
async function coverSecrets([first = '']: readonly string[]): Promise<void> {
  const {coverTypedSecrets} = await import('@mturk-cli/command')
  coverTypedSecrets(process.stderr)
  if (/^(autocomplete|help|plugins)\b/.test(first)) coverTypedSecrets(process.stdout)
}

/** A question that oclif answers without a command. */
function asksForHelp(argv: readonly string[]): boolean {
  return argv.length === 0 || argv[0] === '--version' || argv.includes('--help')
}

/** What oclif takes for the name of a command: all words up to a flag, or up to a command that takes arguments. */
function nameIn(config: Config, argv: readonly string[]): readonly string[] {
  const words: string[] = []
  for (const word of argv) {
    const command = config.findCommand(words.join(':'))
    const takesMore = command && (command.strict === false || Object.keys(command.args).length > 0)
    if (takesMore || word.startsWith('-') || (words.length > 0 && word.includes('='))) break
    words.push(word)
  }
  return words
}
