import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {mturkIn} from '../support/mturk.js'
import {envelope, STEP_IDS} from './support/expected.js'
import {startMturk} from './support/running.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))
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
    expect({exit, json}).toEqual({
      exit: 2,
      json: envelope('usage', 2, new RegExp(`^Port ${port} of 127.0.0.1 .*another`)),
    })
    expect(json.error.remedy).toContain('--port')
  })
})

/** One that runs, with what it said when it was ready. */
async function start(home: Home, ...args: string[]) {
  const running = startMturk(['emulator', 'start', '--json', ...args], {env: {...home.env(), ...temporaryIn(home)}})
  const {
    endpoint = '',
    sandboxEndpoint = '',
    rootKeyFile = '',
  } = JSON.parse(await running.firstLine) as Record<string, string>
  const stop = async () => {
    running.kill('SIGTERM')
    await running.ended
  }
  const mturk = mturkIn({...home.env(), AWS_ENDPOINT_URL: endpoint, MTURK_SANDBOX_ENDPOINT_URL: sandboxEndpoint})
  return {endpoint, sandboxEndpoint, rootKeyFile, mturk, stop}
}

const SCENARIOS = [
  {name: 'new-account', verdicts: ['not_linked', 'not_linked'], exit: 6, balance: null},
  {name: 'user-without-policy', verdicts: ['no_policy', 'no_policy'], exit: 5, balance: null},
  {name: 'linked-production-only', verdicts: ['ok', 'not_linked'], exit: 6, balance: '182.50'},
  {name: 'linked', verdicts: ['ok', 'ok'], exit: 0, balance: '182.50'},
  {name: 'empty-balance', verdicts: ['ok', 'ok'], exit: 0, balance: '0.00'},
  {name: 'closed', verdicts: ['service_closed', 'service_closed'], exit: 8, balance: null},
]

describe('an emulator that runs', {concurrent: true, skip: windows}, () => {
  it('has the scenarios that its help lists, and no other', async ({home}) => {
    const {stdout} = await mturkIn(home.env())('emulator', 'start', '--help')
    const listed = [...stdout.matchAll(/^ +- ([a-z-]+):/gm)].map(([, name]) => name)
    expect(listed).toEqual(SCENARIOS.map(({name}) => name))
  })

  for (const {name, verdicts, exit, balance} of SCENARIOS) {
    it(`is what the scenario says: ${name}`, async ({home}) => {
      const {rootKeyFile, mturk, stop} = await start(home, '--scenario', name)
      const userKeyFile = join(dirname(rootKeyFile), 'mturk-requester_accessKeys.csv')
      expect(existsSync(userKeyFile)).toBe(name !== 'new-account')
      await mturk('keys', 'import', existsSync(userKeyFile) ? userKeyFile : rootKeyFile)
      const check = await mturk('link-check', '--json')
      await stop()
      const [production, sandbox] = check.json.environments
      expect({exit: check.exit, verdicts: [production.verdict, sandbox.verdict]}).toEqual({exit, verdicts})
      expect(production.availableBalance).toBe(balance)
    })
  }

  it('serves boto3 and the AWS CLI with the key that it wrote', async ({home, python, aws}) => {
    const {endpoint, sandboxEndpoint, rootKeyFile, mturk, stop} = await start(home, '--scenario', 'linked')
    await mturk('keys', 'import', rootKeyFile)
    const source = `
import boto3
client = lambda service, url: boto3.client(service, endpoint_url=url, region_name="us-east-1")
print(json.dumps({
    "balances": [client("mturk", given[at]).get_account_balance()["AvailableBalance"] for at in ["production", "sandbox"]],
    "users": [user["UserName"] for user in client("iam", given["production"]).list_users()["Users"]],
}))`
    const seen = await python(source, {production: endpoint, sandbox: sandboxEndpoint})
    const identity = await aws('sts', 'get-caller-identity', '--region', 'us-east-1', {endpoint})
    await stop()
    expect(seen).toMatchObject({exit: 0, json: {balances: ['182.50', '10000.00'], users: ['mturk-requester']}})
    expect(identity).toMatchObject({exit: 0, json: {Arn: expect.stringMatching(/:root$/)}})
  })

  it('does not mind another, and neither knows the keys of the other', async ({home}) => {
    const [one, other] = await Promise.all([start(home, '--scenario', 'linked'), start(home, '--scenario', 'linked')])
    const endpoints = [one.endpoint, one.sandboxEndpoint, other.endpoint, other.sandboxEndpoint]
    expect(new Set(endpoints).size).toBe(4)
    await one.mturk('keys', 'import', one.rootKeyFile)
    expect(await one.mturk('balance')).toMatchObject({exit: 0})
    expect(await other.mturk('balance', '--json')).toMatchObject({exit: 4, json: envelope('bad_key_id', 4)})
    await one.stop()
    expect(existsSync(other.rootKeyFile)).toBe(true)
    await other.stop()
    expect(readdirSync(home.at('tmp'))).toEqual(['mine'])
    expect(home.list()).toEqual(['.aws/credentials', 'tmp/mine'])
  })
})

describe('demo where a command of it fails', () => {
  it.skipIf(process.platform !== 'linux')('ends with what that command said, and leaves nothing', async ({home}) => {
    // Enough for the file with the root key, and too little for a journal: mturk init cannot begin.
    const limited = (...args: string[]) => {
      const program = ['--fsize=200', process.execPath, RUN_JS, 'demo', ...args]
      return runChild('prlimit', program, {env: {...home.env(), ...temporaryIn(home)}})
    }
    const words = await limited()
    expect(words.stderr).toMatch(/^✖ .*journal/m)
    expect(words.stderr).toMatch(
      new RegExp(`^✖ The demonstration ends here, since .mturk init .* ended with exit code ${words.exit}\\.$`, 'm'),
    )
    expect(words.stdout).not.toContain('mturk balance --sandbox')
    const {exit, stdout} = await limited('--json')
    expect(exit).toBe(words.exit)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: expect.stringMatching(/^(unreadable_file|unreachable)$/),
        message: expect.stringMatching(/^The demonstration ends here.*journal/),
        remedy: null,
        exit,
      },
    })
    expect(home.list()).toEqual(['tmp/mine'])
  })
})

describe('demo --keep', () => {
  it.skipIf(windows)(
    'keeps its home and names it, with a set-up that is whole, and leaves the real one alone',
    async ({home}) => {
      const mturk = mturkIn({...home.env(), ...temporaryIn(home)})
      const {exit, json} = await mturk('demo', '--keep', '--json')
      expect(exit).toBe(0)
      expect(dirname(json.home)).toBe(home.at('tmp'))
      expect((statSync(json.home).mode & 0o777).toString(8)).toBe('700')
      expect(readFileSync(join(json.home, '.aws/credentials'), 'utf8')).toContain(json.init.accessKeyId)
      const outside = home.list().filter((file) => !home.at(file).startsWith(json.home))
      expect(outside).toEqual(['tmp/mine'])
    },
  )
})
