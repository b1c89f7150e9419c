import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {readJson, readPackages, root, type PackageJson} from '../house/sources.js'

interface Arg {
  readonly required?: boolean
  readonly default?: unknown
}

interface Flag extends Arg {
  readonly type: 'boolean' | 'option'
  readonly allowNo?: boolean
  readonly char?: string
  readonly options?: readonly string[]
}

interface Manifest {
  readonly commands: Readonly<Record<string, Command>>
}

export interface Command {
  readonly aliases: readonly string[]
  readonly enableJsonFlag?: boolean
  readonly examples?: readonly string[]
  readonly hidden?: boolean
  readonly args: Readonly<Record<string, Arg>>
  readonly flags: Readonly<Record<string, Flag>>
}

/**
 * Every command by its id (`credentials:list`) and its aliases, out of what `oclif manifest` made.
 *
 * @param whose all of them, or only those of our packages
 */
export function readCommands(whose: 'all' | 'packages' = 'all'): ReadonlyMap<string, Command> {
  const ours = readPackages().map(({folder}) => `packages/${folder}`)
  const {oclif} = readJson<PackageJson>('packages/cli/package.json')
  const others = (oclif?.plugins ?? []).map((name) => `node_modules/${name}`)
  const manifests = (whose === 'all' ? [...ours, ...others] : ours).map((folder) => `${folder}/oclif.manifest.json`)
  const commands = manifests
    .filter((file) => existsSync(join(root, file)))
    .flatMap((file) => Object.entries(readJson<Manifest>(file).commands))
  return new Map(commands.flatMap(([id, command]) => [id, ...command.aliases].map((name) => [name, command])))
}

/** The id of the command of ours that these words call; undefined where they call none. */
export function commandOf(words: readonly string[]): string | undefined {
  const ours = readCommands('packages')
  const name = words.map((_, index) => words.slice(0, words.length - index).join(':')).find((id) => ours.has(id))
  if (name === undefined || !isAlias([name, ours.get(name)])) return name
  return [...ours].find(([id, {aliases}]) => id !== name && aliases.includes(name) && !aliases.includes(id))?.[0]
}

/** Another name of a command, as `plugins add` of `plugins install`. */
export function isAlias([name, command]: readonly [string, Command | undefined]): boolean {
  return command?.aliases.includes(name) ?? false
}

/** What is wrong with a usage such as `mturk balance --sandbox`; undefined where nothing is. */
export function complaintAbout(usage: string, commands: ReadonlyMap<string, Command>): string | undefined {
  const words = usage.split(/[\s[\]]+/).filter((word) => word !== '')
  const program = words.indexOf('mturk')
  const given = words.slice(program + 1, words.findIndex((word, index) => index > program && /^[|#]/.test(word)) >>> 0)
  if (given.every((word) => word === '--version' || word === '--help')) return undefined

  const names = given.map((_, index) => given.slice(0, given.length - index).join(':'))
  const id = names.find((name) => commands.has(name))
  const command = id === undefined ? undefined : commands.get(id)
  if (id === undefined || !command) {
    const isTopic = [...commands.keys()].some((name) => name.startsWith(`${given.join(':')}:`))
    return isTopic ? undefined : `there is no command "${given.join(' ')}"`
  }
  return complaintAboutFlags(given.slice(id.split(':').length), command)
}

function complaintAboutFlags(given: readonly string[], {flags, args}: Command): string | undefined {
  let positional = 0
  for (let index = 0; index < given.length; index++) {
    const word = given[index] ?? ''
    // What follows is another program's.
    if (word === '--') break
    if (!/^--?[a-z]/.test(word)) {
      positional++
      continue
    }
    const name = word.replace(/^-+/, '').replace(/=.*/, '')
    const flag = flags[name] ?? (flags[name.replace(/^no-/, '')]?.allowNo ? {type: 'boolean'} : undefined)
    if (!flag && name !== 'help') return `there is no flag ${word}`
    if (flag?.type === 'option' && !word.includes('=')) index++
  }
  return positional > Object.keys(args).length ? 'there are too many arguments' : undefined
}
