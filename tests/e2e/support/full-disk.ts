import {spawnSync} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {runChild, type Ended} from '../../support/child.js'
import type {Home} from '../../support/home.js'

const RUN_JS = fileURLToPath(new URL('../../../packages/cli/bin/run.js', import.meta.url))

/** A program that gives what it starts file systems of its own. */
type Isolation = readonly [program: string, ...args: string[]]

/** As root, or in a user namespace; undefined where neither can be had. */
export function findDiskOfItsOwn(): Isolation | undefined {
  const ways: readonly Isolation[] = [
    ['unshare', '--mount'],
    ['unshare', '--map-root-user', '--mount'],
  ]
  return ways.find(([program, ...args]) => spawnSync(program, [...args, 'true']).status === 0)
}

/**
 * The real command in a home on a full disk, with a copy of this home's credentials file. What is left in its `.aws`, and
 * that file, follow on standard output.
 */
export function mturkOnFullDisk(
  [program, ...before]: Isolation,
  home: Home,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const disk = home.at('disk')
  mkdirSync(disk)
  const script = `
    mount -t tmpfs -o size=64k none "$1" && mkdir -m 700 "$1/.aws" && cp "$2" "$1/.aws/credentials"
    head -c 70000 /dev/zero >"$1/fill" 2>"$1/.aws/said"; rm "$1/.aws/said"; shift 2
    "$@"; exit=$?; echo; echo "left: $(ls -A "$HOME/.aws")"; cat "$HOME/.aws/credentials"; exit $exit`
  const command = ['sh', '-c', script, 'sh', disk, home.at('.aws/credentials'), process.execPath, RUN_JS, ...args]
  return runChild(program, [...before, ...command], {env: {...home.env(), ...env, HOME: disk}})
}
