import {delimiter} from 'node:path'
import {describe, expect} from 'vitest'
import {fencesIn} from '../house/markdown.js'
import {readText} from '../house/sources.js'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import {startLocalRegistry} from '../support/local-registry.js'
import {keyCsv} from './support/account.js'
import {pageOf} from './recordings.js'
import {commandsIn} from './support/commands.js'

const PAGE = 'docs/plugins/write-a-backend.md'
const TEMPLATE = 'examples/template'
const fences = fencesIn(pageOf(PAGE))
const files = fences.flatMap(({marker, body}) => {
  const [, name] = /^file: (.+)$/.exec(marker ?? '') ?? []
  return name === undefined ? [] : [{name, body}]
})

describe('the tutorial for a backend', () => {
  it('shows the template, file by file', () => {
    expect(files.map(({name}) => name)).toEqual([
      'package.json',
      'tsconfig.json',
      'src/vault.ts',
      'src/backend.ts',
      'src/hook.ts',
      'src/backend.test.ts',
    ])
    for (const {name, body} of files) expect(body, name).toBe(readText(`${TEMPLATE}/${name}`))
  })

  describe.skipIf(process.platform === 'win32')('followed to the letter', () => {
    it.override('emulatorOptions', {scenario: 'linked'})

    it('installs, builds, passes the suite, and does all that it tries, without a network', async ({
      home,
      emulator,
    }) => {
      const registry = await startLocalRegistry(home.at('registry'))
      try {
        for (const {name, body} of files) home.write(`plugin/${name}`, body)
        // Who may give their own key a successor.
        emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess', 'IAMFullAccess']})
        const first = emulator.createAccessKey('anna')
        home.write('plugin/anna_accessKeys.csv', keyCsv(first))
        const env = {
          ...home.env(),
          ...emulator.environment(),
          ...registry.environment,
          PATH: [commandsIn(home), '/usr/bin', '/bin'].join(delimiter),
        }
        const lines = fences.flatMap(({marker, body}) => (marker === 'run' ? body.trimEnd().split('\n') : []))
        expect(lines.length).toBeGreaterThan(6)
        const outputs: Record<string, string> = {}
        for (const line of lines) {
          // Where the page has a person who is asked.
          const answer = line.startsWith('mturk plugins link') ? ' --yes' : ''
          const ended = await runChild('/bin/sh', ['-c', line + answer], {
            cwd: home.at('plugin'),
            env,
            timeout: 150_000,
          })
          expect({line, ...ended}).toMatchObject({exit: 0})
          outputs[line.split(' ').slice(0, 3).join(' ')] = ended.stdout
        }
        expect(outputs['npm test']).toMatch(/^(# |ℹ )pass 2\d$/m)
        expect(outputs['mturk credentials backends']).toMatch(
          /^vault +Our vault +available +writable +asked at 300 +@example\/mturk-plugin-vault 1\.0\.0$/m,
        )
        expect(outputs['mturk balance --profile']).toContain('$10,000.00 available')
        expect(home.mode('.vault/anna.json')).toBe('600')
        const {key} = JSON.parse(home.read('.vault/anna.json')) as {key: {accessKeyId: string}}
        expect(outputs['mturk keys rotate']).toContain(key.accessKeyId.slice(-4))
        expect(home.read('.aws/credentials')).toContain(key.accessKeyId)
        expect(key.accessKeyId).not.toBe(first.accessKeyId)
        const packed = await runChild('/bin/sh', ['-c', 'npm pack --dry-run --json'], {cwd: home.at('plugin'), env})
        const published = [...packed.stdout.matchAll(/"path": "(.+)"/g)].map(([, path = '']) => path)
        expect(published.sort()).toEqual(['dist/backend.js', 'dist/hook.js', 'dist/vault.js', 'package.json'])
      } finally {
        await registry.stop()
      }
    })
  })
})
