import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import type {CredentialBackend, Entry, Key, Location} from '@mturk-cli/core'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {botoFiles} from './backend.js'

const OLD: Key = {accessKeyId: 'AKIAOLDOLDOLDOLDOLD2', secretAccessKey: 'the-old-secret'}
const NEW: Key = {accessKeyId: 'AKIANEWNEWNEWNEWNEW3', secretAccessKey: 'the-new-secret'}
const OLD_LINES = `aws_access_key_id = ${OLD.accessKeyId}\naws_secret_access_key = ${OLD.secretAccessKey}\n`
const NEW_LINES = `aws_access_key_id = ${NEW.accessKeyId}\naws_secret_access_key = ${NEW.secretAccessKey}\n`

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mturk-boto-'))
})
afterEach(() => rmSync(home, {recursive: true}))

let operations = 0
const call = () => ({signal: new AbortController().signal, operationId: `test-${++operations}`})

function write(file: string, content: string): void {
  mkdirSync(dirname(join(home, file)), {recursive: true})
  writeFileSync(join(home, file), content)
}
const read = (file: string) => readFileSync(join(home, file), 'utf8')

/** All of the changing methods are there; `BOTO_CONFIG` keeps the machine's own `/etc/boto.cfg` out. */
function open(env: Record<string, string> = {}): Required<CredentialBackend> {
  return botoFiles({env: {BOTO_CONFIG: join(home, '.boto'), ...env}, home}) as Required<CredentialBackend>
}
async function list(profile?: string, env?: Record<string, string>): Promise<readonly Entry[]> {
  return open(env).list({...(profile === undefined ? {} : {profile}), explicit: false}, call())
}
async function onlyPlace(profile?: string): Promise<Location> {
  const places = (await list(profile)).filter(({accessKeyId}) => accessKeyId !== undefined)
  expect(places).toHaveLength(1)
  return places[0]?.location as Location
}

