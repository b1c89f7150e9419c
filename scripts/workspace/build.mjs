import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout as wait} from 'node:timers/promises'
import {inRoot} from './paths.mjs'
import {run, runQuietly, tool} from './processes.mjs'

/** What the last complete build was made from, and what it made. */
const STAMP = inRoot('.nx', 'built')
const LOCK = inRoot('.nx', 'building')

/**
 * Builds every package whose sources changed, with the manifests that oclif reads in place of the commands. nx is asked
 * only where something differs from the last complete build, be it a source or a file in a `dist`.
 * @param {string} node
 * @param {{show?: boolean, args?: string[]}} [options] show: what nx says, also where all went well; args: for nx
 * @returns {Promise<number>} exit code
 */
export function build(node, {show = false, args = []} = {}) {
  return oneAtATime(async () => {
    const from = sources()
    if (args.length === 0 && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === from + outputs()) {
      if (show) console.error('Everything is built from these sources already.')
      return 0
    }
    if (!show) console.error('Building …')
    rmSync(STAMP, {force: true})
    const start = show ? run : runQuietly
    const exit = await start(node, [tool('nx'), 'run-many', '-t', 'build', 'manifest', ...args], {env: environment()})
    if (exit === 0 && args.length === 0) writeFileSync(STAMP, from + outputs())
    return exit
  })
}

/**
 * oclif looks for TypeScript sources where NODE_ENV is `test`, and vitest sets that. Its development CLI would also ask
 * the registry for a newer version of itself. nx forces colour on unless it is forced off, and Node complains of both.
 */
function environment() {
  const {NODE_ENV: _, VITEST: __, NO_COLOR: quiet, ...env} = process.env
  const colour = process.stderr.isTTY && quiet === undefined ? {} : {FORCE_COLOR: '0'}
  return {...env, ...colour, NX_DAEMON: 'false', NX_TUI: 'false', OCLIF_SKIP_NEW_VERSION_CHECK: 'true'}
}

const sources = () => {
  const tools = ['build-package.mjs', 'bundle.mjs'].map((name) => `scripts/workspace/${name}`)
  const shared = ['package-lock.json', 'tsconfig.base.json', 'nx.json', ...tools]
  const own = inPackages((path) => !isOutput(path) && !path.endsWith('.test.ts'))
  return digest([...shared, ...own])
}

const outputs = () => digest(inPackages((path) => isOutput(path) && !path.endsWith('.tsbuildinfo')))

const isOutput = (/** @type {string} */ path) => /^packages\/[^/]+\/(dist\/|oclif\.manifest\.json$)/.test(path)

/** @param {(path: string) => boolean} wanted */
function inPackages(wanted) {
  return readdirSync(inRoot('packages'), {recursive: true, encoding: 'utf8'})
    .map((path) => join('packages', path).replaceAll('\\', '/'))
    .filter((path) => wanted(path) && !path.includes('/node_modules/') && statSync(inRoot(path)).isFile())
}

/** @param {string[]} paths @returns {string} one line that changes with any name or content */
function digest(paths) {
  const all = createHash('sha256')
  for (const path of [...paths].sort()) {
    all.update(
      `${path}\n${createHash('sha256')
        .update(readFileSync(inRoot(path)))
        .digest('hex')}\n`,
    )
  }
  return `${all.digest('hex')}\n`
}

/**
 * Two builds at once in one clone would delete each other's files.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function oneAtATime(work) {
  mkdirSync(inRoot('.nx'), {recursive: true})
  while (!takeLock()) await wait(100)
  try {
    return await work()
  } finally {
    rmSync(LOCK, {force: true})
  }
}

function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), {flag: 'wx'})
    return true
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
    if (isAbandoned()) rmSync(LOCK, {force: true})
    return false
  }
}

/** Its process is gone. A lock that has just been made holds no number yet, and one that has just gone cannot be read. */
function isAbandoned() {
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'))
    if (pid > 0) process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
