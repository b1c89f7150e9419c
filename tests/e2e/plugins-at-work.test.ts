import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {keyCsv, userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {envelope} from './support/expected.js'
import {backendSource, linkPlugins, type FixturePlugin} from './support/plugins.js'
import {startMturk} from './support/running.js'

/** A vault in a JSON file that takes keys, too; where it is asked is for the test to say. */
function writableVault(lookup: 'default' | 'on-request'): FixturePlugin {
  const hook = `
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
export default async ({context}) => {
  const file = join(context.home, 'safe.json')
  const load = () => existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const place = (profile) => ({backend: 'safe', id: profile, profile, display: 'safe:' + profile, writable: true})
  const put = (profile, key, expect) => {
    if ((load()[profile]?.accessKeyId ?? null) !== expect) {
      throw Object.assign(new Error('another key is there'), {name: 'MturkBackendError', code: 'conflict'})
    }
    writeFileSync(file, JSON.stringify({...load(), [profile]: key}), {mode: 0o600})
    return place(profile)
  }
  return [{
    apiVersion: 1, id: 'safe', title: 'Safe', lookup: '${lookup}', order: 350,
    probe: async () => ({state: 'available'}),
    list: async ({profile}) => Object.entries(load())
      .filter(([name]) => profile === undefined || name === profile)
      .map(([name, {accessKeyId}]) => ({location: place(name), accessKeyId})),
    read: async ({id}) => load()[id],
    store: async ({profile, key, expect}) => put(profile, key, expect),
    replace: async ({location, key, expect}) => put(location.profile, key, expect),
    remove: async ({location: {profile}}) => {
      const {[profile]: _, ...rest} = load()
      writeFileSync(file, JSON.stringify(rest))
    },
  }]
}`
  return {name: 'mturk-safe', hook}
}

const inSafe = (profile: string) => ({backend: 'safe', profile, display: `safe:${profile}`, writable: true})

describe.concurrent('a vault that takes keys', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('is where keys import puts them, and balance finds them', async ({home, emulator, mturk}) => {
    const env = linkPlugins(home, [writableVault('default')])
    const csv = home.write('keys.csv', keyCsv(userKeyOf(emulator)))
    const imported = await mturk('keys', 'import', csv, '--profile', 'team', '--backend', 'safe', '--json', {env})
    expect(imported).toMatchObject({exit: 0, json: {imported: [{profile: 'team', storedIn: inSafe('team')}]}})
    const balance = await mturk('balance', '--profile', 'team', '--json', {env})
    expect(balance).toMatchObject({exit: 0, json: {availableBalance: '182.50'}})
    expect(home.list()).not.toContain('.aws/credentials')
  })

  it('is where iam create-user puts the new key', async ({home, emulator, mturk}) => {
    const env = linkPlugins(home, [writableVault('default')])
    writeProfile(home, emulator.rootKey, 'admin')
    const credentials = home.read('.aws/credentials')
    const flags = ['--admin-profile', 'admin', '--profile', 'anna', '--backend', 'safe', '--json']
    const {exit, json} = await mturk('iam', 'create-user', 'anna', ...flags, {env})
    expect({exit, json}).toMatchObject({exit: 0, json: {storedIn: [inSafe('anna')]}})
    expect(JSON.parse(home.read('safe.json'))).toMatchObject({anna: {accessKeyId: json.accessKeyId}})
    expect(home.read('.aws/credentials')).toBe(credentials)
    const check = await mturk('link-check', '--profile', 'anna', '--json', {env})
    expect(check).toMatchObject({exit: 0, json: {accessKeyId: json.accessKeyId}})
  })

  it('is where init puts the new key, which says that only mturk reads it there', async ({home, emulator, mturk}) => {
    const env = linkPlugins(home, [writableVault('default')])
    const init = [
      'init',
      '--from-csv',
      writeRootKey(home, emulator),
      '--user-name',
      'anna',
      '--backend',
      'safe',
      '--yes',
      '--json',
    ]
    const {exit, json} = await mturk(...init, {env})
    expect({exit, json}).toMatchObject({exit: 12, json: {userName: 'anna', storedIn: [inSafe('default')]}})
    expect(json.steps.at(-1)).toMatchObject({id: 'tools', state: 'open'})
    expect(JSON.parse(home.read('safe.json'))).toMatchObject({default: {accessKeyId: json.accessKeyId}})
  })

  it('is asked by nobody where it is on request, unless somebody names it', async ({home, emulator, mturk}) => {
    const env = linkPlugins(home, [writableVault('on-request')])
    home.write('safe.json', JSON.stringify({team: userKeyOf(emulator)}))
    const list = await mturk('credentials', 'list', '--profile', 'team', '--json', {env})
    expect(list.json).toMatchObject({active: null, candidates: []})
    expect(await mturk('balance', '--profile', 'team', '--json', {env})).toMatchObject({exit: 3})
    const named = await mturk('credentials', 'list', '--profile', 'team', '--backend', 'safe', '--json', {env})
    expect(named.json).toMatchObject({active: {location: inSafe('team')}})
    const balance = await mturk('balance', '--profile', 'team', '--backend', 'safe', '--json', {env})
    expect(balance).toMatchObject({exit: 0, json: {availableBalance: '182.50'}})
  })
})

