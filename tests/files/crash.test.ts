import {spawnSync} from 'node:child_process'
import {existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild, type Ended} from '../support/child.js'
import {it} from '../support/fixtures.js'
import {Home} from '../support/home.js'

const STORE_KEY = fileURLToPath(new URL('support/store-key.ts', import.meta.url))
const KEY = 'aws_access_key_id = AKIANEWNEWNEWNEWNEW3\naws_secret_access_key = the-new-secret\n'
const OTHER = '# mine\n[other]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD2\naws_secret_access_key = the-old-secret\n'

/** A key for the profile `lab` goes into each: what the files hold before and after, in the order in which they are written. */
interface Scene {
  readonly prepare: (home: Home) => void
  readonly files: readonly (readonly [file: string, before: string | null, after: string])[]
}

const scenes: Readonly<Record<string, Scene>> = {
  'two files, one with a stale token': {
    prepare(home) {
      home.write('.aws/config', '[profile lab]\naws_session_token = stale\n')
      home.write('.aws/credentials', OTHER)
    },
    files: [
      ['.aws/config', '[profile lab]\naws_session_token = stale\n', '[profile lab]\n'],
      ['.aws/credentials', OTHER, `${OTHER}\n[lab]\n${KEY}`],
    ],
  },
  'no file and no directory': {
    prepare() {},
    files: [['.aws/credentials', null, `[lab]\n${KEY}`]],
  },
}
if (process.platform !== 'win32') {
  Object.assign(scenes, {
    'a symbolic link': {
      prepare(home: Home) {
        home.write('dotfiles/credentials', OTHER)
        mkdirSync(home.at('.aws'), {mode: 0o700})
        symlinkSync('../dotfiles/credentials', home.at('.aws/credentials'))
      },
      files: [['dotfiles/credentials', OTHER, `${OTHER}\n[lab]\n${KEY}`]],
    } satisfies Scene,
  })
}

/** Stores the key of a profile in a process of its own, which kills itself before the call of that number. */
function store(home: Home, profile: string, call?: number): Promise<Ended> {
  const args = [STORE_KEY, profile, ...(call === undefined ? [] : [String(call)])]
  return runChild(process.execPath, args, {env: {HOME: home.path}})
}

const STRACE = 'strace'
const strace = process.platform === 'linux' && spawnSync(STRACE, ['-V']).status === 0
if (process.platform === 'linux' && !strace) {
  console.warn('strace is not on this machine: the tests of kills at system calls were NOT run.')
}

/** Some machines have only the calls that end with `at`. */
const WRITING_CALLS = 'write,pwrite64,fsync,/^f?chmod,/^f?chown,/^link,/^rename,/^unlink,/^mkdir'

/** One thread writes all, so the calls of a kind can be counted. */
function storeTraced(home: Home, ...options: readonly string[]): Promise<Ended> {
  const args = ['-f', '-qq', '-y', '-e', `trace=${WRITING_CALLS}`, ...options, process.execPath, STORE_KEY, 'lab']
  return runChild(STRACE, args, {env: {HOME: home.path, UV_THREADPOOL_SIZE: '1'}})
}

/** The calls of a whole run that write below the home: each as what injects a kill there. */
async function writingCalls(home: Home): Promise<string[]> {
  const log = home.at('strace.log')
  expect(await storeTraced(home, '-o', log)).toMatchObject({exit: 0, stderr: ''})
  const counts = new Map<string, number>()
  return readFileSync(log, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, thread, call] = /^(\d+) +(\w+)\(/.exec(line) ?? []
      if (thread === undefined || call === undefined) return []
      const count = (counts.get(thread + call) ?? 0) + 1
      counts.set(thread + call, count)
      return line.includes(`${home.path}/`) ? [`inject=${call}:signal=KILL:when=${count}`] : []
    })
}

const isWrite = (call: string) => call.startsWith('inject=write:')

