import {execFileSync} from 'node:child_process'
import {chmodSync, chownSync, linkSync, statSync, symlinkSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {it as base} from '../support/fixtures.js'
import {userKeyOf, withoutUse, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {commandsIn} from './support/printed-commands.js'
import {startMturk} from './support/running.js'
import {
  dallingerConfig,
  globalConfig2,
  globalConfig3,
  PROJECT_2,
  projectConfig1,
  rewrittenConfig2,
  TEMPLATE,
  withoutKeyLines,
} from './support/psiturk-files.js'

const it = base.extend('key', ({emulator}) => userKeyOf(emulator))
const OTHER = {accessKeyId: 'AKIAOTHEROTHEROTHERS', secretAccessKey: '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'}
const BACKUP = /\.mturk-backup-\d{8}T\d{6}Z$/
const YES = ['psiturk', 'migrate', '--yes', '--json'] as const

type Key = {readonly accessKeyId: string; readonly secretAccessKey: string}

/** Every set-up from 2013 to today: where the key is, in which words, and what the environment says. */
const SET_UPS: readonly {
  readonly what: string
  readonly file: string
  readonly content: (key: Key) => string
  readonly besides?: Readonly<Record<string, string>>
  readonly env?: (at: (file: string) => string) => Record<string, string>
  readonly usedBy: readonly string[]
}[] = [
  {
    what: 'psiTurk 1, in the project',
    file: 'study/config.txt',
    content: projectConfig1,
    usedBy: ['psiTurk 3', 'psiTurk 2'],
  },
  {
    what: 'psiTurk for one day in March 2014',
    file: '.psiturkrc',
    content: globalConfig2,
    usedBy: ['an early psiTurk 2'],
  },
  {
    what: 'psiTurk 2, at home (pain 7)',
    file: '.psiturkconfig',
    content: globalConfig2,
    usedBy: ['psiTurk 3', 'psiTurk 2'],
  },
  {
    what: 'psiTurk 2.0, which rewrites its file',
    file: '.psiturkconfig',
    content: rewrittenConfig2,
    usedBy: ['psiTurk 3', 'psiTurk 2'],
  },
  {
    what: 'psiTurk 2.2.4, where a variable says',
    file: 'lab/.psiturkconfig',
    content: globalConfig2,
    env: (at) => ({PSITURK_GLOBAL_CONFIG_LOCATION: at('lab')}),
    usedBy: ['psiTurk 3', 'psiTurk 2'],
  },
  {
    what: 'psiTurk 2.1.3, which forgot the separator',
    file: 'lab.psiturkconfig',
    content: globalConfig2,
    env: (at) => ({PSITURK_GLOBAL_CONFIG_LOCATION: at('lab')}),
    usedBy: ['an early psiTurk 2'],
  },
  {
    what: 'psiTurk 2.0 on OpenShift',
    file: 'data/.psiturkconfig',
    content: globalConfig2,
    env: (at) => ({OPENSHIFT_DATA_DIR: at('data/'), OPENSHIFT_SECRET_TOKEN: 'x'}),
    usedBy: ['an early psiTurk 2'],
  },
  {
    what: 'psiTurk 2, with the project over the placeholders at home',
    file: 'study/config.txt',
    content: projectConfig1,
    besides: {'.psiturkconfig': globalConfig2()},
    usedBy: ['psiTurk 3', 'psiTurk 2'],
  },
  {
    what: 'psiTurk 3, in the old file',
    file: '.psiturkconfig',
    content: globalConfig3,
    usedBy: ['psiTurk 3', 'psiTurk 2'],
  },
  {
    what: 'psiTurk 3, in .env by its own names',
    file: 'study/.env',
    content: ({accessKeyId, secretAccessKey}) =>
      `PSITURK_THREADS=1\nPSITURK_AWS_ACCESS_KEY_ID=${accessKeyId}\nexport PSITURK_AWS_SECRET_ACCESS_KEY="${secretAccessKey}"\n`,
    usedBy: ['psiTurk 3'],
  },
  {
    what: 'psiTurk 3, in .env of the directory above, by the names of Boto',
    file: '.env',
    content: ({accessKeyId, secretAccessKey}) =>
      `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\nPSITURK_DEBUG=1\n`,
    usedBy: ['psiTurk 3'],
  },
]

describe.concurrent('psiturk migrate', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const {what, file, content, besides = {}, env: envOf, usedBy} of SET_UPS) {
    it(`moves the key of ${what}`, async ({home, emulator, mturk, key}) => {
      home.write('study/index.txt', '')
      home.write(file, content(key), 0o664)
      for (const [name, text] of Object.entries(besides)) home.write(name, text)
      const options = {cwd: home.at('study'), env: envOf?.((name) => home.at(name)) ?? {}}
      const before = withoutUse(emulator)

      const dry = await mturk('psiturk', 'migrate', '--dry-run', '--json', options)
      expect(dry).toMatchObject({exit: 0, json: {dryRun: true, backups: []}})
      expect(dry.json.changed).toHaveLength(1 + Object.keys(besides).length)
      expect(home.read(file)).toBe(content(key))

      const {exit, json, stdout, stderr} = await mturk(...YES, options)
      expect({exit, found: json.found[0]}).toMatchObject({
        exit: 0,
        found: {accessKeyId: key.accessKeyId, state: 'key', usedBy, file: home.at(file)},
      })
      const location = {
        backend: 'boto-files',
        profile: 'default',
        display: '~/.aws/credentials [default]',
        writable: true,
      }
      expect(json.migrated).toEqual([{profile: 'default', accessKeyId: key.accessKeyId, storedIn: location}])
      expect(json.check).toMatchObject({verdict: 'ok', message: expect.stringContaining('mturk-requester') as string})
      expect(home.read('.aws/credentials')).toBe(
        `[default]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\n`,
      )
      expect(home.read('.aws/config')).toBe('[default]\nregion = us-east-1\n')
      expect(home.read(file)).toBe(withoutKeyLines(content(key)))
      expect(home.mode(file)).toBe('664')
      for (const name of [file, ...Object.keys(besides)]) {
        const copy = home.list().find((each) => each.startsWith(`${name}.mturk`)) ?? ''
        expect(copy).toMatch(BACKUP)
        expect(home.read(copy)).toBe(besides[name] ?? content(key))
        expect(home.mode(copy)).toBe('600')
        expect(json.backups).toContain(home.at(copy))
      }
      expect(stdout + stderr).not.toContain(key.secretAccessKey)

      const asked = emulator.requests.length
      const snapshot = home.snapshot()
      const again = await mturk(...YES, options)
      expect(again).toMatchObject({exit: 0, json: {found: [], migrated: [], backups: [], changed: []}})
      expect(again.json.warnings.join('\n')).toContain(`The way back: cp ${json.backups[0]} ${home.at(file)} (`)
      expect(home.snapshot()).toEqual(snapshot)
      expect(emulator.requests.length).toBe(asked)
      expect(withoutUse(emulator)).toEqual(before)
    })
  }

  it('moves a key out of variables of every age, and says how they are unset (pain 21)', async ({home, mturk, key}) => {
    const {accessKeyId, secretAccessKey} = key
    for (const [profile, env] of Object.entries({
      lower: {aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey},
      upper: {PSITURK_AWS_ACCESS_KEY_ID: accessKeyId, PSITURK_AWS_SECRET_ACCESS_KEY: secretAccessKey},
    })) {
      const {exit, json} = await mturk(...YES, '--profile', profile, {env})
      expect({exit, json}).toMatchObject({
        exit: 0,
        json: {found: [{source: Object.keys(env)[0]}], migrated: [{profile}], changed: []},
      })
      expect(json.warnings.join()).toContain(`unset ${Object.keys(env).join(' ')}`)
    }
    expect(home.read('.aws/credentials').match(/^\[/gm)).toHaveLength(2)
  })

  it('joins an id and a secret that psiTurk finds in two files', async ({home, mturk, key}) => {
    const half = (name: string, value: string, more = '') => `[AWS Access]\n${name} = ${value}\n${more}`
    home.write('config.txt', half('aws_access_key_id', key.accessKeyId, PROJECT_2))
    home.write('.psiturkconfig', half('aws_secret_access_key', key.secretAccessKey))
    const {exit, json} = await mturk(...YES, {cwd: home.path})
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {
        found: [
          {state: 'partial', usedBy: ['psiTurk 3 (the id)', 'psiTurk 2']},
          {state: 'partial', usedBy: ['psiTurk 3 (the secret)']},
        ],
        migrated: [{accessKeyId: key.accessKeyId}],
        check: {verdict: 'ok'},
        backups: [expect.any(String), expect.any(String)],
      },
    })
    expect(home.read('config.txt')).toBe(`[AWS Access]\n${PROJECT_2}`)
    expect(json.warnings.join()).toContain('mturk balance --sandbox')
  })

  it.for([
    ['a template', {'.psiturkconfig': globalConfig2()}],
    ['the template of 2013, with its slip', {'config.txt': projectConfig1()}],
    ["Dallinger's template", {'.dallingerconfig': dallingerConfig()}],
    [
      'the key of a documentation',
      {'.psiturkconfig': globalConfig2({...TEMPLATE, accessKeyId: 'AKIAIOSFODNN7EXAMPLE'})},
    ],
  ] as const)('has nothing to migrate in %s, and says so', async ([, files], {home, mturk}) => {
    for (const [name, text] of Object.entries(files)) home.write(name, text)
    const before = home.snapshot()
    const {exit, json} = await mturk(...YES, {cwd: home.path})
    expect({exit, json}).toMatchObject({exit: 0, json: {found: [{state: 'placeholder'}], migrated: [], backups: []}})
    expect(json.warnings.join()).toMatch(/Placeholders are no key: there is nothing to migrate/)
    expect(home.snapshot()).toEqual(before)
  })

  it('takes placeholders out where a good key is elsewhere: psiTurk 3 would sign with them', async ({
    home,
    mturk,
    key,
  }) => {
    writeProfile(home, key)
    home.write('.psiturkconfig', globalConfig2())
    home.write('config.txt', projectConfig1())
    const {exit, json} = await mturk(...YES, {cwd: home.path})
    expect({exit, json}).toMatchObject({exit: 0, json: {migrated: [], backups: {length: 2}}})
    expect(home.read('.psiturkconfig')).toBe(withoutKeyLines(globalConfig2()))
    expect(home.read('config.txt')).toBe(withoutKeyLines(projectConfig1()))
  })

  it.for([
    [
      'a name in another case',
      '[aws access]\naws_access_key_id = ID\naws_secret_access_key = SECRET\n',
      'unreadable',
      3,
    ],
    [
      'a byte order mark',
      '\ufeff[AWS Access]\naws_access_key_id = ID\naws_secret_access_key = SECRET\n',
      'unreadable',
      3,
    ],
    ['a % in the secret', '[AWS Access]\naws_access_key_id = ID\naws_secret_access_key = 50%SECRET\n', 'malformed', 3],
    ['half a key', '[AWS Access]\naws_access_key_id = ID\naws_secret_access_key = YourSecretAccessKey\n', 'partial', 3],
    [
      'a temporary key',
      '[AWS Access]\naws_access_key_id = ASIAABCDEFGHIJKLMNOP\naws_secret_access_key = SECRET\n',
      'temporary',
      3,
    ],
  ] as const)('does nothing with %s, and says what it is', async ([, text, state, exit], {home, mturk, key}) => {
    home.write('.psiturkconfig', text.replace('ID', key.accessKeyId).replace('SECRET', key.secretAccessKey))
    const before = home.snapshot()
    const ended = await mturk(...YES)
    expect(ended).toMatchObject({exit, json: {found: [{state}], migrated: [], changed: []}})
    expect(ended.json.warnings.length).toBeGreaterThan(0)
    expect(ended.stdout).not.toContain(key.secretAccessKey)
    expect(home.snapshot()).toEqual(before)
  })

  it.for([
    [
      'a comment that only Python 2 takes for one',
      (id: string, secret: string) => `${id} ; mine\naws_secret_access_key = ${secret} ; of 2014`,
    ],
    ['quotes', (id: string, secret: string) => `"${id}"\naws_secret_access_key = '${secret}'`],
    ['a % that is written twice', (id: string, secret: string) => `${id}\naws_secret_access_key : ${secret}\nx = %%`],
    [
      'lines that Python 3 refuses twice',
      (id: string, secret: string) => `x\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}`,
    ],
  ] as const)(
    'reads a key with %s, and says so where the two Pythons differ',
    async ([what, lines], {home, mturk, key}) => {
      home.write(
        '.psiturkconfig',
        `[AWS Access]\naws_access_key_id = ${lines(key.accessKeyId, key.secretAccessKey)}\n[X]\ny=z\n`,
      )
      const {exit, json} = await mturk(...YES)
      expect({exit, json}).toMatchObject({
        exit: 0,
        json: {migrated: [{accessKeyId: key.accessKeyId}], check: {verdict: 'ok'}},
      })
      const isSaid = /Python 2 .*Python 3|Python 3 .*Python 2/.test(((json.warnings ?? []) as string[]).join())
      expect({what, isSaid}).toEqual({what, isSaid: what.includes('Python')})
      expect(home.read('.psiturkconfig')).toMatch(/^\[AWS Access\]\n(x = %%\n)?\[X\]\ny=z\n$/)
    },
  )

  it("keeps Dallinger's file unless it is asked to scrub it: Dallinger looks nowhere else", async ({
    home,
    mturk,
    key,
  }) => {
    home.write('.dallingerconfig', dallingerConfig(key))
    expect(await mturk(...YES)).toMatchObject({exit: 0, json: {migrated: [{profile: 'default'}], changed: []}})
    expect(home.read('.dallingerconfig')).toBe(dallingerConfig(key))
    expect(await mturk(...YES)).toMatchObject({exit: 0, json: {migrated: [], changed: []}})
    expect(await mturk(...YES, '--scrub')).toMatchObject({exit: 0, json: {migrated: [], changed: [{change: 'scrub'}]}})
    expect(home.read('.dallingerconfig')).toBe(withoutKeyLines(dallingerConfig(key)))
  })

  it('asks which of two keys is meant, and with nobody to ask ends with 9 and changes nothing', async ({
    home,
    mturk,
    key,
  }) => {
    home.write('.psiturkconfig', globalConfig2(key))
    home.write('config.txt', projectConfig1(OTHER))
    const before = home.snapshot()
    const {exit, json, stdout} = await mturk(...YES, {cwd: home.path})
    expect({exit, json}).toEqual({
      exit: 9,
      json: envelope('answer_needed', 9, /2 different keys.*config\.txt, which psiTurk 3/),
    })
    expect(commandsIn(json.error.remedy)).toEqual([
      `mturk psiturk migrate --from ${home.at('config.txt')}`,
      `mturk psiturk migrate --from ${home.at('.psiturkconfig')}`,
    ])
    expect(home.snapshot()).toEqual(before)
    expect(stdout).not.toContain(OTHER.secretAccessKey)
    expect(await mturk(...YES, '--from', '.psiturkconfig', {cwd: home.path})).toMatchObject({exit: 0})
    // Once more has nothing to do, and is no wrong file.
    expect(await mturk(...YES, '--from', '.psiturkconfig', {cwd: home.path})).toMatchObject({
      exit: 0,
      json: {found: [], migrated: [], changed: []},
    })
    expect(home.read('config.txt')).toBe(projectConfig1(OTHER))
  })

  it('never overwrites another key: it names another profile and --replace, which keeps a copy', async ({
    home,
    mturk,
    key,
  }) => {
    writeProfile(home, OTHER)
    home.write('.psiturkconfig', globalConfig2(key))
    const before = home.snapshot()
    const taken = await mturk(...YES)
    expect({exit: taken.exit, json: taken.json}).toEqual({
      exit: 9,
      json: envelope('answer_needed', 9, /holds another key/),
    })
    expect(commandsIn(taken.json.error.remedy)).toEqual([
      'mturk psiturk migrate --profile OTHER',
      'mturk psiturk migrate --replace',
    ])
    expect(home.snapshot()).toEqual(before)
    const replaced = await mturk(...YES, '--replace')
    expect(replaced).toMatchObject({exit: 0, json: {migrated: [{accessKeyId: key.accessKeyId}], backups: {length: 2}}})
    const copy = home.list().find((file) => file.startsWith('.aws/credentials.mturk-backup-')) ?? ''
    expect(home.read(copy)).toBe(before['.aws/credentials'])
    expect(home.mode(copy)).toBe('600')
  })

  it('moves a key that AWS refuses all the same, reports it, and ends with 4', async ({home, mturk}) => {
    home.write('.psiturkconfig', globalConfig2(OTHER))
    const {exit, json} = await mturk(...YES)
    expect({exit, json}).toMatchObject({
      exit: 4,
      json: {migrated: [{accessKeyId: OTHER.accessKeyId}], check: {verdict: 'bad_key_id'}},
    })
    expect(await mturk(...YES)).toMatchObject({exit: 0, json: {migrated: []}})
  })

  it('moves a key where AWS cannot be reached, and says nothing against it', async ({home, emulator, mturk, key}) => {
    home.write('.psiturkconfig', globalConfig2(key))
    emulator.addFault({match: {}, effect: {kind: 'drop-before'}})
    expect(await mturk(...YES)).toMatchObject({
      exit: 0,
      json: {migrated: [{accessKeyId: key.accessKeyId}], check: {verdict: 'unreachable'}},
    })
  })

  it('leaves the file with --keep, and removes one with nothing but keys with --remove', async ({home, mturk, key}) => {
    home.write('.psiturkconfig', globalConfig2(key))
    const kept = await mturk(...YES, '--keep')
    expect(kept).toMatchObject({exit: 0, json: {migrated: [{profile: 'default'}], changed: [], backups: []}})
    expect(kept.json.warnings.join()).toMatch(/psiTurk 3 goes on using that before Boto's files/)
    expect(home.read('.psiturkconfig')).toBe(globalConfig2(key))
    const {json: told} = await mturk('doctor', '--offline', '--json')
    expect(told.findings).toContainEqual(
      expect.objectContaining({
        id: 'psiturk-key',
        severity: 'note',
        message: expect.stringContaining('who changes one has to change both') as string,
        remedy: expect.stringContaining('psiTurk 1 and 2 find their key nowhere else: for them it may stay.') as string,
      }),
    )
    home.write('config.txt', projectConfig1(key))
    home.write('.psiturkconfig', globalConfig2(key).replace('k_access_key_id = YourAccessKeyId', 'k_access_key_id = x'))
    const removed = await mturk(...YES, '--remove', {cwd: home.path})
    expect(removed.json.warnings.join()).toContain('They are dead, and go with it.')
    expect(removed.json.changed).toMatchObject([
      {file: home.at('config.txt'), change: 'scrub'},
      {file: home.at('.psiturkconfig'), change: 'remove'},
    ])
    expect(home.list()).not.toContain('.psiturkconfig')
  })

  it('prints the way back, and that is one', async ({home, mturk, key}) => {
    home.write('.psiturkconfig', globalConfig2(key), 0o640)
    const {stdout} = await mturk('psiturk', 'migrate', '--yes')
    expect(stdout).not.toContain('psiTurk Access')
    expect(stdout).toMatch(/- +2 aws_access_key_id = \*+\w{4}\n +- +3 aws_secret_access_key = \*+\n/)
    expect(stdout).not.toContain(key.secretAccessKey)
    const [, from = '', to] = /^ {2}cp (\S+) (\S+)$/m.exec(stdout) ?? []
    expect({from, to}).toEqual({from: expect.stringMatching(BACKUP) as string, to: home.at('.psiturkconfig')})
    // The file comes back as it was, its mode too, although the copy is for its owner alone.
    execFileSync('cp', [from, String(to)])
    expect(home.read('.psiturkconfig')).toBe(globalConfig2(key))
    expect(statSync(home.at('.psiturkconfig')).mode & 0o777).toBe(0o640)
  })

  it('refuses a file that cannot be changed before it does anything, and names --keep', async ({home, mturk, key}) => {
    home.write('.psiturkconfig', globalConfig2(key))
    linkSync(home.at('.psiturkconfig'), home.at('its-other-name'))
    const before = home.snapshot()
    const {exit, json} = await mturk(...YES)
    expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, /cannot be changed: it has 2 names/)})
    expect(json.error.message).toContain('leaves the key in the file of the other name')
    const [, split = ''] = /`(cp -p .*)`/.exec(json.error.remedy) ?? []
    expect(commandsIn(json.error.remedy)).toEqual(['mturk psiturk migrate --keep'])
    const dry = await mturk('psiturk', 'migrate', '--dry-run')
    expect(dry).toMatchObject({exit: 3, stdout: expect.stringContaining('take the key lines out of') as string})
    expect(dry.stdout).toContain('cannot be changed: it has 2 names (hard links)')
    expect(home.snapshot()).toEqual(before)
    expect(await mturk(...YES, '--keep')).toMatchObject({exit: 0, json: {migrated: [{profile: 'default'}]}})
    execFileSync('sh', ['-c', split])
    expect(await mturk(...YES)).toMatchObject({exit: 0, json: {changed: [{change: 'scrub'}]}})
    expect(home.read('its-other-name')).toBe(globalConfig2(key))
  })

  it('follows a symbolic link, and keeps bytes that are not UTF-8', async ({home, mturk, key}) => {
    const bytes = Buffer.concat([
      Buffer.from('# \xe9t\xe9\r\n', 'latin1'),
      Buffer.from(globalConfig2(key).replaceAll('\n', '\r\n')),
    ])
    home.write('dotfiles/psiturkconfig', bytes)
    symlinkSync('dotfiles/psiturkconfig', home.at('.psiturkconfig'))
    expect(await mturk(...YES)).toMatchObject({exit: 0, json: {migrated: [{accessKeyId: key.accessKeyId}]}})
    expect(home.snapshot()['dotfiles/psiturkconfig']).toBe(withoutKeyLines(bytes.toString('latin1')))
    expect(home.list().filter((file) => file.startsWith('.psiturkconfig'))).toHaveLength(2)
  })

  it.for([
    ['a directory', (write: (text: string | Uint8Array) => void) => write(''), '.', /it is a directory/],
    ['no file', () => {}, 'nowhere.txt', /there is no such file/],
    [
      'a binary file',
      (write: (text: string | Uint8Array) => void) => write(Uint8Array.of(0, 1, 2)),
      'x',
      /is no text file/,
    ],
    [
      "another program's file with the same section",
      (write: (text: string) => void) => write(`${globalConfig3(OTHER)}\n[Backup]\nto = s3\n`),
      'x',
      /is not psiTurk's/,
    ],
    [
      'a file without the section',
      (write: (text: string) => void) => write('[default]\naws_access_key_id = x\n'),
      'x',
      /holds no key of psiTurk's: there is no \[AWS Access\] with one in it/,
    ],
  ] as const)('refuses %s, and changes nothing', async ([, prepare, name, said], {home, mturk}) => {
    prepare((text: string | Uint8Array) => void home.write('x', text))
    const before = home.snapshot()
    const {exit, json} = await mturk(...YES, '--from', home.at(name))
    expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, said)})
    expect(home.snapshot()).toEqual(before)
  })

  it.runIf(process.platform !== 'win32')('says of a file that may not be read that it may not', async ({home, key}) => {
    home.write('.psiturkconfig', globalConfig2(key))
    // Root may read everything.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined
    if (uid !== undefined) for (const file of ['.', '.psiturkconfig']) chownSync(home.at(file), uid, uid)
    chmodSync(home.at('.psiturkconfig'), 0)
    const {exit, stdout} = await startMturk([...YES], {env: home.env(), uid}).ended
    const json = JSON.parse(stdout) as {warnings: string[]}
    expect({exit, json}).toMatchObject({exit: 3, json: {found: [{state: 'unreadable'}], migrated: [], changed: []}})
    expect(json.warnings.join()).toContain('you have no permission to read it')
    expect(home.list().filter((file) => file.includes('mturk-backup'))).toEqual([])
    chmodSync(home.at('.psiturkconfig'), 0o600)
    expect(home.read('.psiturkconfig')).toBe(globalConfig2(key))
  })

  it('leaves a config.txt and an .env of other programs alone', async ({home, mturk}) => {
    home.write('config.txt', `${globalConfig3(OTHER)}\n[Backup]\nto = s3\n`)
    home.write('.env', `AWS_ACCESS_KEY_ID=${OTHER.accessKeyId}\nAWS_SECRET_ACCESS_KEY=${OTHER.secretAccessKey}\n`)
    const before = home.snapshot()
    expect(await mturk(...YES, {cwd: home.path})).toMatchObject({
      exit: 0,
      json: {found: [{state: 'not_psiturk'}, {state: 'not_psiturk'}], migrated: [], changed: []},
    })
    expect(home.snapshot()).toEqual(before)
  })

  it.for(['env', 'psiturk-legacy'])(
    'refuses %s as the place to store in, which keeps nothing',
    async (to, {home, mturk, key}) => {
      home.write('.psiturkconfig', globalConfig2(key))
      const before = home.snapshot()
      const {exit, json} = await mturk(...YES, '--to', to)
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /cannot store keys/)})
      expect(home.snapshot()).toEqual(before)
    },
  )

  it('covers a secret that was pasted where the region belongs', async ({home, mturk, key}) => {
    home.write('.psiturkconfig', globalConfig2(key).replace('us-east-1', key.secretAccessKey))
    for (const words of [['--dry-run'], ['--yes', '--json']]) {
      const {stdout, stderr} = await mturk('psiturk', 'migrate', ...words)
      expect(stdout + stderr).toContain('aws_region')
      expect(stdout + stderr).not.toContain(key.secretAccessKey)
    }
  })

  it('needs a yes', async ({home, mturk, key, emulator}) => {
    home.write('.psiturkconfig', globalConfig2(key))
    const before = home.snapshot()
    const {exit, json} = await mturk('psiturk', 'migrate', '--json')
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9)})
    expect(commandsIn(json.error.remedy)).toEqual(['mturk psiturk migrate --dry-run', 'mturk psiturk migrate --yes'])
    expect({files: home.snapshot(), asked: emulator.requests.length}).toEqual({files: before, asked: 0})
  })
})

