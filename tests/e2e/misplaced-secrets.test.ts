import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {runChild} from '../support/child.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {newSecret} from './support/runs/index.js'
import {secretsIn} from './support/traces.js'

const ID = 'AKIAIDPQ2XKV3M7NQX7A'

const ADMINISTRATION = [
  ['iam', 'list-users'],
  ['iam', 'create-user', 'anna', '--dry-run'],
  ['iam', 'create-user', 'anna', '--yes', '--profile', 'anna', '--admin-profile', 'default'],
  ['iam', 'delete-user', 'anna', '--dry-run'],
  ['keys', 'list', '--user', 'anna'],
  ['keys', 'list'],
] as const

/** The id goes over the wire as it stands, so whatever is no id must not be signed with. */
describe.concurrent('a secret in the place of the id', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const command of ADMINISTRATION) {
    it(`is sent to nobody by ${command.join(' ')}`, async ({home, emulator, mturk}) => {
      const secret = newSecret()
      const keys = {
        swapped: [secret, ID],
        twice: [secret, secret],
        behindTheId: [`${ID},${secret}`, secret],
        onALineBelow: [`${ID}\n   ${secret}`, secret],
      }
      for (const [id, given] of Object.values(keys)) {
        home.write('.aws/credentials', `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${given}\n`)
        const {exit, stdout, stderr} = await mturk(...command, {cwd: home.path})
        const said = expect.stringMatching(/not the shape of one/) as string
        // A named administrator is read by the AWS SDK, which passes over the line below: what is left is an id.
        const isRead = id === keys.onALineBelow[0] && command.some((word) => word === '--admin-profile')
        expect({exit, said: stdout + stderr}).toMatchObject(isRead ? {exit: 4} : {exit: 3, said})
        expect(secretsIn(stdout + stderr + JSON.stringify(emulator.requests), {secret})).toEqual([])
      }
      const before = emulator.requests.length
      const env = {AWS_ACCESS_KEY_ID: secret, AWS_SECRET_ACCESS_KEY: ID}
      expect(await mturk(...command, {cwd: home.path, env})).toMatchObject({
        exit: command.some((word) => word === '--admin-profile') ? 4 : 3,
      })
      expect(emulator.requests.slice(before).filter(({accessKeyId}) => accessKeyId !== ID)).toEqual([])
    })
  }

  it('nor is a session token that holds the secret, or that no request can carry', async ({home, emulator, mturk}) => {
    const secret = newSecret()
    for (const token of [secret, 'a token\n  of two lines']) {
      const key = `aws_access_key_id = ${ID}\naws_secret_access_key = ${secret}\naws_session_token = ${token}\n`
      home.write('.aws/credentials', `[default]\n${key}`)
      const {exit, stderr} = await mturk('iam', 'list-users', {cwd: home.path})
      expect({exit, stderr}).toMatchObject({exit: 3, stderr: expect.stringContaining('The session token ')})
      expect(secretsIn(stderr, {secret})).toEqual([])
    }
    expect(emulator.requests).toEqual([])
  })
})

const LOOKING = [
  ['credentials', 'list'],
  ['doctor', '--offline'],
  ['doctor'],
  ['init', '--yes'],
  ['link-check'],
  ['iam', 'list-users'],
  ['iam', 'create-user', 'anna', '--dry-run'],
  ['keys', 'list'],
  ['psiturk', 'migrate', '--dry-run'],
] as const

