import {spawn} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'

import {Exit, MturkError, say} from '@mturk-cli/core'

/** Milliseconds that npm may be silent, and how often it tries: its own defaults take more than a minute to say "no network". */
const BOUNDS = {
  npm_config_fetch_retries: '1',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '2000',
  npm_config_fetch_timeout: '10000',
} as const

/** Commands of oclif's plugin that ask a package registry. */
const ASKING = /^plugins[ :](install|add|update)\b/

/** npm gets these through the environment, unless a person has set them. */
export function boundNpm(argv: readonly string[]): void {
  if (!asksRegistry(argv)) return
  for (const [name, value] of Object.entries(BOUNDS)) process.env[name] ??= value
}

/**
 * What oclif's plugin says where npm failed is that there is no such package. npm knows better, so it is asked once more.
 *
 * @returns undefined where the network is not the cause
 */
export async function causeInRegistry(error: unknown, argv: readonly string[]): Promise<MturkError | undefined> {
  if (!asksRegistry(argv)) return undefined
  const code = await codeOfPing()
  if (code === undefined || !UNREACHABLE.has(code)) return undefined
  return new MturkError({
    code: 'unreachable',
    exit: Exit.unavailable,
    message: `The package registry of npm cannot be reached (${code}), so nothing was installed.`,
    remedy: [
      say('Check the network, a VPN, a proxy or a firewall, then try again. `npm ping` asks the same registry.'),
    ],
    cause: error,
  })
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ERR_SOCKET_TIMEOUT',
  'ETIMEDOUT',
])

function asksRegistry(argv: readonly string[]): boolean {
  return ASKING.test(argv.join(' '))
}

/** npm's own word for what is wrong with its registry: the npm that oclif's plugin runs. */
async function codeOfPing(): Promise<string | undefined> {
  const registry = process.env['MTURK_NPM_REGISTRY']
  const args = [await npm(), 'ping', '--json', ...(registry === undefined ? [] : [`--registry=${registry}`])]
  const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'pipe']})
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve))
  return /\bcode:? "?([A-Z_]+)\b/.exec(said.replaceAll('"code"', 'code'))?.[1]
}

async function npm(): Promise<string> {
  const plugin = createRequire(import.meta.url).resolve('@oclif/plugin-plugins')
  const manifest = createRequire(plugin).resolve('npm/package.json')
  const {bin} = JSON.parse(await readFile(manifest, 'utf8')) as {bin: {npm: string}}
  return join(dirname(manifest), bin.npm)
}
