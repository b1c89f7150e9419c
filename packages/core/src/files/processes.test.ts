import {spawn, spawnSync, type ChildProcess} from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest'
import {acquireLock} from './lock.js'

// Dozens of starts of Node on a busy machine.
vi.setConfig({testTimeout: 60_000})

/** A copy of core's sources that every user may read: root's tests also run as somebody without rights. */
let sources: string
beforeAll(() => {
  sources = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-sources-')))
  cpSync(fileURLToPath(new URL('..', import.meta.url)), join(sources, 'src'), {recursive: true})
  writeFileSync(join(sources, 'package.json'), '{"type": "module"}')
  // What the sources import besides Node, since no node_modules leads up from there.
  const shlex = dirname(createRequire(import.meta.url).resolve('shlex'))
  cpSync(shlex, join(sources, 'node_modules/shlex'), {recursive: true})
  chmodSync(sources, 0o755)
})
afterAll(() => rmSync(sources, {recursive: true}))

let directory: string
let file: string
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-processes-')))
  file = join(directory, 'file')
})
afterEach(() => rmSync(directory, {recursive: true}))

/** Node runs TypeScript, but looks for the `.js` that the import names. */
const HOOKS = `data:text/javascript,${encodeURIComponent(`
import {registerHooks} from 'node:module'
registerHooks({resolve: (name, context, next) => next(/^\\.\\.?\\/.*\\.js$/.test(name) ? name.slice(0, -3) + '.ts' : name, context)})
`)}`

function argumentsFor(code: string): string[] {
  const imports = `import {editFile, acquireLock} from ${JSON.stringify(pathToFileURL(join(sources, 'src/files/index.ts')).href)}
import fs from 'node:fs'
const [path, name] = process.argv.slice(1)
const append = (bytes) => Buffer.concat([bytes ?? Buffer.alloc(0), Buffer.from(name + '\\n')])
`
  return [
    '--disable-warning=ExperimentalWarning',
    '--import',
    HOOKS,
    '--input-type=module',
    '--eval',
    imports + code,
    '--',
  ]
}

interface Ended {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(code: string, args: readonly string[], options: {uid?: number} = {}) {
  const ids = options.uid === undefined ? {} : {uid: options.uid, gid: options.uid}
  const child = spawn(process.execPath, [...argumentsFor(code), ...args], {cwd: '/', env: {}, ...ids})
  const output = {stdout: '', stderr: ''}
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (part: Buffer) => (output[stream] += part.toString()))
  const ended = new Promise<Ended>((resolve) => child.once('close', (exit) => resolve({exit, ...output})))
  return {child, ended}
}

/** Until the child has said something. */
async function spoken(child: ChildProcess): Promise<void> {
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve)
    child.once('exit', () => reject(new Error('The child ended before it said anything.')))
  })
}

const HOLD = `const lock = await acquireLock(path); console.log('held'); process.stdin.on('end', () => lock.release()).resume()`
const EDIT = `await editFile(path, append).catch((error) => console.log(error.code, error.message))`

describe('several processes', () => {
  it('all get their change into one file', async () => {
    const names = Array.from({length: 10}, (_, index) => `process-${index}`)
    const all = await Promise.all(names.map((name) => start(EDIT, [file, name]).ended))
    expect(all.map(({exit, stdout, stderr}) => ({exit, stdout, stderr}))).toEqual(
      names.map(() => ({exit: 0, stdout: '', stderr: ''})),
    )
    expect(new Set(readFileSync(file, 'utf8').trimEnd().split('\n'))).toEqual(new Set(names))
    expect(readdirSync(directory)).toEqual(['file'])
  })

  it('wait for a living one', async () => {
    const {child, ended} = start(HOLD, [file])
    await spoken(child)
    const waited: unknown[] = []
    const lock = await acquireLock(file, {
      onWait(holder) {
        waited.push(holder?.pid)
        child.stdin.end()
      },
    })
    expect(waited).toEqual([child.pid])
    expect(lock.tookOver).toBe(false)
    await lock.release()
    expect(await ended).toMatchObject({exit: 0})
  })

  it('take over the lock of one that was killed', async () => {
    const {child, ended} = start(HOLD, [file])
    await spoken(child)
    child.kill('SIGKILL')
    await ended
    expect(readdirSync(directory)).toEqual(['file'])
    const lock = await acquireLock(file, {waitMs: 0})
    expect(lock.tookOver).toBe(true)
    await lock.release()
    expect(readdirSync(directory)).toEqual([])
  })

  it('never hold a lock two at a time, though each finds a dead one', async () => {
    const inside = join(directory, 'inside')
    // Each leaves its lock behind like a crash would, so that the next ones race to take it over.
    const code = `
for (let round = 0; round < 12; round++) {
  const lock = await acquireLock(path)
  fs.closeSync(fs.openSync(name, 'wx'))
  await new Promise(setImmediate)
  fs.unlinkSync(name)
  if (round % 3 === 2) {
    const holder = JSON.parse(fs.readFileSync(path))
    fs.writeFileSync(path, JSON.stringify({...holder, bootId: 'x', startTime: 'x', pid: 2 ** 22 + 1}))
  } else await lock.release()
}`
    const all = await Promise.all(Array.from({length: 5}, () => start(code, [file, inside]).ended))
    expect(all.map(({exit, stderr}) => ({exit, stderr}))).toEqual(all.map(() => ({exit: 0, stderr: ''})))
  })
})