describe('what a person is told', () => {
  it('names file, section and line of every place, in the order in which Boto asks', async () => {
    write('.aws/credentials', `# mine\n[lab]\n${OLD_LINES}`)
    write('.aws/config', `[profile lab]\nregion = us-east-1\n${NEW_LINES}`)
    write('k', 'AWSAccessKeyId=a\nAWSSecretKey=s\n')
    write('.boto', `[Credentials]\n${OLD_LINES}`)
    const shown = (await list('lab', {AWS_CREDENTIAL_FILE: join(home, 'k')})).map(({location, accessKeyId}) => [
      location?.display,
      location?.line,
      accessKeyId,
    ])
    expect(shown).toEqual([
      ['~/.aws/credentials [lab]', 3, OLD.accessKeyId],
      ['~/.aws/config [profile lab]', 3, NEW.accessKeyId],
      ['~/k (AWS_CREDENTIAL_FILE)', 1, 'a'],
      ['~/.boto [Credentials]', 2, OLD.accessKeyId],
    ])
  })

  it('lists every place of every profile when none is named', async () => {
    write('.aws/credentials', `[a]\n${OLD_LINES}[b]\nregion = x\n`)
    write('.aws/config', `[default]\n${NEW_LINES}`)
    write('.boto', `[Credentials]\n${OLD_LINES}`)
    expect((await list()).map(({location, accessKeyId}) => [location?.profile, accessKeyId])).toEqual([
      ['default', NEW.accessKeyId],
      ['a', OLD.accessKeyId],
      ['b', undefined],
      [null, OLD.accessKeyId],
    ])
  })

  it.each([
    ['a key before any section', 'x = 1\n', 1, 'this line stands before any section'],
    [
      'a duplicate key',
      '[a]\nx = 1\n\nX = 2\n',
      4,
      'x is here for the second time in its section; the first is in line 2',
    ],
    [
      'a duplicate section',
      '[a]\n[b]\n[a]\n',
      3,
      'the section [a] is here for the second time; the first is in line 1',
    ],
    ['a byte order mark', '\ufeff[a]\n', 1, 'byte order mark'],
    ['a line of nonsense', '[a]\nwhat\n', 2, 'neither a section nor a comment'],
    ['a line without a name', '[a]\n= x\n', 2, 'nothing before its "="'],
    ['a key on the line below', '[a]\naws_access_key_id =\n  AKIA\n', 2, 'has its value on the lines below'],
  ])('says where Boto gives up: %s', async (_, content, line, words) => {
    write('.aws/credentials', content)
    const [entry] = await list('a')
    expect(entry?.problem).toMatchObject({code: 'unreadable_file', severity: 'error', stops: 'lookup'})
    expect(entry?.problem?.message).toContain(`~/.aws/credentials, line ${line}: `)
    expect(entry?.problem?.message).toContain(words)
    expect(entry?.problem?.remedy).not.toBe('')
  })

  it('says that a directory in place of a file is passed over', async () => {
    mkdirSync(join(home, '.aws', 'credentials'), {recursive: true})
    const [entry] = await list('default')
    expect(entry?.problem).toMatchObject({code: 'unreadable_file', stops: 'entry'})
    expect(entry?.location).toMatchObject({display: '~/.aws/credentials', writable: false})
  })

  it('points to the misspelt name that psiTurk 3 documents (pain 10)', async () => {
    write('.aws/config', '[default]\nAWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESSS_KEY=marker\n')
    const [entry] = await list('default')
    expect(entry).toMatchObject({accessKeyId: 'a', problem: {code: 'partial_credentials', stops: 'backend'}})
    expect(entry?.problem?.message).toContain('Line 3 has aws_secret_accesss_key, which Boto does not know.')
    expect(JSON.stringify(entry)).not.toContain('marker')
  })

  it('never shows the command of a credential_process', async () => {
    write('.aws/config', `[default]\ncredential_process = vault --token marker\n`)
    const entries = await list('default')
    expect(entries[0]).toMatchObject({
      location: {display: '~/.aws/config [default] credential_process', line: 2, writable: false},
      problem: {code: 'credential_process', stops: 'backend'},
    })
    expect(JSON.stringify(entries)).not.toContain('marker')
  })

  it('names the section that makes temporary keys, and lists the key that it hides', async () => {
    write('.aws/config', '[profile lab]\nrole_arn = r\nsource_profile = x\n')
    write('.aws/credentials', `[lab]\n${OLD_LINES}`)
    const [role, hidden] = await list('lab')
    expect(role).toMatchObject({
      location: {display: '~/.aws/config [profile lab] role_arn', line: 2},
      problem: {code: 'temporary_credentials', severity: 'error', stops: 'backend'},
    })
    expect(hidden).toMatchObject({accessKeyId: OLD.accessKeyId, location: {display: '~/.aws/credentials [lab]'}})
  })

  it('strips control characters out of a section name', async () => {
    write('.aws/credentials', `[\x1b[31mred]\n${OLD_LINES}`)
    expect((await onlyPlace()).display).toBe('~/.aws/credentials [?[31mred]')
  })

  it('says why a key that [DEFAULT] gives to all cannot be changed for one', async () => {
    write('.aws/credentials', `[DEFAULT]\n${OLD_LINES}[lab]\nregion = x\n`)
    const location = await onlyPlace('lab')
    expect(location).toMatchObject({writable: false, line: 2, why: expect.stringContaining('[DEFAULT], line 2')})
    const before = read('.aws/credentials')
    await expect(open().replace({location, key: NEW, expect: OLD.accessKeyId}, call())).rejects.toMatchObject({
      code: 'not_writable',
    })
    await expect(open().remove({location, expect: OLD.accessKeyId}, call())).rejects.toMatchObject({
      code: 'not_writable',
    })
    expect(read('.aws/credentials')).toBe(before)
  })
})

