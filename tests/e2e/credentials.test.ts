import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {writeProfile} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {secretsIn} from './support/traces.js'

const FILE_KEY = {accessKeyId: 'AKIAFILEFILEFILEFILE', secretAccessKey: 'f'.repeat(40)}
const ENV_KEY = {AWS_ACCESS_KEY_ID: 'AKIAENVENVENVENVENVE', AWS_SECRET_ACCESS_KEY: 'e'.repeat(40)}

const inEnvironment = {backend: 'env', profile: null, display: 'AWS_ACCESS_KEY_ID', writable: false}
const inBotoFile = {backend: 'boto-files', profile: null, display: '~/.boto [Credentials]', writable: true}

function writeBoto(home: Home): void {
  home.write(
    '.boto',
    `[Credentials]\naws_access_key_id = AKIABOTOBOTOBOTOBOTO\naws_secret_access_key = ${'b'.repeat(40)}\n`,
  )
}

/** State and problem of each candidate by where it is. */
function statesOf(json: {candidates: {location: {display: string}; state: string; problem?: {code: string}}[]}) {
  return json.candidates.map(({location, state, problem}) => [
    location.display,
    state,
    ...(problem ? [problem.code] : []),
  ])
}

describe.concurrent('credentials list', () => {
  it('answers to the letter: one wins, the other is shadowed, and each has its place (pain 7)', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, FILE_KEY)
    writeBoto(home)
    const {exit, json, stderr} = await mturk('credentials', 'list', '--json')
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    expect(json).toEqual({
      profile: 'default',
      active: {backend: 'boto-files', location: inCredentialsFile(), accessKeyId: FILE_KEY.accessKeyId},
      candidates: [
        {backend: 'boto-files', location: inCredentialsFile(), accessKeyId: FILE_KEY.accessKeyId, state: 'active'},
        {backend: 'boto-files', location: inBotoFile, accessKeyId: 'AKIABOTOBOTOBOTOBOTO', state: 'shadowed'},
      ],
    })
    expect(emulator.requests).toEqual([])
  })

  it('answers to the letter where there is nothing', async ({home, mturk}) => {
    const {exit, json} = await mturk('credentials', 'list', '--json')
    expect({exit, json}).toEqual({exit: 0, json: {profile: 'default', active: null, candidates: []}})
    expect(home.list()).toEqual([])
  })

  it('lets the environment win, and tells a person how to use the file instead (pain 8)', async ({home, mturk}) => {
    writeProfile(home, FILE_KEY)
    const {json} = await mturk('credentials', 'list', '--json', {env: ENV_KEY})
    expect(json.active).toEqual({backend: 'env', location: inEnvironment, accessKeyId: ENV_KEY.AWS_ACCESS_KEY_ID})
    expect(statesOf(json)).toEqual([
      ['AWS_ACCESS_KEY_ID', 'active'],
      ['~/.aws/credentials [default]', 'shadowed'],
    ])
    const {stdout} = await mturk('credentials', 'list', {env: ENV_KEY})
    expect(stdout).toMatch(/1 +env +AWS_ACCESS_KEY_ID +\*{16}ENVE +used/)
    expect(stdout).toMatch(/2 +boto-files +~\/\.aws\/credentials \[default\] +\*{16}FILE +shadowed by 1/)
    expect(stdout).toContain('unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY')
    expect(stdout).not.toMatch(/e{40}|f{40}/)
  })

  it.for([
    ['on a line that begins with a blank', `aws_access_key_id = ID\n aws_secret_access_key = SECRET\n`],
    ['behind the id and a comma', 'aws_access_key_id = ID,SECRET\n'],
    ['behind the id and a blank', 'aws_access_key_id = ID SECRET\n'],
    ['behind the id, twice', 'aws_access_key_id = ID:SECRET\naws_secret_access_key = SECRET\n'],
    ['right behind the id', 'aws_access_key_id = IDSECRET\n'],
  ] as const)('never shows a secret that stands %s', async ([, lines], {home, mturk}) => {
    const {accessKeyId} = FILE_KEY
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
    const filled = lines.replaceAll('SECRET', secret).replace('ID', accessKeyId)
    home.write('.aws/credentials', `[default]\n${filled}`)
    const env = {AWS_ACCESS_KEY_ID: `${accessKeyId}:${secret}`, DEBUG: '*'}
    for (const more of [[], ['--profile', 'default']]) {
      const {json, stdout, stderr} = await mturk('credentials', 'list', ...more, '--json', {env})
      const shown = (json.candidates as {accessKeyId: string}[]).map((candidate) => candidate.accessKeyId)
      expect(new Set(shown)).toEqual(new Set([`${accessKeyId}****************`]))
      const text = await mturk('credentials', 'list', ...more, {env})
      const check = await mturk('link-check', ...more, '--json', {env})
      const all = [stdout, stderr, text.stdout, text.stderr, check.stdout, check.stderr].join('\n')
      expect(secretsIn(all, {secret})).toEqual([])
    }
  })

  it('ignores the environment where a profile is named', async ({home, mturk}) => {
    writeProfile(home, FILE_KEY, 'lab')
    const {json} = await mturk('credentials', 'list', '--profile', 'lab', '--json', {env: ENV_KEY})
    expect(json).toMatchObject({profile: 'lab', active: {location: inCredentialsFile('lab')}})
    expect(statesOf(json)).toEqual([
      ['AWS_ACCESS_KEY_ID', 'ignored', 'ignored_by_profile'],
      ['~/.aws/credentials [lab]', 'active'],
    ])
  })

  it('asks only the backend that is named', async ({home, mturk}) => {
    writeProfile(home, FILE_KEY)
    const files = await mturk('credentials', 'list', '--backend', 'boto-files', '--json', {env: ENV_KEY})
    expect(statesOf(files.json)).toEqual([['~/.aws/credentials [default]', 'active']])
    const environment = await mturk('credentials', 'list', '--backend', 'env', '--json')
    expect(environment.json).toEqual({profile: 'default', active: null, candidates: []})
    const unknown = await mturk('credentials', 'list', '--backend', 'vault', '--json')
    expect(unknown).toMatchObject({exit: 2, json: envelope('usage', 2, /"vault".*env, boto-files/)})
  })

  for (const [what, file, content, line] of [
    [
      'a config file that Boto cannot parse',
      '.aws/config',
      '[default]\nregion = us-east-1\n[default]\nregion = us-east-1\n',
      3,
    ],
    ['a config file without a section', '.aws/config', 'AWS_ACCESS_KEY_ID = x\n', 1],
    ['a credentials file that Boto cannot parse', '.aws/credentials', '[default\naws_access_key_id = x\n', 1],
  ] as const) {
    it(`has no active key with ${what}, whatever the environment holds, and names file and line`, async ({
      home,
      mturk,
    }) => {
      if (file === '.aws/config') writeProfile(home, FILE_KEY)
      home.write(file, content)
      const {exit, json} = await mturk('credentials', 'list', '--json', {env: ENV_KEY})
      expect(exit).toBe(0)
      expect(json.active).toBeNull()
      const broken = json.candidates.find(({state}: {state: string}) => state === 'broken')
      expect(broken.problem).toMatchObject({code: 'unreadable_file', severity: 'error', stops: 'lookup'})
      expect(broken.problem.message).toContain(`~/${file}, line ${line}`)
      expect(json.warnings).toEqual([broken.problem.message])
      const balance = await mturk('balance', '--json', {env: ENV_KEY})
      expect({exit: balance.exit, json: balance.json}).toEqual({
        exit: 3,
        json: envelope('unreadable_file', 3, new RegExp(`~/${file}, line ${line}`)),
      })
    })
  }

  it('has no active key where AWS_PROFILE names a profile that there is not', async ({home, mturk}) => {
    writeProfile(home, FILE_KEY)
    const env = {...ENV_KEY, AWS_PROFILE: 'nobody'}
    const {json} = await mturk('credentials', 'list', '--json', {env})
    expect(json).toMatchObject({
      profile: 'nobody',
      active: null,
      warnings: [expect.stringMatching(/"nobody".*AWS_PROFILE/)],
    })
    expect(await mturk('balance', '--json', {env})).toMatchObject({
      exit: 3,
      json: envelope('no_credentials', 3, /nobody/),
    })
  })

  it('shows half a key as broken, with the misspelt line that should be the other half', async ({home, mturk}) => {
    home.write(
      '.aws/credentials',
      '[default]\naws_access_key_id = AKIAFILEFILEFILEFILE\nAWS_SECRET_ACCESSS_KEY = hush-hush\n',
    )
    const {json, stdout} = await mturk('credentials', 'list', '--json')
    expect(json.active).toBeNull()
    expect(json.candidates).toEqual([
      {
        backend: 'boto-files',
        location: inCredentialsFile(),
        accessKeyId: 'AKIAFILEFILEFILEFILE',
        state: 'broken',
        problem: {
          code: 'partial_credentials',
          message: expect.stringMatching(/Line 3 .*SECRET_ACCESSS_KEY/i),
          remedy: expect.stringContaining('aws_secret_access_key'),
          severity: 'error',
          stops: 'backend',
        },
      },
    ])
    expect(stdout).not.toContain('hush-hush')
    expect(await mturk('balance', '--json')).toMatchObject({
      exit: 3,
      json: envelope('partial_credentials', 3, /Line 3/),
    })
  })

  it('shows an id in the environment without its secret as what stops Boto', async ({home, mturk}) => {
    writeProfile(home, FILE_KEY)
    const env = {AWS_ACCESS_KEY_ID: ENV_KEY.AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESSS_KEY: 'hush-hush'}
    const {json, stdout} = await mturk('credentials', 'list', '--json', {env})
    expect(json.active).toBeNull()
    expect(statesOf(json)).toEqual([
      ['AWS_ACCESS_KEY_ID', 'broken', 'partial_credentials'],
      ['AWS_SECRET_ACCESSS_KEY', 'broken', 'misspelt_name'],
      ['~/.aws/credentials [default]', 'shadowed'],
    ])
    expect(stdout).not.toContain('hush-hush')
    expect(await mturk('balance', '--json', {env})).toMatchObject({exit: 3, json: envelope('partial_credentials', 3)})
  })

  it('shows an SSO profile as temporary, and MTurk is not asked (pain 15)', async ({home, emulator, mturk}) => {
    home.write(
      '.aws/config',
      '[profile sso]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = R\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://example.org\n',
    )
    const {json} = await mturk('credentials', 'list', '--profile', 'sso', '--json')
    expect(json).toMatchObject({
      active: null,
      candidates: [{state: 'broken', problem: {code: 'temporary_credentials'}}],
    })
    const balance = await mturk('balance', '--profile', 'sso', '--json')
    expect(balance).toMatchObject({exit: 3, json: envelope('temporary_credentials', 3, /SSO/)})
    expect(emulator.requests).toEqual([])
  })

  it('shows an active key of a wrong shape as active, as Boto would, with its problem', async ({home, mturk}) => {
    writeProfile(home, {accessKeyId: 'not-a-key-id', secretAccessKey: 's'.repeat(40)})
    const {json} = await mturk('credentials', 'list', '--json')
    expect(json).toMatchObject({
      active: {accessKeyId: 'not-a-key-id'},
      candidates: [{state: 'active', problem: {code: 'malformed_credentials'}}],
    })
    expect(await mturk('balance', '--json')).toMatchObject({exit: 3, json: envelope('malformed_credentials', 3)})
  })
})

