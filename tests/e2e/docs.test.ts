import {execSync} from 'node:child_process'
import {mkdirSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect} from 'vitest'
import {fencesIn, readPages, spansIn, type Page} from '../house/markdown.js'
import {readPackages, root} from '../house/sources.js'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {normalised, pageOf, play, readRecordings, record, withoutSurprises, writeFiles} from './recordings.js'
import {complaintAbout, isAlias, readCommands} from './usage.js'

/** `RECORD=1` writes what the commands print into the pages. */
const isRecording = Boolean(process.env['RECORD'])

describe('what the documentation shows of the command', () => {
  const recordings = readRecordings()

  it('is there', () => {
    expect(recordings.map(({file, command}) => `${file}: ${command}`)).toEqual(
      expect.arrayContaining(['README.md: mturk demo', 'docs/architecture.md: mturk link-check']),
    )
  })

  // Paths and modes look otherwise on Windows.
  it.skipIf(process.platform === 'win32').for(recordings)('is what it prints: $command', async (recording) => {
    const {exit, expected, output} = await play(recording.command)
    expect(exit).toBe(expected)
    const shown = isRecording ? record(recording, output) : recording.output
    expect(withoutSurprises(output, shown)).toBe(shown)
  })

  it('keeps apart what is apart, and together what belongs together', () => {
    const printed =
      'at 127.0.0.1:5000 and 127.0.0.1:6000\nAKIAABCDEFGH23456WXY\n  ****************6WXY\n  ****************ABCD\nat 127.0.0.1:6000\n'
    expect(normalised(printed)).toBe(
      'at 127.0.0.1:40001 and 127.0.0.1:40002\nAKIAEXAMPLEEXAMPQX7A\n  ****************QX7A\n  ****************M2KP\nat 127.0.0.1:40002\n',
    )
    expect(withoutSurprises('a\n    Looking …\n    Waiting …\nb', '    Waiting …\nb')).toBe('a\n    Waiting …\nb')
  })
})

describe('the commands that the documentation names', () => {
  const commands = readCommands()
  const IN_A_SHELL = /^(?:\$ |\s*\d+ {2}|\S.*: {2,}|\S.*\| )?(mturk [a-z-].*)$/

  const usagesIn = (page: Page) => [
    ...spansIn(page).flatMap((span) => /^(?:\S.*\| )?(mturk [a-z-].*)$/.exec(span)?.[1] ?? []),
    ...fencesIn(page).flatMap(({language, body}) =>
      language === '' ? body.split('\n').flatMap((line) => IN_A_SHELL.exec(line)?.[1] ?? []) : [],
    ),
  ]

  it('exist, with their flags', () => {
    const usages = readPages().flatMap((page) => usagesIn(page).map((usage) => ({file: page.file, usage})))
    expect(usages.length).toBeGreaterThan(35)
    const complaints = usages.map(({file, usage}) => ({file, usage, complaint: complaintAbout(usage, commands)}))
    expect(complaints.filter(({complaint}) => complaint !== undefined)).toEqual([])
  })

  it('are all in the README', () => {
    const shown = [...readCommands('packages')].filter((each) => !each[1].hidden && !isAlias(each))
    const ours = shown.map(([id]) => `mturk ${id.replaceAll(':', ' ')}`)
    const named = usagesIn(pageOf('README.md'))
    expect(ours.length).toBeGreaterThan(7)
    expect(ours.filter((command) => !named.some((usage) => `${usage} `.startsWith(`${command} `)))).toEqual([])
  })

  it.for<[string, string | undefined]>([
    ['mturk balance --sandbox', undefined],
    ['mturk iam create-user anna --profile lab', undefined],
    ['mturk init --no-open', undefined],
    ['mturk credentials', undefined],
    ['mturk --version', undefined],
    ['mturk plugins unlink x', undefined],
    ['mturk demo      # to look around', undefined],
    ['mturk nonsense', 'there is no command "nonsense"'],
    ['mturk balance --sandbocks', 'there is no flag --sandbocks'],
    ['mturk balance --no-sandbox', 'there is no flag --no-sandbox'],
    ['mturk balance lab', 'there are too many arguments'],
  ])('are really looked at: %s', ([usage, complaint]) => {
    expect(complaintAbout(usage, commands)).toBe(complaint)
  })
})

describe('the installation in the README', () => {
  it('packs what is to be installed, and nothing else', ({home}) => {
    const [, command = ''] = /^(npm pack .*?) --pack-destination/m.exec(pageOf('README.md').text) ?? []
    // It is built already; a second build beside the other tests would take their files away.
    const printed = execSync(`${command} --dry-run --json --ignore-scripts`, {
      cwd: root,
      env: home.env(),
      stdio: 'pipe',
    })
    const packed = Object.values(JSON.parse(printed.toString()) as Record<string, {name: string}>).map(({name}) => name)
    expect(packed.sort()).toEqual(
      readPackages()
        .map(({json}) => json.name)
        .sort(),
    )
  })
})

