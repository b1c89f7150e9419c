import {fileURLToPath} from 'node:url'
import {describe, expect, inject} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {atTerminal, tmux} from './support/at-terminal.js'
import {envelope} from './support/expected.js'
import {fillHome} from './support/runs/index.js'
import {startMturk} from './support/running.js'
import {commandLines, secretsIn} from './support/traces.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** Programs that are there wherever the tests run: the shell, and Node. */
const SH = ['sh', '-c'] as const
const showEnvironment = [process.execPath, '-e', 'process.stdout.write(JSON.stringify(process.env))']

const ENVIRONMENT = {accessKeyId: 'AKIAENVENVENVENVENVE', secretAccessKey: `${'e'.repeat(38)}/+`}
const FILE = {accessKeyId: 'AKIAFILEFILEFILEFILE', secretAccessKey: `${'f'.repeat(38)}/+`}
const LAB = {accessKeyId: 'AKIALABLABLABLABLABL', secretAccessKey: `${'l'.repeat(38)}/+`}

describe.skipIf(process.platform === 'win32').concurrent('exec', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('runs a program with the key and a region, and else exactly the environment that there was', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, FILE)
    const {exit, stdout, stderr} = await mturk('exec', '--', ...showEnvironment)
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    const bare = await runChild(process.execPath, showEnvironment.slice(1), {
      env: {...home.env(), ...emulator.environment()},
    })
    expect(JSON.parse(stdout)).toEqual({
      ...JSON.parse(bare.stdout),
      AWS_ACCESS_KEY_ID: FILE.accessKeyId,
      AWS_SECRET_ACCESS_KEY: FILE.secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    })
  })

  it('takes the key of a profile, its region and its endpoints, and away what would lead elsewhere', async ({home}) => {
    writeProfile(home, FILE)
    writeProfile(home, LAB, 'lab')
    home.write(
      '.aws/config',
      '[default]\nregion = eu-west-1\n[profile lab]\nregion = us-west-2\nendpoint_url = http://127.0.0.1:9\nservices = s\n[services s]\nmturk =\n  endpoint_url = http://127.0.0.1:8\n',
    )
    const {ended} = startMturk(['exec', '--profile', 'lab', '--', ...showEnvironment], {
      env: {
        ...home.env(),
        AWS_ACCESS_KEY_ID: ENVIRONMENT.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ENVIRONMENT.secretAccessKey,
        AWS_SESSION_TOKEN: 'old',
        AWS_SECURITY_TOKEN: 'old',
        AWS_PROFILE: 'default',
        AWS_DEFAULT_PROFILE: 'default',
        AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
        AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
        AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1',
        aws_access_key_id: ENVIRONMENT.accessKeyId,
      },
    })
    const {stdout} = await ended
    const of = Object.entries(JSON.parse(stdout)).filter(([name]) => /^aws_/i.test(name))
    expect(Object.fromEntries(of)).toEqual({
      AWS_ACCESS_KEY_ID: LAB.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LAB.secretAccessKey,
      AWS_REGION: 'us-west-2',
      AWS_DEFAULT_REGION: 'us-west-2',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_MTURK: 'http://127.0.0.1:8',
    })
  })

  it('gives boto3 its key, where what was in the environment would have stopped it', async ({
    home,
    emulator,
    mturk,
    python,
  }) => {
    writeProfile(home, userKeyOf(emulator))
    expect(python.botocore).toMatch(/^\d/)
    const {path = '', userBase = ''} = inject('realClients').python ?? {}
    const source = `
import boto3
client = boto3.client("mturk", endpoint_url="${emulator.sandboxEndpoint}")
print(client.get_account_balance()["AvailableBalance"], client.meta.region_name)
`
    const env = {
      AWS_PROFILE: 'default',
      AWS_SESSION_TOKEN: 'of somebody else',
      AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
      PYTHONUSERBASE: userBase,
    }
    const {exit, stdout} = await mturk('exec', '--profile', 'default', '--', path, '-c', source, {env})
    expect({exit, stdout}).toEqual({exit: 0, stdout: '10000.00 us-east-1\n'})
  })

  it('passes input, both outputs and every argument through, also those that look like ours', async ({home}) => {
    writeProfile(home, FILE)
    const stdin = 'a line\n'.repeat(50_000)
    const script = 'cat; echo "$@" >&2'
    const more = ['--json', '--help', '--yes', '--', 'two words', '--profile=x', '$(touch run)']
    const args = [RUN_JS, 'exec', '--', ...SH, script, 'sh', ...more]
    const {exit, stdout, stderr} = await runChild(process.execPath, args, {env: home.env(), stdin})
    expect({exit, isWhole: stdout === stdin}).toEqual({exit: 0, isWhole: true})
    expect(stderr).toBe(`${more.join(' ')}\n`)
    expect(home.list()).toEqual(['.aws/credentials'])
  })

  it.for([0, 1, 2, 9, 125, 126, 127, 255])('ends with the program’s own code: %i', async (code, {home, mturk}) => {
    writeProfile(home, FILE)
    expect(await mturk('exec', '--', ...SH, `exit ${code}`)).toMatchObject({exit: code, stdout: '', stderr: ''})
  })

  it.for([
    ['TERM', 143],
    ['INT', 130],
    ['KILL', 137],
    ['SEGV', 139],
  ] as const)(
    'ends with 128 and its number where SIG%s ended the program: %i',
    async ([signal, code], {home, mturk}) => {
      writeProfile(home, FILE)
      expect(await mturk('exec', '--', ...SH, `kill -${signal} $$`)).toMatchObject({exit: code, stdout: '', stderr: ''})
    },
  )

  it.for(['INT', 'TERM', 'HUP', 'QUIT', 'USR1', 'USR2'] as const)(
    'passes SIG%s on to the program once, and waits for what it does then',
    async (signal, {home}) => {
      writeProfile(home, FILE)
      // Its own `sleep` ends with the pipe, so nothing stays behind; the loop lets the trap run at once.
      const script = `trap 'echo got ${signal}; n=1' ${signal}; echo ready; while [ -z "$n" ]; do sleep 0.05; done; sleep 0.2; exit 7`
      const running = startMturk(['exec', '--', ...SH, script], {env: home.env()})
      expect(await running.firstLine).toBe('ready')
      running.kill(`SIG${signal}`)
      expect(await running.ended).toMatchObject({exit: 7, stdout: `ready\ngot ${signal}\n`})
    },
  )

  it('shows the secret on no command line and in no word of its own, with DEBUG=*', async ({home, emulator}) => {
    const {stored} = fillHome(home, emulator)
    const env = {...home.env(), DEBUG: '*'}
    const running = startMturk(['exec', '--', ...SH, 'echo ready; sleep 1'], {env})
    await running.firstLine
    expect(secretsIn(commandLines(), {stored})).toEqual([])
    const {exit, stdout, stderr} = await running.ended
    expect({exit, stdout}).toEqual({exit: 0, stdout: 'ready\n'})
    expect(secretsIn(stderr, {stored})).toEqual([])
  })
})

