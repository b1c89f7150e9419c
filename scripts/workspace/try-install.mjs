import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, dirname, join} from 'node:path'
import {withPacked} from './packages.mjs'
import {runNpm} from './processes.mjs'
import {Trouble} from './trouble.mjs'

/** The newest of these majors is installed from npm, so that what a person has does not matter. */
const MAJORS = [22, 24]

/** What must work, and what it must say. */
const COMMANDS = [
  {args: ['--version'], says: /^mturk-cli\/\d/},
  {args: ['--help'], says: /\binit\b/},
  {args: ['credentials', 'list'], says: /no access key found/},
  {args: ['demo'], says: /Nothing to do\./},
]

/**
 * Installs our packages globally in an empty prefix, as the README says, with each Node that we promise, and runs them
 * in an empty home. Needs the registry, or what npm's cache has of it. Leaves nothing behind.
 * @returns {Promise<number>} exit code
 */
export function tryInstall() {
  return withPacked(async (files) => {
    const folder = mkdtempSync(join(tmpdir(), 'mturk-try-install-'))
    try {
      for (const major of MAJORS) await tryWith(major, files, join(folder, String(major)))
    } finally {
      rmSync(folder, {recursive: true, force: true})
    }
    return 0
  })
}

/** @param {number} major @param {string[]} files @param {string} folder not there yet */
async function tryWith(major, files, folder) {
  const [prefix, home] = [join(folder, 'prefix'), join(folder, 'home')]
  mkdirSync(home, {recursive: true})
  const node = await nodeOf(major, join(folder, 'node'))
  await npmInstall(['--global', '--prefix', prefix, ...files], node)
  const bin = process.platform === 'win32' ? prefix : join(prefix, 'bin')
  for (const {args, says} of COMMANDS) {
    const {status, stdout, stderr} = spawnSync(join(bin, 'mturk'), args, {
      cwd: home,
      env: {
        HOME: home,
        USERPROFILE: home,
        TMPDIR: home,
        PATH: [bin, dirname(node), '/usr/bin', '/bin'].join(delimiter),
      },
      encoding: 'utf8',
      shell: process.platform === 'win32',
      timeout: 60_000,
    })
    if (status !== 0 || !says.test(stdout)) {
      throw new Trouble(`mturk ${args.join(' ')} on Node ${major} ended with ${status}:\n${stdout}${stderr}`)
    }
  }
  const left = readdirSync(home).filter((name) => name !== '.cache')
  if (left.length > 0) throw new Trouble(`On Node ${major} this stayed in the home: ${left.join(', ')}`)
  console.error(`Installed and at work on Node ${spawnSync(node, ['--version'], {encoding: 'utf8'}).stdout.trim()}.`)
}

/** @param {number} major @param {string} folder @returns {Promise<string>} path of its binary */
async function nodeOf(major, folder) {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${system}-${process.arch}`
  await npmInstall(['--prefix', folder, '--no-save', `${name}@${major}`])
  const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(binary)) throw new Trouble(`npm has no Node ${major} for ${system}-${process.arch}.`)
  return binary
}

/** @param {string[]} args @param {string} [node] that npm itself runs on */
async function npmInstall(args, node) {
  const quick = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', '--logs-max=0']
  const exit = await runNpm(['install', ...quick, ...args], {quiet: true, node})
  if (exit !== 0) throw new Trouble('`npm install` failed; its message is above.')
}