/** The files as they are at this moment: each as it was or as it is to be, in that order, and nobody else may read one. */
function expectWhole(home: Home, {files}: Scene, at: string): void {
  const states = files.map(([file, before, after]) => {
    const now = home.list().includes(file) ? home.read(file) : null
    expect([before, after], `${file}, killed at ${at}`).toContain(now)
    return now === after
  })
  // A new key must never meet an old token.
  expect(states, `the order, killed at ${at}`).toEqual(states.toSorted((a, b) => Number(b) - Number(a)))
  if (process.platform === 'win32') return
  const open = home.list().filter((file) => !lstatSync(home.at(file)).isSymbolicLink() && home.mode(file) !== '600')
  expect(open, `killed at ${at}`).toEqual([])
  if (existsSync(home.at('.aws'))) expect(home.mode('.aws'), `killed at ${at}`).toBe('700')
}

/** One that stores another key finds everything in order, and leaves nothing of what the dead one left. */
async function expectTidied(home: Home, {files}: Scene, at: string): Promise<void> {
  const [credentials] = files.at(-1) as Scene['files'][number]
  const before = home.list().includes(credentials) ? home.read(credentials) : null
  expect(await store(home, 'next'), `after ${at}`).toMatchObject({exit: 0, stderr: ''})
  expect(home.read(credentials)).toBe(`${before === null ? '' : `${before}\n`}[next]\n${KEY}`)
  const expected = new Set(['.aws/credentials', ...files.map(([file]) => file)])
  expect(new Set(home.list()), `after ${at}`).toEqual(expected)
}

/** Kills a run of its own at each of these moments, a few at a time. */
async function killAt<Moment>(
  scene: Scene,
  moments: readonly Moment[],
  run: (home: Home, moment: Moment) => Promise<Ended>,
  ends: readonly unknown[] = [],
): Promise<void> {
  const queue = [...moments]
  const work = async () => {
    for (let moment = queue.shift(); moment !== undefined; moment = queue.shift()) {
      const home = new Home()
      try {
        scene.prepare(home)
        const {signal, exit, stderr} = await run(home, moment)
        expect([...ends, 'SIGKILL'], `${String(moment)}: ${stderr}`).toContain(signal ?? exit)
        expectWhole(home, scene, String(moment))
        await expectTidied(home, scene, String(moment))
      } finally {
        home.remove()
      }
    }
  }
  await Promise.all(Array.from({length: 4}, work))
}

describe.concurrent('a kill leaves each file whole, the old one or the new one (pain 27), and the next run tidies up', () => {
  for (const [name, scene] of Object.entries(scenes)) {
    it(`at every call that writes: ${name}`, {timeout: 120_000}, async ({home}) => {
      scene.prepare(home)
      const {stdout, stderr} = await store(home, 'lab')
      expect({calls: Number(stdout), stderr}).toEqual({
        calls: expect.toSatisfy((calls: number) => calls > 10),
        stderr: '',
      })
      const calls = Array.from({length: Number(stdout)}, (_, index) => index + 1)
      await killAt(scene, calls, (own, call) => store(own, 'lab', call))
    })
  }

  for (const [name, scene] of Object.entries(scenes)) {
    it.runIf(strace || (process.env['CI'] && process.platform === 'linux'))(
      `at every system call that writes: ${name}`,
      {timeout: 120_000},
      async ({home}) => {
        scene.prepare(home)
        const calls = await writingCalls(home)
        expect(calls.length).toBeGreaterThan(10)
        const killed = (own: Home, call: string) => storeTraced(own, '-o', '/dev/null', '-e', call)
        const [writes, others] = [calls.filter(isWrite), calls.filter((call) => !isWrite(call))]
        await killAt(scene, others, killed)
        // The thread also wakes the main one by writing, not always as often: then the kill comes elsewhere, or too late.
        await killAt(scene, writes, killed, [0])
      },
    )
  }
})