describe.concurrent('a plugin that misbehaves at work', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  const answer = (more: string, before = '') => `${before}\nexport default async () => [${backendSource('odd', more)}]`

  it('cannot spoil --json by printing', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const more = `list: async () => { process.stdout.write('rubbish at work\\n'); return [] }`
    const env = linkPlugins(home, [{name: 'chatty', hook: answer(more, `console.log('rubbish at load')`)}])
    for (const args of [['balance'], ['credentials', 'list'], ['balance', '--profile', 'nobody']]) {
      const {json, stderr} = await mturk(...args, '--json', {env})
      expect(Object.keys(json).length).toBeGreaterThan(0)
      expect(stderr).toContain('rubbish at load')
      expect(stderr).toContain('rubbish at work')
    }
  })

  it('cannot end the command, while it is loaded or asked', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const env = linkPlugins(home, [
      {name: 'leaving', hook: 'export default async () => { process.exit(0) }'},
      {name: 'left', hook: 'process.exit(0)'},
    ])
    const {exit, json} = await mturk('credentials', 'backends', '--json', {env})
    const problem = (plugin: string) => ({plugin, message: expect.stringContaining('tried to end the process')})
    expect({exit, problems: json.problems}).toEqual({exit: 0, problems: [problem('leaving'), problem('left')]})
    expect(await mturk('balance', {env})).toMatchObject({exit: 0, stdout: expect.stringContaining('182.50')})
  })

  for (const method of ['probe', 'list', 'read']) {
    it(`cannot end the command in ${method}`, async ({home, emulator, mturk}) => {
      writeProfile(home, userKeyOf(emulator))
      const env = linkPlugins(home, [{name: 'leaving', hook: answer(`${method}: () => process.exit(0)`)}])
      const {exit, json} = await mturk('balance', '--profile', 'odd', '--backend', 'odd', '--json', {env})
      expect({exit, json}).toEqual({exit: 7, json: envelope('unreachable', 7, /odd \(leaving\).*process\.exit/)})
      expect(await mturk('balance', {env})).toMatchObject({exit: 0, stdout: expect.stringContaining('182.50')})
    })
  }

  it('cannot end the command, or write to its answer, from a timer', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const before = `
setInterval(() => console.log('rubbish'), 1)
setTimeout(() => process.exit(0), 1)`
    const env = linkPlugins(home, [{name: 'leaving', hook: answer('', before)}])
    const {exit, json, stderr} = await mturk('balance', '--json', {env})
    expect({exit, json}).toMatchObject({exit: 0, json: {availableBalance: '182.50'}})
    expect(stderr).toContain('! A plugin tried to end the process.\n')
    expect(stderr).toContain('rubbish')
  })

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it.skipIf(process.platform === 'win32').for([
      ['its hook', `export default async () => { SAY; for (;;); }`],
      ['list', answer(`list: async () => { SAY; for (;;); }`)],
    ] as const)(`ends with ${signal} while it never comes back from %s`, async ([, source], {home, emulator}) => {
      const hook = source.replace('SAY', `process.getBuiltinModule('fs').writeSync(2, 'now\\n')`)
      const env = {...home.env(), ...emulator.environment(), ...linkPlugins(home, [{name: 'endless', hook}])}
      const running = startMturk(['init', '--yes', '--json'], {env})
      expect(await running.firstError).toBe('now')
      running.kill(signal)
      expect(await running.ended).toMatchObject({exit: null, signal})
    })
  }

  it.for([
    ['throws in a timer', `setTimeout(() => { throw new TypeError('hush-hush') }, 1)`, 'The plugin late', 'TypeError'],
    ['rejects where nobody waits', `Promise.reject(new RangeError('hush-hush'))`, 'The plugin late', 'RangeError'],
    ['throws what is no error', `setTimeout(() => { throw 'hush-hush' }, 1)`, 'A plugin', 'something that is no error'],
    [
      'throws what nobody can look at',
      `setTimeout(() => { throw new Proxy({}, {get() { throw 1 }, getPrototypeOf() { throw 1 }}) }, 1)`,
      'A plugin',
      'something that cannot be looked at',
    ],
  ] as const)('is named where it %s, and harms nobody', async ([, before, who, what], {home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const env = linkPlugins(home, [{name: 'late', hook: answer('', before)}])
    const {exit, json, stdout, stderr} = await mturk('balance', '--json', {env})
    expect({exit, json}).toMatchObject({exit: 0, json: {availableBalance: '182.50'}})
    expect(stderr).toContain(`! ${who} failed beside its work: it threw ${what}`)
    expect(stdout + stderr).not.toContain('hush-hush')
  })

  it('shows no secret of this run, neither somebody else’s nor its own', async ({home, emulator, mturk}) => {
    const {secretAccessKey} = userKeyOf(emulator)
    const own = 'v'.repeat(40)
    const display = `'at ' + process.env.AWS_SECRET_ACCESS_KEY + ' and ${own}'`
    const place = `{backend: 'odd', id: '1', profile: 'odd', display: ${display}, writable: false}`
    const list = `list: async () => [{location: ${place}, accessKeyId: 'AKIAVAULTVAULTVAULTV'}]`
    const env = {
      ...linkPlugins(home, [{name: 'telling', hook: answer(list)}]),
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }
    for (const more of [[], ['--json']]) {
      const {stdout, stderr} = await mturk('balance', '--profile', 'odd', ...more, {env})
      expect(stdout + stderr).not.toContain(secretAccessKey)
      expect(stdout + stderr).not.toContain(own)
      const listed = await mturk('credentials', 'list', '--profile', 'odd', ...more, {env})
      expect(listed.stdout).toContain('at [secret] and')
    }
  })

  it('cannot keep the process from ending', async ({home, emulator, mturk}) => {
    writeProfile(home, userKeyOf(emulator))
    const before = `
import {createServer} from 'node:net'
setInterval(() => {}, 50)
createServer().listen(0, '127.0.0.1')
process.stdin.resume()`
    const env = linkPlugins(home, [{name: 'lingering', hook: answer('', before)}])
    expect(await mturk('balance', '--json', {env, timeout: 15_000})).toMatchObject({exit: 0, signal: null})
  })

  it('shows no secret that it throws while it reads', async ({home, mturk}) => {
    const throwing = `async () => { throw new Error('could not decrypt hush-hush') }`
    const env = linkPlugins(home, [{name: 'leaky', hook: answer(`read: ${throwing}`)}])
    for (const args of [['balance'], ['link-check'], ['balance', '--backend', 'odd'], ['init', '--yes']]) {
      const {exit, stdout, stderr} = await mturk(...args, '--profile', 'odd', {env: {...env, DEBUG: '*'}})
      expect({args, well: exit === 0}).toEqual({args, well: false})
      expect(stdout + stderr).toContain('odd')
      expect(stdout + stderr).not.toContain('hush-hush')
    }
  })

  it('cannot write to the terminal', async ({home, mturk}) => {
    const nasty = JSON.stringify('x\u001B]0;owned\u0007\u001B[8m\u009B31m\u202Egnp\u0008')
    const problem = `problem: {code: ${nasty}, message: ${nasty}, remedy: ${nasty}, severity: 'warning', stops: 'entry'}`
    const place = `{backend: 'odd', id: '1', profile: ${nasty}, display: ${nasty}, writable: false}`
    const list = `title: ${nasty}, list: async () => [{location: ${place}, ${problem}}]`
    const refusing = `async () => { throw Object.assign(new Error(${nasty}), {name: 'MturkBackendError', code: 'locked', remedy: ${nasty}}) }`
    const env = linkPlugins(home, [
      {name: 'nasty-list', hook: answer(list)},
      {name: 'nasty-error', hook: `export default async () => [${backendSource('locked', `list: ${refusing}`)}]`},
      {name: 'nasty-load', hook: `throw Object.assign(new Error(${nasty}), {code: ${nasty}})`},
      {
        name: 'nasty-probe',
        hook: `export default async () => [${backendSource('away', `probe: async () => ({state: 'unsupported', reason: ${nasty}})`)}]`,
      },
    ])
    for (const args of [
      ['credentials', 'list'],
      ['credentials', 'backends'],
      ['balance', '--backend', 'locked'],
      ['balance', '--backend', 'away'],
    ]) {
      for (const more of [[], ['--json']]) {
        const {stdout, stderr} = await mturk(...args, ...more, {env})
        expect((stdout + stderr).length).toBeGreaterThan(10)
        // oxlint-disable-next-line no-control-regex -- control characters are what this is about
        expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202E]/)
      }
    }
  })

  it('says what is missing where it must be set up first', async ({home, mturk}) => {
    const probe = `probe: async () => ({state: 'needs-setup', reason: 'no vault is named', remedy: 'Write file = PATH.'})`
    const env = linkPlugins(home, [{name: 'unfinished', hook: answer(probe)}])
    const backends = await mturk('credentials', 'backends', '--json', {env})
    const unfinished = {id: 'odd', state: 'needs-setup', reason: 'no vault is named'}
    expect(backends.json.backends).toContainEqual(expect.objectContaining(unfinished))
    const {exit, json} = await mturk('balance', '--backend', 'odd', '--json', {env})
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /no vault is named/)})
    expect(json.error.remedy).toBe('Write file = PATH.')
  })

  it('does not lend its settings to others: an unknown section is refused with its file and line', async ({
    home,
    mturk,
  }) => {
    const env = {...linkPlugins(home, [{name: 'fine', hook: answer('')}]), MTURK_CONFIG_DIR: home.at('settings')}
    const file = home.write('settings/config.ini', '[odd]\nfile = x\n\n; not ours\n[ood]\nfile = x\n')
    const {exit, json} = await mturk('credentials', 'backends', '--json', {env})
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /\[ood\].*"odd"/)})
    expect(json.error.message).toContain(`${file}, line 5:`)
  })
})
