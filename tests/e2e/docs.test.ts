import {execSync} from 'node:child_process'
import {describe, expect} from 'vitest'
import {fencesIn, readPages, spansIn, type Page} from '../house/markdown.js'
import {readPackages, root} from '../house/sources.js'
import {it} from '../support/fixtures.js'
import {buildExample, normalised, pageOf, play, readRecordings, record, withoutSurprises} from './recordings.js'
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

describe('the backend that the documentation shows, once it is linked', () => {
  it('is one of the backends, and reads its setting', async ({home, emulator, mturk}) => {
    const folder = await buildExample(home, 'template')
    const key = emulator.userKey ?? emulator.rootKey
    home.write('keys/lab.json', JSON.stringify({key, version: 'a'}))
    const env = {MTURK_CONFIG_DIR: home.at('config')}
    home.write('config/config.ini', `[vault]\nfolder = ${home.at('keys')}\n`)
    await mturk('plugins', 'link', '--yes', folder, {env})

    const backends = await mturk('credentials', 'backends', '--json', {env})
    expect(backends.json).toMatchObject({
      backends: [
        {id: 'env'},
        {id: 'boto-files'},
        {id: 'secrets-manager', state: 'needs-setup'},
        {id: 'vault', state: 'available', writable: true, order: 300, plugin: '@example/mturk-plugin-vault'},
        {id: 'psiturk-legacy'},
      ],
      problems: [],
    })
    const list = await mturk('credentials', 'list', '--profile', 'lab', '--json', {env})
    expect(list.json).toMatchObject({active: {backend: 'vault', accessKeyId: key.accessKeyId}})
    expect(list.stdout + list.stderr).not.toContain(key.secretAccessKey)

    home.write('keys/default.json', '{"key": {"secretAccessKey": "marker"')
    const broken = await mturk('credentials', 'list', '--json', {env})
    expect(broken).toMatchObject({
      exit: 0,
      json: {
        active: null,
        candidates: [{state: 'broken', problem: {message: expect.stringMatching(/ holds no key\.$/)}}],
      },
    })
    expect(broken.stdout + broken.stderr).not.toContain('marker')
  })
})
