import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {verdicts} from '@mturk-cli/core/mturk'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {startMturk} from './support/running.js'
import {fillHome, newSecret, play, RUNS} from './support/runs/index.js'
import {VERDICT_WAYS} from './support/verdict-runs.js'
import {commandLines, formsOf, secretsIn, secretsInFiles} from './support/traces.js'
import {isAlias, readCommands} from './usage.js'

/** They stay, or they start others: each has a test of its own below. */
const LONG_RUNNING = ['demo', 'emulator:start']

/** Where the test, and so the person, has put secrets; in none of the others has one any business. */
const PUT_THERE =
  /^(\.aws\/credentials|\.aws\/config|\.(boto|psiturkconfig)(\.mturk-backup-\w+)?|rootkey\.csv|keys\.csv|vault\.json|config\/.*|plugins\/.*|data\/journal\/.*)$/

/** The secret of a key that the run made, if it made one. */
function madeIn(home: Home): Record<string, string> {
  const made = /\[new\]\r?\n\S+ ?= ?\S+\r?\n\S+ ?= ?(\S+)/.exec(home.read('.aws/credentials'))?.[1]
  return made === undefined ? {} : {made}
}

describe('the table of runs', () => {
  it('has every command that there is', () => {
    const commands = [...readCommands()].filter((each) => !isAlias(each)).map(([name]) => name)
    expect(commands.length).toBeGreaterThan(15)
    const tested = new Set([...RUNS.map(({command}) => command), ...LONG_RUNNING])
    expect(commands.filter((name) => !tested.has(name))).toEqual([])
  })

  it('would notice a secret in any form', () => {
    const secret = newSecret()
    const texts = [
      `a ${secret} b`,
      `cut off: ${secret.slice(0, 25)}`,
      JSON.stringify({secret}),
      new URLSearchParams({secret}).toString(),
      Buffer.from(secret).toString('hex'),
      ...['', 'a', 'ab', 'abc'].map((before) => Buffer.from(`${before}${secret}:more`).toString('base64')),
    ]
    for (const text of texts) expect(secretsIn(text, {secret})).toEqual(['secret'])
    expect(secretsIn(`nothing ${newSecret()}`, {secret})).toEqual([])
    expect(Math.min(...formsOf(secret).map((form) => form.length))).toBeGreaterThan(15)
  })
})

describe.concurrent('a secret, with DEBUG=*,', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const run of RUNS) {
    const {command, args = [], when, exit: expected} = run
    it(`is shown nowhere by ${[command.replace(':', ' '), ...args].join(' ')} when ${when}`, async ({
      home,
      emulator,
    }) => {
      const scene = {home, emulator, secrets: fillHome(home, emulator)}
      const {exit, stdout, stderr} = await play(run, scene, {env: {DEBUG: '*'}})
      const secrets = {...scene.secrets, ...madeIn(home)}
      expect({exit, shown: secretsIn(stdout + stderr, secrets)}).toEqual({exit: expected, shown: []})
      // Without DEBUG's own words on standard error this would prove little.
      expect(stderr.includes(' oclif:config ')).toBe(true)

      const found = secretsInFiles(home, secrets)
      expect(Object.keys(found).filter((file) => !PUT_THERE.test(file))).toEqual([])
      expect(found['.aws/credentials']).not.toContain('environment')
      // The key that was handed over stands in one profile already; only an import may put it into another.
      const copies = home.read('.aws/credentials').split(scene.secrets.handedOver).length - 1
      const isImport = command === 'keys:import' && expected === 0 && !/--dry-run|secrets-manager/.test(args.join(' '))
      expect(copies).toBe(isImport ? 2 : 1)
    })
  }
})

describe.concurrent('a secret, with DEBUG=*, whatever the verdict,', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const [verdict, prepare] of VERDICT_WAYS) {
    for (const more of [[], ['--json']]) {
      const how = more.length === 0 ? 'in words' : 'in JSON'
      it(`is shown nowhere by link-check that ends as ${verdict}, ${how}`, async ({home, emulator}) => {
        const scene = {home, emulator, secrets: fillHome(home, emulator)}
        const run = {
          command: 'link-check',
          args: ['--production'],
          when: verdict,
          exit: verdicts[verdict].exit,
          prepare,
        }
        const {exit, stdout, stderr, json} = await play(run, scene, {env: {DEBUG: '*'}, more})
        expect({exit, shown: secretsIn(stdout + stderr, scene.secrets)}).toEqual({exit: run.exit, shown: []})
        expect(json === undefined ? verdict : (json.error?.code ?? json.environments[0].verdict)).toBe(verdict)
      })
    }
  }
})