/** Lets a system call fail; Linux only. */
const STRACE = 'strace'
const strace = process.platform === 'linux' && spawnSync(STRACE, ['-V']).status === 0
if (process.platform === 'linux' && !strace)
  console.warn('strace is not on this machine: the tests of failing calls were NOT run.')

const traced = (inject: string) =>
  spawnSync(
    STRACE,
    [
      '-f',
      '-o',
      '/dev/null',
      '-e',
      'trace=all',
      '-e',
      `inject=${inject}`,
      process.execPath,
      ...argumentsFor(EDIT),
      file,
      'new',
    ],
    {
      cwd: '/',
      env: {UV_THREADPOOL_SIZE: '1'},
      encoding: 'utf8',
    },
  )

describe.runIf(strace || Boolean(process.env['CI'] && process.platform === 'linux'))('a failure of the system', () => {
  it.each([
    ['fsync:error=ENOSPC:when=2', 'not_writable', 'the disk is full'],
    ['/^rename:error=EROFS', 'not_writable', 'read-only'],
    ['/^rename:error=EBUSY', 'not_writable', 'mount point'],
    ['fchmod:error=EIO:when=2', 'not_writable', 'the disk failed .EIO'],
  ])('(%s) is told, and leaves nothing behind', (inject, code, words) => {
    writeFileSync(file, 'old\n', {mode: 0o600})
    const {stdout, status} = traced(inject)
    expect(stdout).toMatch(new RegExp(`^${code} .*${file} could not be written: .*${words}`))
    expect([status, readFileSync(file, 'utf8'), readdirSync(directory)]).toEqual([0, 'old\n', ['file']])
  })
})

describe.runIf(strace)('a disk that fails when all is written', () => {
  it('is told of without saying that the file is as it was', () => {
    writeFileSync(file, 'old\n', {mode: 0o600})
    const {stdout} = traced('fsync:error=EIO:when=3')
    expect(stdout).toMatch(/^not_writable .*was written, but/)
    expect([readFileSync(file, 'utf8'), readdirSync(directory)]).toEqual(['old\nnew\n', ['file']])
  })
})

describe.runIf(process.getuid?.() === 0)('somebody without rights', () => {
  const NOBODY = 65534
  const asNobody = async () => {
    const {stdout, stderr} = await start(EDIT, [file, 'new'], {uid: NOBODY}).ended
    expect(stderr).toBe('')
    return stdout
  }
  beforeEach(() => chownSync(directory, NOBODY, NOBODY))

  it('is told that a file cannot be read', async () => {
    writeFileSync(file, 'x', {mode: 0o600})
    expect(await asNobody()).toContain('unreadable ')
    expect([readFileSync(file, 'utf8'), readdirSync(directory)]).toEqual(['x', ['file']])
  })

  it('is told that a file is write-protected, though a rename would go through', async () => {
    writeFileSync(file, 'x')
    chownSync(file, NOBODY, NOBODY)
    chmodSync(file, 0o400)
    expect(await asNobody()).toMatch(/^not_writable .*you have no permission/)
    expect([readFileSync(file, 'utf8'), readdirSync(directory)]).toEqual(['x', ['file']])
  })

  it('is told that a directory is write-protected', async () => {
    chmodSync(directory, 0o555)
    expect(await asNobody()).toMatch(/^not_writable .*you have no permission/)
    expect(readdirSync(directory)).toEqual([])
  })

  it('cannot keep the owner of a file, and does not open it to another group', async () => {
    writeFileSync(file, 'x\n')
    chownSync(file, 0, 0)
    chmodSync(file, 0o666)
    expect(await asNobody()).toBe('')
    expect(readFileSync(file, 'utf8')).toBe('x\nnew\n')
    const {uid, gid, mode} = statSync(file)
    expect([uid, gid, (mode & 0o777).toString(8)]).toEqual([NOBODY, NOBODY, '606'])
  })

  it('keeps the owner where it is root that writes', async () => {
    mkdirSync(join(directory, 'd'))
    writeFileSync(file, 'x\n')
    chownSync(file, NOBODY, NOBODY)
    chmodSync(file, 0o640)
    expect(await start(EDIT, [file, 'new']).ended).toMatchObject({exit: 0, stdout: ''})
    const {uid, gid, mode} = statSync(file)
    expect([uid, gid, (mode & 0o777).toString(8)]).toEqual([NOBODY, NOBODY, '640'])
  })
})
