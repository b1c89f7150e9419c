import {checkNode} from './node.mjs'
import {runNpm} from './processes.mjs'
import {isInstalled, rememberInstall} from './stamp.mjs'
import {Trouble} from './trouble.mjs'

/** Installs the dependencies where node_modules is missing or made from another lockfile. */
export async function setUp() {
  checkNode()
  if (isInstalled()) return
  console.error('Installing the dependencies (npm ci) …')
  // An older Node than `engines` asks for is expected here, and npm would warn of it once for every package.
  const exit = await runNpm(['ci', '--include=dev', '--include=optional', '--loglevel=error'])
  if (exit !== 0) throw new Trouble('`npm ci` failed; its message is above.')
  rememberInstall()
}
