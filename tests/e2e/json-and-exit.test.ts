import {spawn} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {fillHome, play, RUNS, wordsOf} from './support/runs/index.js'
import {envelope, stringOrNull} from './support/expected.js'
import {secretsIn} from './support/traces.js'
import {isAlias, readCommands} from './usage.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** Not those of oclif's own plugins, nor `autocomplete`, which stands in front of one: their output is no promise. */
const ours = [...readCommands('packages')].filter((each) => each[1].enableJsonFlag && !isAlias(each)).map(([id]) => id)

const OWN_RUNS = RUNS.filter(({command}) => ours.includes(command))

describe.concurrent('--json', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('is tried with every command of ours', () => {
    const tried = new Set(OWN_RUNS.map(({command}) => command))
    expect(ours.filter((command) => !tried.has(command))).toEqual(['demo'])
  })

  for (const run of OWN_RUNS) {
    const {command, args = [], when, exit: expected} = run
    it(`prints one object for ${[command.replace(':', ' '), ...args].join(' ')} when ${when}`, async ({
      home,
      emulator,
    }) => {
      const scene = {home, emulator, secrets: fillHome(home, emulator)}
      // With a terminal's width and colours asked for, and a debugger's words on the other stream.
      const env = {DEBUG: '*', FORCE_COLOR: '1', COLUMNS: '20'}
      const {exit, json, stdout} = await play(run, scene, {more: ['--json'], env})
      expect(exit).toBe(expected)
      expect(stdout.trimEnd()).toBe(JSON.stringify(json, null, 2))
      expect(json).toSatisfy((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
      expect(stdout).not.toContain('\u001B')
      const error = {
        code: expect.stringMatching(/^[a-z][a-z_]+$/),
        message: expect.any(String),
        remedy: stringOrNull,
        exit,
      }
      expect(json).toSatisfy((value) => !('error' in value) || value.error.exit === expected)
      expect('error' in json ? json : {error}).toEqual({error})
      expect(secretsIn(stdout, scene.secrets)).toEqual([])
    })
  }
})

describe('a command that nobody can answer for', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const extra of [[], ['--yes'], ['--json']]) {
    it(`ends with 9 and names the flag, without a word asked: ${extra.join('') || 'no flag'}`, async ({
      home,
      emulator,
    }) => {
      const scene = {home, emulator, secrets: fillHome(home, emulator)}
      const run = {command: 'keys:import', args: ['~/rootkey.csv'], when: '', exit: 9}
      const {exit, stdout, stderr} = await play(run, scene, {more: extra})
      expect(exit).toBe(9)
      expect(stdout + stderr).toContain('--profile')
      expect(stdout + stderr).not.toMatch(/\?\s*(\(y\/N\)|›)/)
    })
  }

  it('a command that there is not is wrong usage, and not a question', async ({mturk}) => {
    const {exit, json} = await mturk('balnce', '--json')
    expect({exit, json}).toMatchObject({exit: 2, json: {error: {code: 'usage', exit: 2}}})
    const people = await mturk('balnce')
    expect(people).toMatchObject({exit: 2, stdout: ''})
    expect(people.stderr).toContain('balnce')
  })
})

/** Beside what every command refuses: a flag and a value that it does not know. */
const WRONG: readonly (readonly string[])[] = [
  ['balance', 'surplus'],
  ['balance', '--fail-below', 'much'],
  ['balance', '--profile'],
  ['credentials', 'nonsense'],
  ['credentials', 'list', '--backend', 'nobody'],
  ['emulator', 'start', '--scenario', 'rich'],
  ['iam', 'create-user', '--policy', 'none'],
  ['iam', 'create-user', 'a b'],
  ['iam', 'create-user', '--path', 'labs'],
  ['init', '--user-name', 'a b'],
  ['init', '--wait', '-1'],
  ['keys', 'import'],
  ['link-check', '--sandbox', '--production'],
  ['link-check', '--wait', 'long'],
  ['nonsense'],
  ['--nonsense'],
]

describe.concurrent('wrong usage', () => {
  for (const args of [...ours.map((id) => [...id.split(':'), '--nonsense']), ...WRONG]) {
    it(`ends with 2, in words and in JSON: ${args.join(' ')}`, async ({home, mturk}) => {
      const words = await mturk(...args)
      expect(words).toMatchObject({exit: 2, stdout: '', stderr: expect.stringMatching(/^✖ ./m)})
      expect(words.stderr).not.toMatch(/^ +at |node:internal/m)
      const {exit, json} = await mturk(...args, '--json')
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2)})
      expect(home.list()).toEqual([])
    })
  }

  it('cannot make oclif itself write to the terminal', async ({mturk}) => {
    const nasty = 'z\u001B]0;owned\u0007\u001B[8m\u009B31m\u202Egnp'
    for (const args of [
      ['help', nasty],
      ['autocomplete', nasty],
      ['plugins', 'inspect', nasty],
      ['plugins', `--${nasty}`],
    ]) {
      const {exit, stdout, stderr} = await mturk(...args)
      expect({args, well: exit === 0}).toEqual({args, well: false})
      // oxlint-disable-next-line no-control-regex -- control characters are what this is about
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202E]/)
    }
  })
})

/** One run of each command that ends by itself. */
const ONE_EACH = [...new Map(OWN_RUNS.filter(({stdin}) => !stdin).map((run) => [run.command, run])).values()]

describe.concurrent('a command without a terminal', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const run of ONE_EACH) {
    for (const [input, redirection] of [
      ['is silent', ''],
      ['is closed', '<&-'],
    ] as const) {
      it.skipIf(process.platform === 'win32')(
        `ends all the same where standard input ${input}: ${run.command.replace(':', ' ')}`,
        async ({home, emulator}) => {
          const scene = {home, emulator, secrets: fillHome(home, emulator)}
          const added = run.prepare?.(scene) ?? {}
          const args = wordsOf(run, scene)
          const env = {...home.env(), ...emulator.environment(), ...added}
          const child = spawn('sh', ['-c', `exec "$@" ${redirection}`, 'sh', process.execPath, RUN_JS, ...args], {
            env,
            stdio: ['pipe', 'ignore', 'ignore'],
            timeout: 30_000,
          })
          // Nothing is ever written to it, and it is not closed before the end.
          const exit = await new Promise((resolve) => child.once('exit', resolve))
          child.stdin.destroy()
          expect(exit).toBe(run.exit)
        },
      )
    }
  }

  for (const run of OWN_RUNS.filter(({exit}) => exit === 9)) {
    const {command, args = []} = run
    it(`names the flag that would have answered, or the setting: ${[command.replace(':', ' '), ...args].join(' ')}`, async ({
      home,
      emulator,
    }) => {
      const {json} = await play(run, {home, emulator, secrets: fillHome(home, emulator)}, {more: ['--json']})
      expect(json).toEqual(envelope('answer_needed', 9))
      expect(json.error.remedy).toMatch(/--[a-z]|mturk config set [a-z]/)
    })
  }
})