describe.concurrent('credentials list, of keys that Boto takes and that cannot work', () => {
  for (const [what, lines, code, words] of [
    ['a session token', 'aws_session_token = t', 'temporary_credentials', 'A session token stands beside'],
    ['a comment behind it', 'SECRET # mine', 'malformed_credentials', 'The secret access key has a comment behind it'],
    ['quotes', '"SECRET"', 'malformed_credentials', 'The secret access key stands in quotes'],
    ['too few characters', 'x', 'malformed_credentials', 'The secret access key has 1 character;'],
  ] as const) {
    it(`names ${what}, in the file and in the environment`, async ({home, mturk}) => {
      const [extra, secret] = lines.includes('token')
        ? [`${lines}\n`, FILE_KEY.secretAccessKey]
        : ['', lines.replace('SECRET', FILE_KEY.secretAccessKey)]
      const id = FILE_KEY.accessKeyId
      home.write(
        '.aws/credentials',
        `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n${extra}`,
      )
      const env = {
        AWS_ACCESS_KEY_ID: ENV_KEY.AWS_ACCESS_KEY_ID,
        AWS_SECRET_ACCESS_KEY: secret,
        ...(extra ? {AWS_SESSION_TOKEN: 't'} : {}),
      }
      const problem = expect.objectContaining({code, message: expect.stringContaining(words)}) as unknown
      const alone = await mturk('credentials', 'list', '--json')
      expect(alone.json).toMatchObject({active: {accessKeyId: id}, candidates: [{state: 'active', problem}]})
      const both = await mturk('credentials', 'list', '--json', {env})
      expect(both.json).toMatchObject({
        active: {backend: 'env'},
        candidates: [
          {state: 'active', problem},
          {state: 'shadowed', problem},
        ],
      })
      const {stdout} = await mturk('credentials', 'list', {env})
      expect(stdout).toContain(`used, with a problem: ${words}`)
      expect(stdout).toContain(`shadowed by 1, with a problem: ${words}`)
      expect(stdout).not.toMatch(/f{40}/)
    })
  }

  it('says once what a role is, and why there is no key', async ({home, mturk}) => {
    home.write('.aws/config', '[profile r]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = default\n')
    const {stdout} = await mturk('credentials', 'list', '--profile', 'r')
    expect(stdout.match(/temporary access keys/g)).toHaveLength(1)
    expect(stdout.match(/role_arn/g)).toHaveLength(1)
    expect(stdout).toContain('No key can be used: see 1 above.')
  })

  it('names the other profiles, which it does not show', async ({home, mturk}) => {
    writeProfile(home, FILE_KEY)
    home.write('.aws/config', '[profile lab]\nregion = us-east-1\n')
    writeProfile(home, FILE_KEY, 'ann')
    const {stdout} = await mturk('credentials', 'list')
    expect(stdout).toContain('Other profiles here: ann, lab. To see one of them: mturk credentials list --profile NAME')
    const {stdout: ann} = await mturk('credentials', 'list', '--profile', 'ann')
    expect(ann).toContain('Other profiles here: default, lab.')
    expect((await mturk('credentials', 'list', '--backend', 'env')).stdout).not.toContain('Other profiles')
  })
})

