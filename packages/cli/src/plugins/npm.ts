import {spawn} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'

import type {Config} from '@mturk-cli/command/oclif'

/** Milliseconds that npm may be silent, and how often it tries: its own defaults take more than a minute to say "no network". */
const BOUNDS = {
  npm_config_fetch_retries: '1',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '2000',
  npm_config_fetch_timeout: '10000',
  // A dependency from git can bring a .npmrc that says which program git is, and so run what it likes.
  npm_config_allow_git: 'root',
} as const

/**
 * For every npm that this process starts, ours or oclif's; npm reads the environment before any .npmrc. Scripts of
 * packages never run. The bounds are ours unless a person has set them.
 */
export function restrainNpm(env: NodeJS.ProcessEnv = process.env): void {
  for (const name of Object.keys(env))
    if (/^npm_config_(ignore_scripts|foreground_scripts)$/i.test(name)) delete env[name]
  env['npm_config_ignore_scripts'] = 'true'
  for (const [name, value] of Object.entries(BOUNDS)) env[name] ??= value
}

export interface NpmAnswer {
  readonly exit: number | null
  readonly stdout: string
  /** npm's log, as much of it as `--loglevel` lets out. */
  readonly stderr: string
}

/** For a command of npm that is about what is, or would be, installed in a folder. */
export function npmFlags({npmRegistry}: Config, folder: string): string[] {
  const registry = npmRegistry === undefined ? [] : [`--registry=${npmRegistry}`]
  return ['--prefix', folder, '--omit', 'dev', '--no-audit', '--no-fund', '--json', ...registry]
}

/** Runs the npm that oclif's plugin brings, without a shell. With `--json` it says on standard output what went wrong. */
export async function runNpm(args: readonly string[], {cwd}: {cwd: string}): Promise<NpmAnswer> {
  const child = spawn(process.execPath, [await npm(), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (exit) => resolve({exit, stdout, stderr}))
  })
}

async function npm(): Promise<string> {
  const plugin = createRequire(import.meta.url).resolve('@oclif/plugin-plugins')
  const manifest = createRequire(plugin).resolve('npm/package.json')
  const {bin} = JSON.parse(await readFile(manifest, 'utf8')) as {bin: {npm: string}}
  return join(dirname(manifest), bin.npm)
}
