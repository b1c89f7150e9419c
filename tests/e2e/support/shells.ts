import {spawnSync} from 'node:child_process'
import {symlinkSync} from 'node:fs'
import {delimiter} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {TestContext} from 'vitest'
import type {Home} from '../../support/home.js'
import {hasTmux, openTerminal, type Terminal} from './terminal.js'

const RUN_JS = fileURLToPath(new URL('../../../packages/cli/bin/run.js', import.meta.url))

/** How each is started without what the machine's own set-up adds, the file it reads first, and a prompt to wait for. */
export const SHELLS = {
  bash: {
    args: ['--noprofile'],
    file: '.bashrc',
    content: "PS1='ready> '\n[[ $- != *i* ]] || bind 'set show-all-if-ambiguous on'\n",
  },
  zsh: {args: ['-d'], file: '.zshrc', content: "PS1='ready> '\n"},
  fish: {args: [], file: '.config/fish/config.fish', content: 'function fish_prompt; echo "ready> "; end\n'},
} as const

export type ShellName = keyof typeof SHELLS

/** A shell that is not there must not look like one that completes: CI installs it, and people are told. */
export function requireShell(shell: ShellName, skip: TestContext['skip']): void {
  const lacking = [...(spawnSync(shell, ['-c', 'exit']).status === 0 ? [] : [shell]), ...(hasTmux() ? [] : ['tmux'])]
  if (lacking.length === 0) return
  const message = `${lacking.join(' and ')} is not on this machine, so this test was NOT run.`
  if (process.env['CI']) throw new Error(message)
  console.warn(message)
  skip(message)
}

/** The environment of a person who has `mturk` on PATH and starts their shell for the first time. */
export function prepareShell(home: Home, shell: ShellName): Record<string, string> {
  const {file, content} = SHELLS[shell]
  home.write(file, `cd ~\n${content}`, 0o644)
  home.write('bin/.keep', '')
  symlinkSync(RUN_JS, home.at('bin/mturk'))
  const {PATH = '', ...env} = home.env()
  return {
    ...env,
    PATH: [home.at('bin'), PATH].join(delimiter),
    SHELL: `/bin/${shell}`,
    MTURK_CACHE_DIR: home.at('cache'),
  }
}

/** The shell at a terminal, with its prompt on the screen. */
export async function openShell(shell: ShellName, env: Readonly<Record<string, string>>): Promise<Terminal> {
  const terminal = openTerminal(SHELLS[shell].args, env, [shell])
  await terminal.until('ready>')
  return terminal
}