describe('storing', () => {
  it('makes ~/.aws for its owner only, and the file too', async () => {
    const location = await open().store({profile: 'default', key: NEW, expect: null}, call())
    expect(location).toMatchObject({
      display: '~/.aws/credentials [default]',
      line: 2,
      writable: true,
      profile: 'default',
    })
    expect(read('.aws/credentials')).toBe(`[default]\n${NEW_LINES}`)
    if (process.platform === 'win32') return
    expect(statSync(join(home, '.aws')).mode & 0o777).toBe(0o700)
    expect(statSync(join(home, '.aws/credentials')).mode & 0o777).toBe(0o600)
  })

  it('leaves everything else as it is (pains 14, 28, 30)', async () => {
    const others = '# my keys\n[lab]\nAWS_ACCESS_KEY_ID=x\r\n  ; old\naws_secret_access_key : y\n\n'
    write('.aws/credentials', others)
    await open().store({profile: 'default', key: NEW, expect: null}, call())
    expect(read('.aws/credentials')).toBe(
      `${others}[default]\naws_access_key_id=${NEW.accessKeyId}\naws_secret_access_key=${NEW.secretAccessKey}\n`,
    )
  })

  it('changes no byte when the key stands there already', async () => {
    write('.aws/credentials', `[default]\n${NEW_LINES}`)
    const state = () => {
      const {ino, mtimeNs} = statSync(join(home, '.aws/credentials'), {bigint: true})
      return {ino, mtimeNs}
    }
    const before = state()
    await open().store({profile: 'default', key: NEW, expect: null}, call())
    expect(state()).toEqual(before)
  })

  it('clears the stale session tokens of that profile in both files, and of no other (pain 30)', async () => {
    const token = 'aws_session_token = stale\naws_security_token = stale\n'
    write('.aws/credentials', `[lab]\n${OLD_LINES}${token}[other]\n${token}`)
    write('.aws/config', `[profile lab]\nregion = x\n${token}[profile other]\n${token}`)
    await open().store({profile: 'lab', key: NEW, expect: OLD.accessKeyId}, call())
    expect(read('.aws/credentials')).toBe(`[lab]\n${NEW_LINES}[other]\n${token}`)
    expect(read('.aws/config')).toBe(`[profile lab]\nregion = x\n[profile other]\n${token}`)
  })

  it.runIf(process.platform !== 'win32')('goes through a symbolic link, which stays (pain 29)', async () => {
    write('dotfiles/credentials', `[lab]\n${OLD_LINES}`)
    mkdirSync(join(home, '.aws'))
    symlinkSync('../dotfiles/credentials', join(home, '.aws/credentials'))
    const location = await open().store({profile: 'lab', key: NEW, expect: OLD.accessKeyId}, call())
    expect(await open().read(location, call())).toEqual(NEW)
    expect(location).toMatchObject({display: '~/.aws/credentials [lab]', writable: true})
    expect(lstatSync(join(home, '.aws/credentials')).isSymbolicLink()).toBe(true)
    expect(read('dotfiles/credentials')).toBe(`[lab]\n${NEW_LINES}`)
  })

  it('has no place where AWS_SHARED_CREDENTIALS_FILE is set and empty', async () => {
    const stored = open({AWS_SHARED_CREDENTIALS_FILE: ''}).store({profile: 'lab', key: NEW, expect: null}, call())
    await expect(stored).rejects.toMatchObject({code: 'not_writable', message: expect.stringContaining('empty')})
  })

  it('does not touch a credentials file that Boto refuses', async () => {
    write('.aws/credentials', 'x = 1\n')
    write('.aws/config', '[profile lab]\naws_session_token = t\n')
    const stored = open().store({profile: 'lab', key: NEW, expect: null}, call())
    await expect(stored).rejects.toMatchObject({code: 'unreadable', message: expect.stringContaining('line 1')})
    expect([read('.aws/credentials'), read('.aws/config')]).toEqual([
      'x = 1\n',
      '[profile lab]\naws_session_token = t\n',
    ])
  })

  it('succeeds when only the config file is broken, and leaves that alone', async () => {
    write('.aws/config', 'x = 1\n')
    await open().store({profile: 'lab', key: NEW, expect: null}, call())
    expect([read('.aws/credentials'), read('.aws/config')]).toEqual([`[lab]\n${NEW_LINES}`, 'x = 1\n'])
  })

  it('leaves the config file alone when the key is refused', async () => {
    write('.aws/credentials', `[lab]\n${OLD_LINES}`)
    write('.aws/config', '[profile lab]\naws_session_token = t\n')
    await expect(open().store({profile: 'lab', key: NEW, expect: null}, call())).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(read('.aws/config')).toBe('[profile lab]\naws_session_token = t\n')
  })

  it('fills in a template with empty values', async () => {
    write('.aws/credentials', '[default]\naws_access_key_id =\naws_secret_access_key=\n')
    await open().store({profile: 'default', key: NEW, expect: null}, call())
    expect(read('.aws/credentials')).toBe(
      `[default]\naws_access_key_id = ${NEW.accessKeyId}\naws_secret_access_key=${NEW.secretAccessKey}\n`,
    )
  })

  it.each(['', 'a]b', 'a\nb', 'a\rb', 'a\0b', 'DEFAULT', '\u2028'])('refuses the profile name %j', async (profile) => {
    await expect(open().store({profile, key: NEW, expect: null}, call())).rejects.toMatchObject({code: 'not_writable'})
    expect(existsSync(join(home, '.aws'))).toBe(false)
  })

  it.each(['a\nb = c', ' a', 'a\r', 'a\0', '[a]', '\ud800'])(
    'refuses the secret %j, without repeating it',
    async (secret) => {
      const key = {accessKeyId: NEW.accessKeyId, secretAccessKey: `${secret}marker`}
      const error: unknown = await open()
        .store({profile: 'lab', key, expect: null}, call())
        .catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({
        code: 'not_writable',
        message: expect.stringMatching(/^The secretAccessKey .*no file can hold it\.$/),
      })
      expect(String(error)).not.toContain('marker')
      expect(existsSync(join(home, '.aws'))).toBe(false)
    },
  )

  it('refuses to add a key that a token in [DEFAULT] would spoil', async () => {
    write('.aws/credentials', '[DEFAULT]\naws_session_token = t\n[lab]\nregion = x\n')
    const stored = open().store({profile: 'lab', key: NEW, expect: null}, call())
    await expect(stored).rejects.toMatchObject({
      code: 'not_writable',
      message: expect.stringContaining('[DEFAULT], line 2'),
    })
  })

  it('refuses a new section that a token in [DEFAULT] would spoil just as well', async () => {
    write('.aws/credentials', '[DEFAULT]\naws_session_token = t\n')
    await expect(open().store({profile: 'lab', key: NEW, expect: null}, call())).rejects.toMatchObject({
      code: 'not_writable',
    })
  })
})

