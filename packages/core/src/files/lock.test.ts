import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {hostname, tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {acquireLock, whyLocked} from './lock.js'
import {thisProcess} from './process-identity.js'

let directory: string
let lockPath: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mturk-lock-'))
  lockPath = join(directory, 'lock')
})
afterEach(() => rmSync(directory, {recursive: true}))

const NONCE = 'a'.repeat(32)
const forge = (holder: object) =>
  writeFileSync(lockPath, JSON.stringify({...thisProcess(), nonce: NONCE, ...holder}), {mode: 0o600})
const root = process.getuid?.() === 0
const posix = process.platform !== 'win32'

describe('a lock', () => {
  it('names its holder, is for its owner only, and is gone when released', async () => {
    const lock = await acquireLock(lockPath)
    const {pid, host, bootId, startTime} = thisProcess()
    expect(JSON.parse(readFileSync(lockPath, 'utf8'))).toMatchObject({pid, host, bootId, startTime})
    expect(lock.tookOver).toBe(false)
    await lock.release()
    expect(readdirSync(directory)).toEqual([])
  })

  it('is waited for, with a word about whom, and taken when it is free', async () => {
    const first = await acquireLock(lockPath)
    const waited: unknown[] = []
    const second = acquireLock(lockPath, {
      onWait(holder) {
        waited.push(holder)
        void first.release()
      },
    })
    await (await second).release()
    expect(waited).toEqual([{pid: process.pid, host: hostname()}])
  })

  it('is given up after the time that was set, naming process and machine', async () => {
    const lock = await acquireLock(lockPath)
    await expect(acquireLock(lockPath, {waitMs: 1})).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
    })
    await lock.release()
  })

  it('stops waiting when it is told to', async () => {
    const lock = await acquireLock(lockPath)
    const controller = new AbortController()
    const waiting = acquireLock(lockPath, {signal: controller.signal, onWait: () => controller.abort()})
    await expect(waiting).rejects.toThrow(/abort/)
    await lock.release()
  })

  it.each(['', '[]', 'null', 'x'.repeat(10_000), JSON.stringify({...thisProcess(), nonce: NONCE, pid: -1})])(
    'that names nobody is taken over when it is old, and waited for while it is new (%#)',
    async (content) => {
      writeFileSync(lockPath, content, {mode: 0o600})
      await expect(acquireLock(lockPath, {waitMs: 0})).rejects.toMatchObject({code: 'locked'})
      expect(await whyLocked(lockPath)).toMatchObject({code: 'locked'})
      const longAgo = Date.now() / 1000 - 60
      utimesSync(lockPath, longAgo, longAgo)
      expect(await whyLocked(lockPath)).toBeNull()
      const both = await Promise.allSettled([acquireLock(lockPath, {waitMs: 0}), acquireLock(lockPath, {waitMs: 0})])
      const taken = both.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      expect(taken.map(({tookOver}) => tookOver)).toEqual([true])
      await taken[0]?.release()
      expect(readdirSync(directory)).toEqual([])
    },
  )

  it('shows no more of a foreign name than a name may be', async () => {
    forge({host: `lab\n✔ Nothing is wrong${'x'.repeat(1000)}`, pid: 4711})
    const {message} = (await acquireLock(lockPath, {waitMs: 0}).catch((error: unknown) => error)) as Error
    expect(message).toContain('on lab?✔?Nothing')
    expect(message.length).toBeLessThan(300)
  })

  it('of another machine is never taken over', async () => {
    forge({host: 'lab-server-2', pid: 4711})
    const before = readFileSync(lockPath)
    await expect(acquireLock(lockPath, {waitMs: 0})).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringContaining(`Process 4711 on lab-server-2 has locked ${lockPath}; `),
      remedy: expect.stringContaining(lockPath),
    })
    expect(readFileSync(lockPath).equals(before)).toBe(true)
  })

  it.skipIf(thisProcess().bootId === null)(
    'of before the last boot is taken over, and what crashes left beside it is swept',
    async () => {
      forge({bootId: 'another-boot', pid: 1})
      writeFileSync(`${lockPath}.${'b'.repeat(32)}.new`, '')
      const lock = await acquireLock(lockPath, {waitMs: 0})
      expect(lock.tookOver).toBe(true)
      expect(readdirSync(directory)).toEqual(['lock'])
      await lock.release()
    },
  )

  it.skipIf(thisProcess().startTime === null)(
    'of a process whose number was given to another is taken over',
    async () => {
      forge({startTime: '1'})
      const lock = await acquireLock(lockPath, {waitMs: 0})
      expect(lock.tookOver).toBe(true)
      await lock.release()
    },
  )

  it.skipIf(thisProcess().pidNamespace === null)(
    'of another container on this machine is never taken over',
    async () => {
      forge({pidNamespace: 'pid:[1]', pid: 4711})
      await expect(acquireLock(lockPath, {waitMs: 0})).rejects.toMatchObject({code: 'locked'})
    },
  )

  it.each(['', 'not json', '{}', '{"pid":-1}', JSON.stringify({...thisProcess(), nonce: '../x'})])(
    'that says %j is not touched',
    async (content) => {
      writeFileSync(lockPath, content, {mode: 0o600})
      await expect(acquireLock(lockPath, {waitMs: 0})).rejects.toMatchObject({
        code: 'locked',
        remedy: expect.stringContaining(lockPath),
      })
      expect(readFileSync(lockPath, 'utf8')).toBe(content)
    },
  )

  it.runIf(posix)('that is a symbolic link is refused', async () => {
    symlinkSync(join(directory, 'elsewhere'), lockPath)
    await expect(acquireLock(lockPath)).rejects.toMatchObject({
      code: 'denied',
      message: expect.stringContaining('symbolic link'),
    })
    expect(existsSync(join(directory, 'elsewhere'))).toBe(false)
  })

  it.runIf(posix)('that others can read is refused', async () => {
    forge({})
    chmodSync(lockPath, 0o640)
    await expect(acquireLock(lockPath)).rejects.toMatchObject({code: 'denied'})
  })

  it.runIf(root)('that belongs to another user is refused', async () => {
    forge({})
    chownSync(lockPath, 65534, 65534)
    await expect(acquireLock(lockPath)).rejects.toMatchObject({
      code: 'denied',
      message: expect.stringContaining('another user'),
    })
  })

  it('in a directory that is not there says so', async () => {
    await expect(acquireLock(join(directory, 'no', 'lock'))).rejects.toMatchObject({name: 'MturkBackendError'})
  })
})