describe.skipIf(process.platform === 'win32').concurrent('exec that cannot start its program ends with 125', () => {
  it('where there is none of that name, or it may not be run', async ({home, mturk}) => {
    writeProfile(home, FILE)
    const missing = await mturk('exec', '--', 'no-such-program')
    expect(missing).toMatchObject({
      exit: 125,
      stdout: '',
      stderr: expect.stringMatching(/"no-such-program" was not found/),
    })
    const plain = await mturk('exec', '--', home.write('plain', 'echo hello\n'))
    expect(plain).toMatchObject({exit: 125, stdout: '', stderr: expect.stringMatching(/may not be run \(EACCES\)/)})
  })

  it.for([
    ['there is no key', '', [], /No access key was found/],
    ['the profile does not exist', '[default]\n', ['--profile', 'nobody'], /nobody/],
    ['a file cannot be parsed', 'nonsense\n', [], /line 1/],
    ['the backend is unknown', '', ['--backend', 'vault'], /no credential backend "vault"/],
    ['a flag is unknown', '', ['--nonsense'], /--nonsense/],
  ] as const)('where %s', async ([, content, flags, words], {home, mturk}) => {
    home.write('.aws/credentials', content)
    const {exit, stdout, stderr} = await mturk('exec', ...flags, '--', ...SH, 'echo ran')
    expect({exit, stdout}).toEqual({exit: 125, stdout: ''})
    expect(stderr).toMatch(words)
  })

  it('where no program is named, or --json is asked for', async ({home, mturk}) => {
    writeProfile(home, FILE)
    for (const args of [[], ['--'], ['sh', '-c', 'echo ran'], ['sh', '--', 'sh']])
      expect(await mturk('exec', ...args)).toMatchObject({exit: 125, stdout: ''})
    expect(await mturk('exec', '--json', '--', ...SH, 'echo ran')).toMatchObject({
      exit: 125,
      json: envelope('usage', 125, /--json is refused here/),
    })
  })
})

describe.skipIf(!tmux)('exec at a terminal', () => {
  atTerminal('lets Ctrl-C reach the program once, and waits for it', async ({home, terminal}) => {
    writeProfile(home, FILE)
    const script = `trap 'echo "got one"; n=$((n+1))' INT; n=0; echo ready; while [ $n = 0 ]; do sleep 0.05; done; sleep 0.3; echo "got $n in all"; exit 7`
    const {until, press, ended} = terminal(['exec', '--', ...SH, script])
    await until(/^ready/m)
    press('C-c')
    await until('got 1 in all')
    expect(await ended()).toBe(7)
  })

  atTerminal('leaves the terminal to the program', async ({home, terminal}) => {
    writeProfile(home, FILE)
    const script =
      'test -t 0 && test -t 1 && test -t 2 && echo "all three"; printf "name? "; read name; echo "hello $name"'
    const {until, type, press, ended} = terminal(['exec', '--', ...SH, script])
    await until('all three')
    await until('name?')
    type('anna')
    press('Enter')
    await until('hello anna')
    expect(await ended()).toBe(0)
  })
})