describe('replacing and removing', () => {
  it.each([
    [
      'the config file',
      '.aws/config',
      `[profile "a b"]\r\n\tAWS_ACCESS_KEY_ID:${OLD.accessKeyId}\r\n\taws_secret_access_key: s\r\n`,
    ],
    ['~/.boto', '.boto', `[Boto]\ndebug = 0\n[Credentials]\n${OLD_LINES}# end`],
    [
      'the file of AWS_CREDENTIAL_FILE',
      'k',
      `AWSAccessKeyId=${OLD.accessKeyId}\r\nAWSSecretKey=${OLD.secretAccessKey}\r\n`,
    ],
  ])('in %s change nothing but the key', async (_, file, content) => {
    write(file, content)
    const backend = open(file === 'k' ? {AWS_CREDENTIAL_FILE: join(home, 'k')} : {})
    const [entry] = await backend.list({explicit: false, accessKeyId: OLD.accessKeyId}, call())
    const location = entry?.location as Location
    await backend.replace({location, key: NEW, expect: OLD.accessKeyId}, call())
    const secret = content.includes(OLD.secretAccessKey) ? OLD.secretAccessKey : /(?<=: )s(?=\r)/
    const expected = content.replace(OLD.accessKeyId, NEW.accessKeyId).replace(secret, NEW.secretAccessKey)
    expect(read(file)).toBe(expected)
    expect(await backend.read(location, call())).toEqual(NEW)
    await backend.remove({location, expect: NEW.accessKeyId}, call())
    const lines = expected.split(/(?<=\n)/)
    expect(read(file)).toBe(
      file === '.aws/config'
        ? ''
        : lines.filter((line) => !line.includes(NEW.accessKeyId) && !line.includes(NEW.secretAccessKey)).join(''),
    )
  })

  it('keep the section of a removed key where something else is in it, be it a comment', async () => {
    write('.aws/credentials', `[a]\n${OLD_LINES}# old laptop\n\n[b]\n${NEW_LINES}\n[c]\n`)
    await open().remove({location: await onlyPlace('a'), expect: OLD.accessKeyId}, call())
    await open().remove({location: await onlyPlace('b'), expect: NEW.accessKeyId}, call())
    expect(read('.aws/credentials')).toBe('[a]\n# old laptop\n\n[c]\n')
  })

  it('keep the empty section of a removed key where it hides another one of the same profile', async () => {
    const hidden = `["profile" x]\n[profile  a]\n${NEW_LINES}`
    write('.aws/config', `${hidden}[profile a]\n${OLD_LINES}`)
    const [entry] = await open().list({profile: 'a', explicit: true, accessKeyId: OLD.accessKeyId}, call())
    await open().remove({location: entry?.location as Location, expect: OLD.accessKeyId}, call())
    expect(read('.aws/config')).toBe(`${hidden}[profile a]\n`)
  })

  it('take out the whole of a value that goes on over several lines', async () => {
    write(
      '.aws/credentials',
      `[a]\naws_access_key_id = ${OLD.accessKeyId}\naws_secret_access_key = one\n  two\n# stays\n  three\nregion = x\n`,
    )
    await open().replace({location: await onlyPlace('a'), key: NEW, expect: OLD.accessKeyId}, call())
    expect(read('.aws/credentials')).toBe(`[a]\n${NEW_LINES}# stays\nregion = x\n`)
  })

  it('leave a temporary key of the credentials file its token when the config file gets a new key', async () => {
    write('.aws/credentials', '[lab]\naws_access_key_id = ASIA\naws_secret_access_key = s\naws_session_token = t\n')
    write('.aws/config', `[profile lab]\n${OLD_LINES}`)
    const [entry] = await open().list({explicit: false, accessKeyId: OLD.accessKeyId}, call())
    await open().replace({location: entry?.location as Location, key: NEW, expect: OLD.accessKeyId}, call())
    expect(read('.aws/credentials')).toContain('aws_session_token = t')
    expect(read('.aws/config')).toBe(`[profile lab]\n${NEW_LINES}`)
  })

  it('follow the file that a location names, whatever the environment says later', async () => {
    write('elsewhere', `[lab]\n${OLD_LINES}`)
    const [entry] = await list('lab', {AWS_SHARED_CREDENTIALS_FILE: join(home, 'elsewhere')})
    await open().replace({location: entry?.location as Location, key: NEW, expect: OLD.accessKeyId}, call())
    expect(read('elsewhere')).toBe(`[lab]\n${NEW_LINES}`)
  })

  it.each(['{}', 'x', '["role_arn","/x","y"]', '["credentials"]'])('refuse the location %s', async (id) => {
    const location: Location = {backend: 'boto-files', id, profile: null, display: 'there', writable: false}
    await expect(open().read(location, call())).rejects.toMatchObject({code: 'not_found'})
  })
})