describe('the backend that the documentation shows', () => {
  const page = pageOf('docs/backends.md')
  const CSV = (key: {accessKeyId: string; secretAccessKey: string}) =>
    `Access key ID,Secret access key\r\n${key.accessKeyId},${key.secretAccessKey}\r\n`

  const write = (home: Home) => writeFiles(home, 'plugin', page)

  it('passes the suite, run as the page says', async ({home}) => {
    const folder = write(home)
    mkdirSync(join(folder, 'node_modules/@mturk-cli'), {recursive: true})
    symlinkSync(join(root, 'packages/core'), join(folder, 'node_modules/@mturk-cli/core'), 'junction')
    const args = ['--test', '--test-reporter=tap', 'conformance.test.js']
    const {exit, stdout} = await runChild(process.execPath, args, {cwd: folder, env: home.env()})
    expect(stdout).toMatch(/^# pass (1[5-9]|[2-9]\d)$/m)
    expect({exit, stdout}).toMatchObject({exit: 0, stdout: expect.stringMatching(/^# (fail|skipped) 0$/m) as string})
  })

  describe('once it is linked', () => {
    it.override('emulatorOptions', {scenario: 'linked'})

    it('does all that the page tries with it', async ({home, emulator, mturk}) => {
      const cwd = write(home)
      home.write('plugin/anna_accessKeys.csv', CSV(emulator.userKey ?? emulator.rootKey))
      const tries =
        fencesIn(page)
          .find(({body}) => body.startsWith('mturk plugins link'))
          ?.body.trimEnd()
          .split('\n') ?? []
      expect(tries.length).toBeGreaterThan(3)
      const outputs: string[] = []
      for (const line of tries) {
        // Where the page has a person who is asked.
        const answers = line.startsWith('mturk plugins link') ? ['--yes'] : []
        const {exit, stdout, stderr} = await mturk(...line.split(' ').slice(1), ...answers, {cwd})
        expect({line, exit, stderr}).toMatchObject({exit: 0})
        outputs.push(stdout)
      }
      expect(outputs[1]).toMatch(
        /^json-vault +JSON file +available +writable +asked at 300 +mturk-plugin-json-vault 1\.0\.0$/m,
      )
      expect(outputs[3]).toContain('$10,000.00 available')
      expect(home.read('.json-vault.json')).toContain((emulator.userKey ?? emulator.rootKey).secretAccessKey)
    })

    it.skipIf(process.platform === 'win32')(
      "makes a file that is its owner's alone",
      async ({home, emulator, mturk}) => {
        const folder = write(home)
        home.write('key.csv', CSV(emulator.rootKey))
        await mturk('plugins', 'link', '--yes', folder)
        expect(await mturk('keys', 'import', home.at('key.csv'), '--backend', 'json-vault')).toMatchObject({exit: 0})
        expect(home.mode('.json-vault.json')).toBe('600')
      },
    )

    it('is one of the backends, and reads its setting', async ({home, emulator, mturk}) => {
      const folder = write(home)
      const key = emulator.userKey ?? emulator.rootKey
      home.write('vault.json', JSON.stringify({lab: key}))
      const MTURK_CONFIG_DIR = home.at('config')
      home.write('config/config.ini', `[json-vault]\nfile = ${home.at('vault.json')}\n`)
      await mturk('plugins', 'link', '--yes', folder)

      const backends = await mturk('credentials', 'backends', '--json', {env: {MTURK_CONFIG_DIR}})
      expect(backends.json).toMatchObject({
        backends: [
          {id: 'env'},
          {id: 'boto-files'},
          {id: 'json-vault', state: 'available', writable: true, order: 300, plugin: 'mturk-plugin-json-vault'},
          {id: 'secrets-manager', state: 'needs-setup'},
          {id: 'psiturk-legacy'},
        ],
        problems: [],
      })
      const list = await mturk('credentials', 'list', '--profile', 'lab', '--json', {env: {MTURK_CONFIG_DIR}})
      expect(list.json).toMatchObject({active: {backend: 'json-vault', accessKeyId: key.accessKeyId}})
      expect(list.stdout + list.stderr).not.toContain(key.secretAccessKey)
    })

    it('does no harm with a broken file, and shows nothing of what is in it', async ({home, mturk}) => {
      const folder = write(home)
      home.write('.json-vault.json', '{"lab": {"secretAccessKey": "marker"')
      await mturk('plugins', 'link', '--yes', folder)
      const {exit, json, stdout, stderr} = await mturk('credentials', 'list', '--json')
      expect({exit, json}).toMatchObject({
        exit: 0,
        json: {active: null, warnings: [expect.stringMatching(/^mturk-plugin-json-vault: .* is not JSON\.$/)]},
      })
      expect(stdout + stderr).not.toContain('marker')
    })
  })
})