describe.concurrent('a secret that was pasted for a name', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const command of LOOKING) {
    for (const more of [[], ['--json']]) {
      it(`is not shown by ${[...command, ...more].join(' ')}`, async ({home, emulator, mturk}) => {
        const [secret, section] = [newSecret(), newSecret()]
        const {accessKeyId, secretAccessKey} = userKeyOf(emulator)
        writeProfile(home, {accessKeyId, secretAccessKey})
        const odd = `[default] x ]aws_secret_access_key=${section}]\naws_access_key_id = ${accessKeyId}\n`
        home.write('.aws/config', `[profile ${section}]\nregion = us-east-1\n${odd}`)
        const settings = home.write('.config/mturk/config.ini', `[aws]\nadmin-profile = ${secret}\n`)
        const before = home.list()
        const runs = [
          [[], {}],
          [['--profile', secret], {}],
          [[], {AWS_PROFILE: secret}],
          [[], {AWS_CREDENTIAL_FILE: secret}],
          [[], {AWS_CONFIG_FILE: secret}],
          [[], {AWS_SHARED_CREDENTIALS_FILE: `${home.path}/${secret}`}],
          [[], {MTURK_CONFIG_DIR: join(settings, '..')}],
        ] as const
        for (const [flags, env] of runs) {
          const takesIt = flags.length === 0 || command[0] !== 'psiturk'
          const {stdout, stderr} = await mturk(...command, ...(takesIt ? flags : []), ...more, {env, cwd: home.path})
          expect(secretsIn(stdout + stderr, {secret, section, secretAccessKey})).toEqual([])
        }
        expect(home.list().filter((file) => file.includes(secret.slice(0, 10)))).toEqual([])
        expect(before.every((file) => home.list().includes(file))).toBe(true)
      })
    }
  }

  it('makes no profile of that name out of a CSV', async ({mturk}) => {
    const [secret, own] = [newSecret(), newSecret()]
    const csv = `User name,Access key ID,Secret access key\n../../${secret},${ID},${own}\n`
    const {exit, stdout, stderr} = await mturk('keys', 'import', '-', '--profile-prefix', 'z-', {stdin: csv})
    expect({exit, said: stdout + stderr}).toMatchObject({
      exit: 3,
      said: expect.stringContaining('has the look of a secret'),
    })
    expect(secretsIn(stdout + stderr, {secret, own})).toEqual([])
  })
})

describe.concurrent('words from outside', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it.for(['x\n\n✔ Nothing is wrong · profile default', 'x\u001B[31my', 'x'.repeat(1_000_000 / 10)])(
    'make no lines that look like ours (%#)',
    async (name, {home, mturk}) => {
      for (const command of [['doctor', '--offline'], ['credentials', 'list'], ['link-check']]) {
        const {exit, stdout, stderr} = await mturk(...command, {env: {AWS_PROFILE: name}, cwd: home.path})
        expect(stdout + stderr).not.toMatch(/^✔ Nothing is wrong/m)
        expect(stdout + stderr).not.toContain('[31m')
        expect((stdout + stderr).length).toBeLessThan(5000)
        expect(exit).toBe(3)
      }
    },
  )

  it('are no name of a profile if they hold a line end', async ({home, mturk}) => {
    for (const flag of ['--profile', '--admin-profile']) {
      const command = ['iam', 'create-user', 'anna', '--dry-run', flag, 'x\n✔ Nothing is wrong']
      const {exit, stdout, stderr} = await mturk(...command, {cwd: home.path})
      expect({exit, said: stdout + stderr}).toEqual({exit: 2, said: expect.not.stringMatching(/^✔ Nothing is wrong/m)})
    }
  })

  it('make none in the path of a file either', async ({home, mturk}) => {
    const folder = join(home.path, 'x\n✔ Nothing is wrong · profile default\n')
    mkdirSync(folder)
    writeFileSync(join(folder, 'credentials'), 'no section\n')
    for (const command of [['doctor', '--offline'], ['credentials', 'list'], ['link-check']]) {
      const env = {AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials')}
      const {stdout, stderr} = await mturk(...command, {env, cwd: home.path})
      expect(stdout + stderr).not.toMatch(/^✔ Nothing is wrong/m)
    }
  })

  it('are refused where they are no UTF-8, naming the variable', async ({home, emulator, mturk}) => {
    const {accessKeyId, secretAccessKey} = userKeyOf(emulator)
    writeProfile(home, {accessKeyId, secretAccessKey}, 'caf\uFFFD')
    const run = join(import.meta.dirname, '../../packages/cli/bin/run.js')
    const variables = {
      AWS_PROFILE: ["$'caf\\xe9'", 2],
      AWS_CONFIG_FILE: ["$'/tmp/caf\\xe9'", 2],
      AWS_SECRET_ACCESS_KEY: ["$'caf\\xe9'", 3],
    } as const
    for (const [name, [value, exit]] of Object.entries(variables)) {
      const program = `${name}=${value} exec '${process.execPath}' '${run}' credentials export --format process`
      const ended = await runChild('bash', ['-c', program], {env: {...home.env(), ...emulator.environment()}})
      expect(ended).toMatchObject({exit, stdout: '', stderr: expect.stringContaining(`${name} holds bytes`)})
    }
    expect(await mturk('doctor', '--offline')).toMatchObject({exit: 12})
  })
})
