import {copyFileSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {verdicts} from '@mturk-cli/core/mturk'
import {describe, expect, it} from 'vitest'
import {isAlias, readCommands} from '../e2e/usage.js'
import {root} from '../house/sources.js'
import {runChild} from '../support/child.js'
import {contractSections, testingSections} from './contract-page.js'
import {blockOf} from './generated.js'
import {jsonSections, locationRows} from './json-page.js'
import {complaintsAbout, schemas, type Schema} from './schemas.js'
import {verdictRows} from './verdicts-page.js'

const OCLIF = join(root, 'node_modules/oclif/bin/run.js')

describe('the reference', () => {
  it('has the table of verdicts, as core has it', () => {
    const generated = verdictRows()
    expect(blockOf('docs/reference/exit-codes.md', 'verdicts', generated)).toBe(generated)
  })

  it.each([
    ['location', locationRows],
    ['objects', jsonSections],
  ])('has what the schemas say of --json: %s', (name, generate) => {
    const generated = generate()
    expect(blockOf('docs/reference/json.md', name, generated)).toBe(generated)
  })

  it.each([
    ['contract', contractSections, ['CredentialBackend', 'backendError', 'BackendSetting', 'CredentialBackendsHook']],
    ['testing', testingSections, ['describeBackend', 'BackendUnderTest', 'Trial', 'memoryBackend']],
  ] as const)('has what a plugin may import, as the sources have it: %s', (name, generate, expected) => {
    const generated = generate()
    expect([...generated.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading)).toEqual(
      expect.arrayContaining([...expected]),
    )
    expect(blockOf('docs/plugins/reference.md', name, generated)).toBe(generated)
  })

  it('has every command, as oclif documents it', async () => {
    const file = 'docs/reference/commands.md'
    const folder = mkdtempSync(join(tmpdir(), 'mturk-reference-'))
    try {
      const page = join(folder, 'commands.md')
      copyFileSync(join(root, file), page)
      const args = [OCLIF, 'readme', '--readme-path', page, '--no-source-links']
      const {exit, stderr} = await runChild(process.execPath, args, {
        cwd: join(root, 'packages/cli'),
        env: {...process.env, HOME: folder, NO_COLOR: '1'},
      })
      expect({exit, stderr}).toMatchObject({exit: 0})
      const [, generated = ''] =
        /<!-- commands -->\n([^]*?)<!-- commandsstop -->/.exec(readFileSync(page, 'utf8')) ?? []
      expect(generated).toContain('## `mturk link-check`')
      expect(blockOf(file, 'commands', generated)).toBe(generated)
    } finally {
      rmSync(folder, {recursive: true})
    }
  })
})

describe('the schemas', () => {
  it('are there for every command of ours, and for no other', () => {
    const commands = [...readCommands('packages')]
      .filter((each) => each[1].enableJsonFlag && !isAlias(each))
      .map(([id]) => id)
    expect([...schemas.keys()].sort()).toEqual(
      [...commands.map((id) => id.replaceAll(':', '-')), 'common', 'error'].sort(),
    )
  })

  it('know every verdict', () => {
    expect(schemas.get('common')?.$defs?.['verdict']?.enum).toEqual(Object.keys(verdicts))
  })

  it('describe each key, and let none pass that they do not know', () => {
    const objects = [...schemas].flatMap(([name, schema]) => parts(schema, name)).filter(({value}) => value.properties)
    const keys = objects.flatMap(({path, value}) =>
      Object.entries(value.properties ?? {}).map(([key, each]) => ({path: `${path}.${key}`, each})),
    )
    expect(keys.length).toBeGreaterThan(60)
    expect(objects.filter(({value}) => value.additionalProperties !== false)).toEqual([])
    expect(keys.filter(({each}) => (each.description ?? each.$ref) === undefined)).toEqual([])
  })

  it('complain about what is not as promised', () => {
    const balance = {
      profile: 'lab',
      environment: 'sandbox',
      availableBalance: '10000.00',
      onHoldBalance: null,
      currency: 'USD',
    }
    expect(complaintsAbout('balance', balance)).toEqual([])
    expect(complaintsAbout('balance', {...balance, availableBalance: 10000})).not.toEqual([])
    expect(complaintsAbout('balance', {...balance, available: 1})).not.toEqual([])
    expect(complaintsAbout('balance', {error: {code: 'usage', message: 'x', remedy: null, exit: 2}})).toEqual([])
    expect(complaintsAbout('balance', {error: {code: 'usage', message: 'x', exit: 2}})).not.toEqual([])
  })
})

function parts(value: Schema, path: string): {path: string; value: Schema}[] {
  const inside = {...value.$defs, ...value.properties, ...(value.items && {items: value.items})}
  return [
    {path, value},
    ...Object.entries(inside).flatMap(([name, each]) => parts(each, `${path}.${name}`)),
    ...(value.anyOf ?? []).flatMap((each, index) => parts(each, `${path}.${index}`)),
  ]
}
