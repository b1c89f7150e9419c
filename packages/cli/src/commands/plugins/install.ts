import {Args, dryRunFlag, MturkCommand, yesFlag} from '@mturk-cli/command'
import {Exit} from '@mturk-cli/core'

import {askAnew} from '../../plugins/brings.js'
import {agree} from '../../plugins/consent.js'
import {install} from '../../plugins/install.js'
import {packageSpec} from '../../plugins/package-spec.js'
import {stage} from '../../plugins/stage.js'
import {exitOf} from '../../plugins/outcome.js'
import {takeAway} from '../../plugins/take-away.js'
import {assertIdsFree, takenOnLoading} from '../../plugins/taken.js'
import {cameInJson, cameInText, incomingLines} from '../../render/plugins.js'

/** In front of oclif's own command of this name, which installs whatever a word leads to without a question. */
export default class PluginsInstall extends MturkCommand<typeof PluginsInstall> {
  static override aliases = ['plugins:add']
  static override summary =
    'Install a plugin, as one that makes a vault a backend; shows first what would come, and asks.'
  static override description =
    'Takes the whole name of a package, a tarball, or a git repository; where npm finds packages, .npmrc or MTURK_NPM_REGISTRY says. The package is fetched, and what its package.json says is shown; none of its code runs before the yes, and its install scripts never do. A plugin runs with all your rights.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> @org/mturk-plugin-vault',
    '<%= config.bin %> <%= command.id %> @org/mturk-plugin-vault@2.1.0 --yes',
    '<%= config.bin %> <%= command.id %> ./mturk-plugin-vault-1.0.0.tgz --dry-run',
    '<%= config.bin %> <%= command.id %> git+ssh://git@git.example.org/tools/mturk-plugin-vault.git',
  ]
  static override args = {
    plugin: Args.string({
      required: true,
      description: 'Name of a package (npm:NAME for one without a scope), tarball, or git repository.',
    }),
  }
  static override flags = {'dry-run': dryRunFlag(), yes: yesFlag()}

  async run() {
    const {plugin: typed} = this.args
    const spec = packageSpec(typed, process.cwd())
    const presenter = await this.presenter()
    const plugin = await presenter.during('Looking at the package', () => stage(spec, this.config))
    assertIdsFree(plugin, this.config)
    const warnings = plugin.isFromCache
      ? ['No registry was reached: this is what npm has kept in its cache, and there may be a newer one.']
      : []
    const lines = incomingLines(plugin, warnings)
    const shown = (brought?: Awaited<ReturnType<typeof askAnew>>) =>
      this.show(
        {plugin, brought, warnings, verb: 'installed'},
        {text: cameInText, json: cameInJson, exit: brought ? exitOf([plugin], brought) : Exit.ok},
      )
    if (this.flags['dry-run']) {
      for (const line of lines) this.log(line)
      return shown()
    }
    const {name, version, source} = plugin
    await agree(
      {
        lines,
        what: `${name} ${version} (${source})`,
        question: 'Install it?',
        command: ['mturk plugins install', typed],
      },
      {yes: this.flags.yes, presenter, print: (line) => this.log(line)},
    )
    await presenter.during('Installing', () => install(plugin, this.config))
    const brought = await askAnew(this.config, (text) => this.logToStderr(text))
    const taken = takenOnLoading(name, brought, `So ${name} was taken away again.`)
    if (!taken) return shown(brought)
    await takeAway([{name, type: 'user'}], this.config)
    throw taken
  }
}
