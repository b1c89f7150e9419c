import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {constants} from 'node:os'
import {delimiter, dirname, isAbsolute} from 'node:path'
import {inRoot, root} from './paths.mjs'

/**
 * The script behind a tool of ours, to be run by a Node of our choice: node_modules/.bin holds shell wrappers on Windows.
 * @param {string} name of the package
 * @param {string} [command] where it differs from the package's name
 */
export function tool(name, command = name) {
  const {bin} = JSON.parse(readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8'))
  return inRoot('node_modules', name, typeof bin === 'string' ? bin : bin[command])
}

/**
 * Runs a program in the root of the workspace with our own terminal and waits for it. Its Node comes first on PATH.
 * @param {string} program
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, shell?: boolean}} [options]
 * @returns {Promise<number>} its exit code; 128 and the signal's number where a signal ended it
 */
export function run(program, args, {env = process.env, shell = false} = {}) {
  const child = spawn(program, args, {cwd: root, env: withPath(program, env), shell, stdio: 'inherit'})
  return ending(child)
}

/**
 * Runs the npm that we were started by.
 * @param {string[]} args
 * @param {{quiet?: boolean, node?: string | undefined}} [options] quiet: says nothing unless it fails; node: where it is
 *   to be another than npm's own
 */
export function runNpm(args, {quiet = false, node = process.env['npm_node_execpath'] ?? process.execPath} = {}) {
  const {npm_execpath: npm} = process.env
  const start = quiet ? runQuietly : run
  return npm ? start(node, [npm, ...args]) : start('npm', args, {shell: process.platform === 'win32'})
}

/**
 * The same as `run`, but says nothing unless the program fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, shell?: boolean}} [options]
 */
export async function runQuietly(program, args, {env = process.env, shell = false} = {}) {
  const child = spawn(program, args, {cwd: root, env: withPath(program, env), shell, stdio: ['ignore', 'pipe', 'pipe']})
  /** @type {Buffer[]} */
  const output = []
  child.stdout.on('data', (part) => output.push(part))
  child.stderr.on('data', (part) => output.push(part))
  const exit = await ending(child)
  if (exit !== 0) process.stderr.write(Buffer.concat(output))
  return exit
}

/** @param {string} program @param {NodeJS.ProcessEnv} env */
function withPath(program, env) {
  const first = isAbsolute(program) ? [dirname(program)] : []
  return {...env, PATH: [...first, inRoot('node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter)}
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
async function ending(child) {
  // Ctrl-C reaches the child too, which decides what it means; we only wait for it.
  const wait = () => {}
  const passOn = () => child.kill('SIGTERM')
  process.on('SIGINT', wait)
  process.on('SIGTERM', passOn)
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
    })
  } finally {
    process.off('SIGINT', wait)
    process.off('SIGTERM', passOn)
  }
}