describe.concurrent('credentials backends', () => {
  it('answers to the letter', async ({emulator, mturk}) => {
    const {exit, json, stderr} = await mturk('credentials', 'backends', '--json')
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    const common = {state: 'available', lookup: 'default', version: '0.1.0'}
    expect(json).toEqual({
      backends: [
        {
          ...common,
          id: 'env',
          title: 'Environment variables',
          writable: false,
          order: 100,
          plugin: '@mturk-cli/plugin-env',
        },
        {
          ...common,
          id: 'boto-files',
          title: 'Boto-style files',
          writable: true,
          order: 200,
          plugin: '@mturk-cli/plugin-boto-files',
        },
        {
          ...common,
          id: 'secrets-manager',
          title: 'AWS Secrets Manager',
          state: 'needs-setup',
          reason: 'config.ini has no settings for it.',
          writable: true,
          order: 300,
          lookup: 'on-request',
          plugin: '@mturk-cli/plugin-secrets-manager',
        },
        {
          ...common,
          id: 'psiturk-legacy',
          title: 'psiTurk and Dallinger files',
          writable: false,
          order: 900,
          lookup: 'on-request',
          plugin: '@mturk-cli/plugin-psiturk-legacy',
        },
      ],
      problems: [],
    })
    const keys = ['id', 'title', 'state', 'writable', 'order', 'lookup', 'plugin', 'version']
    expect(Object.keys(json.backends[0])).toEqual(keys)
    expect(emulator.requests).toEqual([])
  })

  it('shows a person which can store, and which is asked first', async ({mturk}) => {
    const {stdout} = await mturk('credentials', 'backends')
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^env .*available .*read-only .*@mturk-cli\/plugin-env 0\.1\.0$/),
      expect.stringMatching(/^boto-files .*available .*writable .*@mturk-cli\/plugin-boto-files 0\.1\.0$/),
    ])
  })

  it('refuses a setting that nobody knows with 2, and says where it stands', async ({home, mturk}) => {
    home.write('settings/config.ini', '[aws]\nallow-plain-htp = true\n')
    const {exit, json} = await mturk('credentials', 'backends', '--json', {
      env: {MTURK_CONFIG_DIR: home.at('settings')},
    })
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /allow-plain-htp/)})
    expect(JSON.stringify(json)).toContain('allow-plain-http')
  })
})
