import {existsSync, readFileSync, statSync} from 'node:fs'
import {dirname} from 'node:path'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {mturkIn} from '../support/mturk.js'
import {envelope, STEP_IDS} from './support/expected.js'
import {startMturk} from './support/running.js'

const windows = process.platform === 'win32'

/** A directory for temporary files of its own, in which Node keeps nothing itself. */
function temporaryIn(home: Home) {
  const folder = dirname(home.write('tmp/mine', ''))
  return {TMPDIR: folder, TEMP: folder, NODE_DISABLE_COMPILE_CACHE: '1'}
}

describe.concurrent('demo --json', () => {
  it('shows the whole set-up, and leaves nothing', async ({home}) => {
    const mturk = mturkIn({...home.env(), ...temporaryIn(home)})
    const {exit, json} = await mturk('demo', '--json')
    expect(exit).toBe(0)
    expect(Object.keys(json)).toEqual(['home', 'credentials', 'init', 'balance', 'secondInit'])
    expect(json).toMatchObject({
      home: null,
      credentials: {file: '~/.aws/credentials'},
      init: {profile: 'default', userName: 'mturk-requester'},
      balance: {environment: 'sandbox', availableBalance: '10000.00'},
      secondInit: {accessKeyId: json.init.accessKeyId},
    })
    expect(json.init.steps.map(({id}: {id: string}) => id)).toEqual(STEP_IDS)
    expect(home.list()).toEqual(['tmp/mine'])
  })
})

describe.concurrent('emulator start', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it.skipIf(windows)(`with --json says one line, works, and is gone without a trace at ${signal}`, async ({home}) => {
      const temporary = temporaryIn(home)
      const running = startMturk(['emulator', 'start', '--json'], {env: {...home.env(), ...temporary}})
      const ready = JSON.parse(await running.firstLine) as Record<string, string>
      expect(ready).toEqual({
        endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        sandboxEndpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        rootKeyFile: expect.stringContaining(temporary.TMPDIR),
        pid: running.pid,
      })
      const {rootKeyFile = '', endpoint, sandboxEndpoint} = ready
      expect((statSync(rootKeyFile).mode & 0o777).toString(8)).toBe('600')
      expect((statSync(dirname(rootKeyFile)).mode & 0o777).toString(8)).toBe('700')
      const secret = readFileSync(rootKeyFile, 'utf8').trim().split(',').at(-1) ?? ''

      const mturk = mturkIn({...home.env(), AWS_ENDPOINT_URL: endpoint, MTURK_SANDBOX_ENDPOINT_URL: sandboxEndpoint})
      const init = await mturk('init', '--from-csv', rootKeyFile, '--yes', '--json')
      expect(init).toMatchObject({exit: 6, json: {userName: 'mturk-requester'}})

      running.kill(signal)
      const {exit, stdout, stderr} = await running.ended
      expect(exit).toBe(signal === 'SIGINT' ? 130 : 143)
      expect(stdout.trimEnd().split('\n')).toHaveLength(1)
      expect(stdout + stderr).not.toContain(secret)
      expect(existsSync(dirname(rootKeyFile))).toBe(false)
      const gone = await mturk('balance', '--json')
      expect(gone).toMatchObject({exit: 7, json: envelope('unreachable', 7)})
    })
  }

  it.skipIf(windows)(
    'begins with the scenario that is named, and says what to type in another shell',
    async ({home}) => {
      const running = startMturk(['emulator', 'start', '--scenario', 'linked'], {env: home.env()})
      await running.firstLine
      running.kill('SIGTERM')
      const {exit, stdout} = await running.ended
      expect(exit).toBe(143)
      expect(stdout).toContain('export AWS_ENDPOINT_URL=http://127.0.0.1:')
      expect(stdout).toContain('export MTURK_SANDBOX_ENDPOINT_URL=http://127.0.0.1:')
      const userKeyFile = /user key +(\S+)/.exec(stdout)?.[1] ?? ''
      expect(userKeyFile).toContain('mturk-requester_accessKeys.csv')
      expect(existsSync(userKeyFile)).toBe(false)
    },
  )

  it('says with 2 what is wrong: a scenario, a port', async ({home}) => {
    const mturk = mturkIn(home.env())
    expect(await mturk('emulator', 'start', '--scenario', 'rich', '--json')).toMatchObject({
      exit: 2,
      json: envelope('usage', 2),
    })
    expect(await mturk('emulator', 'start', '--port', '70000', '--json')).toMatchObject({
      exit: 2,
      json: envelope('usage', 2),
    })
  })

  it('says so when the port is taken', async ({home, emulator}) => {
    const mturk = mturkIn(home.env())
    const {port} = new URL(emulator.endpoint)
    const {exit, json} = await mturk('emulator', 'start', '--port', port, '--json')
    expect(exit).not.toBe(0)
    expect(json.error.message).toContain(port)
  })
})
