/**
 * `npm start`, `npm test` and the other scripts of package.json: set up what is missing, then do the task.
 *
 * Plain JavaScript that Node 20 runs, because that may be all that a fresh clone has. What follows the set-up is started
 * from here by the path of its Node: a shell that began with the machine's Node would go on with it after the install
 * has brought a newer one.
 */
import {fileURLToPath} from 'node:url'
import {build} from './workspace/build.mjs'
import {workspaceNode} from './workspace/node.mjs'
import {checkPackages} from './workspace/packages.mjs'
import {run, tool} from './workspace/processes.mjs'
import {setUp} from './workspace/set-up.mjs'
import {Trouble} from './workspace/trouble.mjs'
import {tryInstall} from './workspace/try-install.mjs'

/** @typedef {(node: string, args: string[]) => Promise<number>} Task */

const BENCH = fileURLToPath(new URL('../bench/bench.mjs', import.meta.url))
const MTURK = fileURLToPath(new URL('../packages/cli/bin/run.js', import.meta.url))

/** @type {Record<string, Task>} */
const tasks = {
  build: async (node, args) => build(node, {show: true, args}),
  demo: async (node, args) => (await build(node)) || run(node, [MTURK, 'demo', ...args]),
  // The tests that need the build make it themselves (tests/support/before-all.ts), however vitest is started.
  test: async (node, args) => run(node, [tool('vitest'), 'run', ...args]),
  // Every moment from both sides, and every pair of kills: hours. PAIRS=2000 takes so many of them, SEED=7 the same ones again.
  sweep: async (node, args) => {
    process.env['SWEEP'] = 'all'
    return run(node, [tool('vitest'), 'run', 'tests/rotation', ...args])
  },
  typecheck: async (node, args) => run(node, [tool('typescript', 'tsc'), '-p', 'tsconfig.json', ...args]),
  lint: async (node, args) => run(node, [tool('oxlint'), '--type-aware', '--deny-warnings', ...args]),
  format: async (node, args) => run(node, [tool('oxfmt'), ...args]),
  knip: async (node, args) => run(node, [tool('knip'), ...args]),
  packages: async (node) => (await build(node)) || checkPackages(node),
  'try-install': async (node) => (await build(node)) || tryInstall(),
  bench: async (node, args) => (await build(node)) || run(node, [BENCH, ...args]),
}

const [name = '', ...args] = process.argv.slice(2)
try {
  const task = tasks[name]
  if (!task) throw new Trouble(`There is no task "${name}". There are: ${Object.keys(tasks).join(', ')}.`)
  await setUp()
  process.exitCode = await task(workspaceNode(), args)
} catch (error) {
  if (!(error instanceof Trouble)) throw error
  console.error(error.message)
  process.exitCode = 1
}
