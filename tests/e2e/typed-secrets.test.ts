import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {newSecret} from './support/runs/index.js'

/** Where somebody may paste a secret by mistake. */
const MISTAKES: readonly ((secret: string) => readonly string[])[] = [
  (secret) => [secret],
  (secret) => [`--${secret}`],
  (secret) => ['balance', secret],
  (secret) => ['balance', `--${secret}`],
  (secret) => ['balance', '--profile', secret],
  (secret) => ['balance', '--fail-below', secret],
  (secret) => ['balance', '--backend', secret],
  (secret) => ['link-check', `--profile=${secret}`],
  (secret) => ['link-check', '--wait', secret],
  (secret) => ['keys', 'import', secret],
  (secret) => ['keys', 'import', `AKIAABCDEFGHIJKLMNOP,${secret}`],
  (secret) => ['keys', secret],
  (secret) => ['init', '--from-csv', secret, '--yes'],
  (secret) => ['iam', 'create-user', `AKIAABCDEFGHIJKLMNOP:${secret}`],
  (secret) => ['iam', 'create-user', '--policy', secret],
  (secret) => ['credentials', 'list', '--backend', secret],
  (secret) => ['emulator', 'start', '--scenario', secret],
  (secret) => ['help', secret],
  (secret) => ['autocomplete', secret],
  (secret) => ['plugins', 'inspect', secret],
  (secret) => ['plugins', 'uninstall', secret],
]

describe.concurrent('a secret that was pasted as an argument', () => {
  for (const mistake of MISTAKES) {
    it(`is repeated nowhere: ${mistake('SECRET').join(' ')}`, async ({mturk}) => {
      const secret = newSecret()
      const args = mistake(secret)
      // What oclif's own commands make of --json is theirs, and not always JSON.
      const flags = args[0] === 'autocomplete' || args[0] === 'plugins' ? [''] : ['', '--json']
      for (const flag of flags) {
        const given = flag === '' ? args : [...args, flag]
        const {exit, stdout, stderr} = await mturk(...given, {env: {DEBUG: '*'}})
        expect({well: exit === 0, shown: (stdout + stderr).includes(secret)}).toEqual({well: false, shown: false})
        expect(stdout + stderr).toMatch(/\*{16}|Expected --/)
      }
    })
  }
})

describe.concurrent('a command that there is not', () => {
  it.for([
    ['blance', 'mturk balance'],
    ['credentials lst', 'mturk credentials list'],
    ['key import', 'mturk keys import'],
    ['link-check surplus', 'mturk help link-check'],
  ] as const)('is named once, with the nearest one: %s', async ([typed, nearest], {mturk}) => {
    const args = typed.split(' ')
    const {exit, json} = await mturk(...args, '--json')
    expect({exit, json}).toMatchObject({exit: 2, json: {error: {code: 'usage'}}})
    expect(json.error.remedy.split('\n')[0]).toBe(`\`${nearest}\``)
    const words = await mturk(...args)
    expect(words.stderr.match(/^✖ |Warning|is not a/gm)).toEqual(['✖ '])
  })

  it('is a topic alone, too, for a program; a person gets its help', async ({mturk}) => {
    const {exit, json} = await mturk('keys', '--json')
    expect({exit, json}).toMatchObject({exit: 2, json: {error: {code: 'usage', remedy: '`mturk help keys`'}}})
    const words = await mturk('keys')
    expect(words).toMatchObject({exit: 0, stderr: '', stdout: expect.stringContaining('mturk keys COMMAND')})
  })

  it('has no nearest one where none is near', async ({mturk}) => {
    const {json} = await mturk('xylophone', '--json')
    expect(json.error).toMatchObject({message: 'There is no command "xylophone".', remedy: '`mturk help`'})
  })
})
