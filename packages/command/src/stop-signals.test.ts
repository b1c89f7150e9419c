import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {describe, expect, it} from 'vitest'

const MODULE = new URL('stop-signals.ts', import.meta.url).href

/** As `signal-exit` does it, which puts the cursor back where listr2 hid it. */
const SIGNAL_EXIT = (name: string) => `process.on('${name}', function restore() {
  if (process.listeners('${name}').length > 1) return
  process.off('${name}', restore)
  process.kill(process.pid, '${name}')
})`

/** A process that says when it is ready and when it was asked to stop, and goes on regardless. */
function start(name: NodeJS.Signals) {
  const source = `
    const {StopSignals} = await import('${MODULE}')
    const stop = new StopSignals()
    stop.defer()
    ${SIGNAL_EXIT(name)}
    stop.signal.addEventListener('abort', () => console.log('asked to stop'))
    setTimeout(() => {}, 30_000)
    console.log('ready')`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]()
  return {child, line: async () => (await lines.next()).value, ended: once(child, 'exit')}
}

describe.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)('%s', (name) => {
  it('asks to stop at first, even where somebody looks after the cursor, and ends the process at last', async () => {
    const {child, line, ended} = start(name)
    expect(await line()).toBe('ready')
    child.kill(name)
    expect(await line()).toBe('asked to stop')
    child.kill(name)
    expect(await ended).toEqual([null, name])
  })
})