describe.concurrent('what psiTurk left behind', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('is named by doctor: the key, placeholders, and old copies of files that hold none any more', async ({
    home,
    mturk,
    key,
  }) => {
    writeProfile(home, key)
    home.write('.psiturkconfig', globalConfig2(OTHER))
    home.write('config.txt', projectConfig1())
    home.write('.dallingerconfig', dallingerConfig(OTHER))
    home.write('.env.mturk-backup-20200101T000000Z', 'x')
    home.write('config.txt.mturk-backup-20200101T000000Z', projectConfig1())
    const {exit, json} = await mturk('doctor', '--offline', '--json', {cwd: home.path})
    expect(exit).toBe(12)
    const ids = (json.findings as {id: string}[]).map(({id}) => id)
    expect(ids).toEqual(expect.arrayContaining(['psiturk-placeholder', 'psiturk-key', 'dallinger-key', 'old-backup']))
    expect(JSON.stringify(json)).toContain('mturk psiturk migrate')
    expect(JSON.stringify(json)).toMatch(
      /config\.txt\.mturk-backup-20200101T000000Z: mturk made this copy \d+ days ago, and it still holds the placeholders\./,
    )
    home.write(`.psiturkrc.mturk-backup-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`, 'x')
    const {json: young} = await mturk('doctor', '--offline', '--json', {cwd: home.path})
    expect(young.findings).toContainEqual(
      expect.objectContaining({
        id: 'old-backup',
        severity: 'note',
        message: expect.stringContaining('made this copy within the last day') as string,
        remedy: expect.stringMatching(/When all works: rm \S+; the way back: cp /) as string,
      }),
    )
  })

  it('is offered by init: the command, where nobody can be asked', async ({home, mturk, key}) => {
    home.write('.psiturkconfig', globalConfig2(key))
    const before = await mturk('init', '--yes', '--json')
    const step = (json: {steps: {id: string}[]}, id: string) => json.steps.find((each) => each.id === id)
    expect(before.exit).toBe(3)
    expect(step(before.json, 'access-keys')).toMatchObject({state: 'open', remedy: '`mturk psiturk migrate`'})
    expect(step(before.json, 'aws-account')).not.toHaveProperty('remedy')
    writeProfile(home, key)
    home.write('.psiturkconfig', globalConfig2())
    const after = await mturk('init', '--yes', '--json')
    expect(after.exit).toBe(12)
    expect(step(after.json, 'tools')).toMatchObject({state: 'open', remedy: '`mturk psiturk migrate`'})
    await mturk(...YES)
    expect(step((await mturk('init', '--yes', '--json')).json, 'tools')).toMatchObject({state: 'done'})
  })
})