describe('the commands that stay', {concurrent: true, skip: process.platform === 'win32'}, () => {
  /** A place for temporary files that the test can look into. */
  function surroundings(home: Home): Record<string, string> {
    const folder = dirname(home.write('tmp/mine', ''))
    return {...home.env(), TMPDIR: folder, NODE_DISABLE_COMPILE_CACHE: '1', DEBUG: '*'}
  }

  function secretIn(file: string): string {
    return /,(\S+)\s*$/.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  }

  it('demo shows no secret, and passes none on a command line', async ({home}) => {
    const running = startMturk(['demo'], {env: surroundings(home)})
    await running.firstLine
    const folder = readdirSync(home.at('tmp')).find((name) => name.startsWith('mturk-demo-')) ?? ''
    const root = secretIn(join(home.at('tmp'), folder, 'rootkey.csv'))
    expect(root).toHaveLength(40)

    const lines = new Set<string>()
    const looking = setInterval(() => process.platform === 'linux' && lines.add(commandLines()), 50)
    const {exit, stdout, stderr} = await running.ended
    clearInterval(looking)
    expect(exit).toBe(0)
    expect(secretsIn(stdout + stderr, {root})).toEqual([])
    expect(stdout).toMatch(/aws_secret_access_key ?= ?\*{16}\n/)
    const seen = [...lines].join('\n')
    expect(seen.includes('init\0--from-csv\0rootkey.csv')).toBe(process.platform === 'linux')
    expect(secretsIn(seen, {root})).toEqual([])
  })

  it('emulator start shows no secret', async ({home}) => {
    const running = startMturk(['emulator', 'start', '--scenario', 'linked'], {env: surroundings(home)})
    await running.firstLine
    const folder = join(
      home.at('tmp'),
      readdirSync(home.at('tmp')).find((name) => name.startsWith('mturk-emulator-')) ?? '',
    )
    const root = secretIn(join(folder, 'rootkey.csv'))
    const user = secretIn(join(folder, 'mturk-requester_accessKeys.csv'))
    const token = readFileSync(join(folder, 'control-token'), 'utf8')
    expect([root.length, user.length]).toEqual([40, 40])
    running.kill('SIGTERM')
    const {exit, stdout, stderr} = await running.ended
    expect(exit).toBe(143)
    expect(secretsIn(stdout + stderr, {root, user, token})).toEqual([])
  })
})

describe('a create-user that is killed', {skip: process.platform === 'win32'}, () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('leaves the secret of the new key in its journal alone, which only its owner can read', async ({
    home,
    emulator,
  }) => {
    const secrets = fillHome(home, emulator)
    // By then the key is made, and nothing but the journal has it.
    emulator.addFault({match: {operation: 'GetCallerIdentity', nth: 2}, effect: {kind: 'hang'}})
    const env = {...home.env(), ...emulator.environment(), MTURK_DATA_DIR: home.at('data'), DEBUG: '*'}
    const running = startMturk(['iam', 'create-user', 'new', '--profile', 'new', '--admin-profile', 'root'], {env})
    const isSecondLook = () => emulator.requests.filter(({operation}) => operation === 'GetCallerIdentity').length === 2
    await emulator.waitForRequest(isSecondLook, {timeoutMs: 20_000})
    const seen = process.platform === 'linux' ? commandLines() : ''
    expect(secretsIn(seen, secrets)).toEqual([])
    running.kill('SIGKILL')
    const {stdout, stderr} = await running.ended

    const [journal = ''] = home.list().filter((file) => /^data\/journal\/.*\.json$/.test(file))
    const made = /"secretAccessKey": ?"([^"]+)"/.exec(home.read(journal))?.[1] ?? ''
    expect(made).toHaveLength(40)
    expect([home.mode('data/journal'), home.mode(journal)]).toEqual(['700', '600'])
    expect(secretsIn(stdout + stderr, {...secrets, made})).toEqual([])
    expect(Object.keys(secretsInFiles(home, {made}))).toEqual([journal])
  })
})
