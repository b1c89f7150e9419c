import type {Config} from '@mturk-cli/command/oclif'

type Plugin = ReturnType<Config['getPluginsList']>[number]
type Flags = Plugin['commands'][number]['flags']

/**
 * Runs a command of oclif's own plugin, which ours of the same name stands in front of.
 *
 * The plugin's generators offer a flag that may be negated in one form only, so they are shown both.
 */
export async function runOclifs(config: Config, id: string, argv: readonly string[] = []): Promise<void> {
  const plugin = config.plugins.get('@oclif/plugin-autocomplete')
  if (!plugin) throw new Error('@oclif/plugin-autocomplete is not installed')
  const command = await plugin.findCommand(id, {must: true})
  const plugins = config.getPluginsList().map(withBothForms)
  await command.run([...argv], Object.create(config, {getPluginsList: {value: () => plugins}}) as Config)
}

function withBothForms(plugin: Plugin): Plugin {
  const commands = plugin.commands.map((command) => ({...command, flags: bothForms(command.flags)}))
  return Object.create(plugin, {commands: {value: commands}}) as Plugin
}

function bothForms(flags: Flags): Flags {
  const forms = Object.values(flags).flatMap((flag) => {
    const {char: _, ...long} = flag
    return flag.type === 'boolean' && flag.allowNo ? [flag, {...long, name: `no-${flag.name}`}] : [flag]
  })
  return Object.fromEntries(forms.map((flag) => [flag.name, flag]))
}
