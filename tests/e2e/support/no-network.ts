import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {runChild, type Ended} from '../../support/child.js'

const RUN_JS = fileURLToPath(new URL('../../../packages/cli/bin/run.js', import.meta.url))

/** Runs a program in a network of its own that has no device. */
type Isolation = readonly string[]

/**
 * How this machine lets us do without a network: as root, in a user namespace, or through sudo and back. Null where it
 * cannot be done, as on macOS and Windows.
 */
export function findIsolation(): Isolation | null {
  if (process.platform !== 'linux') return null
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  const back = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  const ways = [
    ['unshare', '--net'],
    ['unshare', '--map-root-user', '--net'],
    ['sudo', '-n', 'unshare', '--net', ...back],
  ]
  return (
    ways.find(([program = '', ...args]) => spawnSync(program, [...args, 'true'], {timeout: 10_000}).status === 0) ??
    null
  )
}

/** The real command without any network; `env` is all of its environment. */
export async function mturkOffline(
  isolation: Isolation,
  args: readonly string[],
  {env, stdin}: {env: Readonly<Record<string, string>>; stdin?: string},
): Promise<Ended> {
  const [program = '', ...before] = isolation
  // Through `env`, since sudo keeps nothing of its own environment.
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const child = [...before, 'env', '-i', ...variables, process.execPath, RUN_JS, ...args]
  return runChild(program, child, {
    env: {PATH: process.env['PATH']},
    ...(stdin === undefined ? {} : {stdin}),
  })
}
