import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {fillHome, play, RUNS} from './support/runs.js'
import {stringOrNull} from './support/expected.js'
import {secretsIn} from './support/traces.js'
import {readCommands} from './usage.js'

/** Commands of oclif's own plugins; their output is not ours to promise. */
const ours = [...readCommands('packages').keys()]

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
