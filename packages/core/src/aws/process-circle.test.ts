import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {expect, it} from 'vitest'

import {isCallingItself, readPs, type Running} from './process-circle.js'

const WORDS = ['credentials', 'export', '--format', 'process', '--profile', 'lab']
const SAME = `node /opt/mturk/bin/run.js ${WORDS.join(' ')}`

/** Parents of this process, the nearest first. */
function above(...commands: readonly string[]) {
  return async (pid: number): Promise<Running | undefined> => {
    const index = pid === process.ppid ? 0 : pid - 1_000_000
    const command = commands[index]
    return command === undefined ? undefined : {parent: 1_000_001 + index, command}
  }
}

it('knows a command that runs above itself once more, whatever stands between', async () => {
  const round = ['/bin/sh -c /opt/wrap', SAME]
  expect(await isCallingItself(WORDS, above(...round, ...round, ...round, 'mturk exec --profile lab'))).toBe(true)
  expect(await isCallingItself(WORDS, above(...round, ...round, 'mturk exec --profile lab'))).toBe(false)
  const other = SAME.replace('lab', 'vault')
  expect(await isCallingItself(WORDS, above(other, other, other, other))).toBe(false)
})

it('reads what ps says', () => {
  expect(readPs(`    1     0 /sbin/init\n 4711     1 ${SAME}\n`).get(4711)).toEqual({parent: 1, command: SAME})
  expect(readPs('').size).toBe(0)
})

it.runIf(process.platform === 'linux')(
  'sees the processes of this computer, without help of the environment',
  async () => {
    const module = new URL('process-circle.ts', import.meta.url).href
    const words = ['again', 'and', 'again']
    const code = `
    const [depth, module, ...words] = process.argv.slice(1)
    const {isCallingItself} = await import(module)
    if (await isCallingItself([module, ...words])) console.log('stopped at', depth)
    else if (depth === '9') console.log('went on')
    else {
      const {spawnSync} = await import('node:child_process')
      const next = ['--input-type=module', '-e', process.execArgv.at(-1), String(Number(depth) + 1), module, ...words]
      spawnSync(process.execPath, next, {env: {}, stdio: 'inherit'})
    }`
    const args = ['--input-type=module', '-e', code, '0', module, ...words]
    const {stdout} = await promisify(execFile)(process.execPath, args, {env: {}})
    expect(stdout).toMatch(/^stopped at 3\n$/)
  },
)
