import {chmodSync, chownSync, mkdirSync, readdirSync, rmSync} from 'node:fs'
import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {changesIn, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {findDiskOfItsOwn, mturkOnFullDisk} from './support/full-disk.js'
import {ADMIN, COMMAND, startCreateUser, withAdmin} from './support/half-made.js'
import {startMturk} from './support/running.js'

/** Root may write everywhere, so it lets somebody without rights run the command. */
const uid = process.getuid?.() === 0 ? 65_534 : undefined

/** The command as somebody to whom the whole home belongs, with the administrator's key in the environment. */
async function asOwner(home: Home, emulator: Emulator, args: readonly string[]) {
  for (const path of ['', ...readdirSync(home.path, {recursive: true})]) {
    if (uid !== undefined) chownSync(home.at(String(path)), uid, uid)
  }
  const env = {
    ...home.env(),
    ...emulator.environment(),
    AWS_ACCESS_KEY_ID: emulator.rootKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulator.rootKey.secretAccessKey,
  }
  const {exit, stdout, stderr} = await startMturk(args, {env, uid}).ended
  return {exit, json: JSON.parse(stdout) as Record<string, any>, stderr}
}

describe('a create-user without a place for', {concurrent: true, skip: process.platform === 'win32'}, () => {
  for (const [what, folder, pattern] of [
    ['its journal, in a home that is read-only,', '', /\.local\/share\/mturk\/journal cannot be written: .* not yours/],
    ['its journal, in a data directory that is read-only,', '.local/share', /mturk\/journal cannot be written/],
    ['its key, in a ~/.aws that is read-only,', '.aws', /could not be stored in ~\/\.aws\/credentials \[default\]/],
  ] as const) {
    for (const more of [[], ['--dry-run']]) {
      it(`${what} makes nothing and says so with 3${more.join('')}`, async ({home, emulator}) => {
        mkdirSync(home.at(folder), {recursive: true})
        chmodSync(home.at(folder), 0o500)
        const {exit, json} = await asOwner(home, emulator, ['iam', 'create-user', '--json', ...more])
        chmodSync(home.at(folder), 0o700)
        expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, pattern)})
        expect(changesIn(emulator.requests)).toEqual([])
        expect(home.list()).toEqual([])
      })
    }
  }

  it('its journal, where the data directory is a file, makes nothing and says so with 3', async ({home, emulator}) => {
    home.write('.local/share/mturk', 'no directory')
    const {exit, json} = await asOwner(home, emulator, ['iam', 'create-user', '--json'])
    expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, /share\/mturk is no directory/)})
    expect(json['error'].remedy).toContain('MTURK_DATA_DIR')
    expect(changesIn(emulator.requests)).toEqual([])
  })

  it('a profile that the credentials file shares by a hard link makes nothing', async ({home, emulator}) => {
    home.write('.aws/credentials', '')
    const {linkSync} = await import('node:fs')
    linkSync(home.at('.aws/credentials'), home.at('.aws/other'))
    const {exit, json} = await asOwner(home, emulator, ['iam', 'create-user', '--json'])
    expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, /2 names \(hard links\)/)})
    expect(changesIn(emulator.requests)).toEqual([])
  })
})

describe.concurrent('a user whose journal finds a full disk', () => {
  for (const [command, ...more] of [
    ['iam create-user', 'anna', '--admin-profile', 'admin', '--profile', 'anna'],
    ['init', '--admin-profile', 'admin', '--profile', 'anna', '--yes'],
  ] as const) {
    withAdmin(`is not made by ${command}, which says so with 3`, async ({scene, skip}) => {
      const {home, emulator} = scene
      const isolation = findDiskOfItsOwn()
      if (!isolation) return skip('A disk of its own cannot be had here, so this test was NOT run.')
      const args = [...command.split(' '), ...more]
      const {exit, stdout, stderr} = await mturkOnFullDisk(isolation, home, args, emulator.environment())
      expect({exit, said: stdout + stderr}).toEqual({
        exit: 3,
        said: expect.stringMatching(/share\/mturk\/journal\S* could not be written: the disk is full/) as string,
      })
      expect(stdout + stderr).not.toMatch(/nobody answered|unreachable/i)
      expect(changesIn(emulator.requests)).toEqual([])
    })
  }
})

describe.concurrent('a create-user whose place goes away meanwhile', () => {
  it('undoes everything and says so', async ({home, emulator}) => {
    const env = {
      ...home.env(),
      ...emulator.environment(),
      AWS_ACCESS_KEY_ID: emulator.rootKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.rootKey.secretAccessKey,
    }
    emulator.addFault({match: {operation: 'GetCallerIdentity', nth: 2}, effect: {kind: 'delay', ms: 1000}})
    const running = startMturk(['iam', 'create-user', '--json'], {env})
    await emulator.waitForRequest(
      () => emulator.requests.filter(({operation}) => operation === 'GetCallerIdentity').length === 2,
      {timeoutMs: 30_000},
    )
    home.write('.aws/credentials/what', 'is this')
    const {exit, stdout} = await running.ended
    const json = JSON.parse(stdout) as Record<string, any>
    expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, /credentials.* is a directory/)})
    expect(json['error'].message).toContain('nothing is left in the account.')
    expect(emulator.state().users).toEqual([])
    expect(home.list()).toEqual(['.aws/credentials/what'])
  })

  it('undoes everything where no journal can be written any more', async ({home, emulator}) => {
    const env = {
      ...home.env(),
      ...emulator.environment(),
      AWS_ACCESS_KEY_ID: emulator.rootKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.rootKey.secretAccessKey,
    }
    emulator.addFault({match: {operation: 'CreateAccessKey'}, effect: {kind: 'delay', ms: 1000}})
    const running = startMturk(['iam', 'create-user', '--json'], {env})
    await emulator.waitForRequest(({operation}) => operation === 'CreateAccessKey', {timeoutMs: 30_000})
    // A directory of the same name stands in the way of every further write.
    const journal = home.at(home.list().find((file) => file.endsWith('-create-user.json')) ?? '')
    rmSync(journal)
    mkdirSync(journal)
    const {exit, stdout} = await running.ended
    expect({exit, json: JSON.parse(stdout) as unknown}).toMatchObject({
      json: {error: {message: expect.stringContaining('create-user.json') as string}},
    })
    expect(emulator.state().users).toEqual([])
  })
})

describe.concurrent('a create-user beside another one of the same user', () => {
  withAdmin('is told with 7 that it is locked, and by whom', async ({scene}) => {
    const {emulator, mturk} = scene
    emulator.addFault({match: {operation: 'CreateUser'}, effect: {kind: 'hang'}})
    const first = startCreateUser(scene)
    await emulator.waitForRequest(({operation}) => operation === 'CreateUser', {timeoutMs: 30_000})
    const {exit, json} = await mturk(...COMMAND, ...ADMIN)
    expect({exit, json}).toEqual({
      exit: 7,
      json: envelope('locked', 7, new RegExp(`IAM user anna is being worked on.*process ${first.pid}`)),
    })
    first.kill('SIGKILL')
    await first.ended
    expect(emulator.state().users).toEqual([])
  })
})

describe('while a create-user is at work', {concurrent: true, skip: process.platform === 'win32'}, () => {
  withAdmin('its user is locked for everybody else, and nobody calls it half-made', async ({scene}) => {
    const {emulator, mturk} = scene
    const heal = emulator.addFault({match: {operation: 'PutUserPolicy'}, times: 1, effect: {kind: 'hang-after'}})
    const first = startCreateUser(scene)
    await emulator.waitForRequest(({operation}) => operation === 'PutUserPolicy', {timeoutMs: 30_000})
    // It lives and takes its time: nobody's patience runs out meanwhile.
    first.kill('SIGSTOP')
    heal()
    for (const args of [
      ['iam', 'delete-user', 'anna', '--yes', ...ADMIN],
      ['iam', 'delete-user', 'anna', '--dry-run', ...ADMIN],
      ['iam', 'create-user', 'anna', '--dry-run', ...ADMIN],
      ['iam', 'create-user', 'anna', '--json'],
      ['init', '--user-name', 'anna', '--yes', ...ADMIN],
    ]) {
      const {exit, json} = await mturk(...args)
      const by = new RegExp(`IAM user anna is being worked on.*process ${first.pid}`)
      expect({exit, json}).toEqual({exit: 7, json: envelope('locked', 7, by)})
    }
    const other = await mturk('iam', 'create-user', 'bob', '--profile', 'bob', ...ADMIN)
    expect(other).toMatchObject({exit: 0, json: {userName: 'bob'}})
    expect(JSON.stringify(other.json)).not.toContain('anna')

    first.kill('SIGKILL')
    await first.ended
    const after = await mturk('iam', 'create-user', 'carl', '--profile', 'carl', ...ADMIN)
    expect(after.json.warnings).toContainEqual(expect.stringContaining('IAM user anna may be half-made'))
  })
})

describe.concurrent('iam create-user --dry-run', () => {
  it('ends as the real run would where nobody may administer', async ({emulator, mturk}) => {
    const {exit, json} = await mturk('iam', 'create-user', '--dry-run', '--json')
    expect({exit, json}).toEqual({exit: 3, json: envelope('no_credentials', 3)})
    expect(emulator.requests).toEqual([])
  })

  withAdmin('says who would make it, that the name is free, and where the key would go', async ({scene}) => {
    const {emulator, mturk, home} = scene
    const before = home.snapshot()
    const {exit, stdout} = await mturk('iam', 'create-user', 'anna', '--admin-profile', 'admin', '--dry-run')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/^Would make the IAM user anna:$/m)
    expect(stdout).toMatch(/asked for by +root user, account 1234-5678-9012 · profile admin/)
    expect(stdout).toMatch(/name +free/)
    expect(stdout).toMatch(/key goes to +~\/\.aws\/credentials \[default\]/)
    expect(changesIn(emulator.requests)).toEqual([])
    expect(home.snapshot()).toEqual(before)
  })

  withAdmin('ends with 2 where the name is taken, and with 9 where the place is', async ({scene}) => {
    const {home, emulator, mturk} = scene
    emulator.createUser('anna')
    const taken = await mturk(...COMMAND, ...ADMIN, '--dry-run')
    expect({exit: taken.exit, json: taken.json}).toEqual({exit: 2, json: envelope('usage', 2, /IAM user anna/)})
    writeProfile(home, {accessKeyId: 'AKIAOTHEROTHEROTHER2', secretAccessKey: 'o'.repeat(40)}, 'lab')
    const flags = ['--profile', 'lab', ...ADMIN, '--dry-run']
    expect(await mturk('iam', 'create-user', 'bob', ...flags)).toMatchObject({exit: 9})
  })

  it('does not take a key that may not look for one that may not make', async ({home, emulator, mturk}) => {
    emulator.createUser('bob', {policies: ['AmazonMechanicalTurkFullAccess']})
    writeProfile(home, emulator.createAccessKey('bob'), 'bob')
    const {exit, stdout} = await mturk('iam', 'create-user', '--admin-profile', 'bob', '--dry-run')
    expect({exit, stdout}).toEqual({exit: 0, stdout: expect.stringMatching(/name +may be taken/) as string})
  })

  withAdmin('tells what is half-made, and what would become of it', async ({scene}) => {
    const {emulator, mturk} = scene
    emulator.addFault({match: {operation: 'PutUserPolicy'}, effect: {kind: 'hang'}})
    const first = startCreateUser(scene)
    await emulator.waitForRequest(({operation}) => operation === 'PutUserPolicy', {timeoutMs: 30_000})
    first.kill('SIGKILL')
    await first.ended
    const {exit, stdout} = await mturk('iam', 'create-user', 'anna', '--admin-profile', 'admin', '--dry-run')
    expect(exit).toBe(0)
    expect(stdout).toContain('The IAM user anna may be half-made in account 123456789012')
    expect(stdout).toContain('would finish it')
    expect(stdout).toMatch(/key goes to +boto-files, profile anna/)
  })
})

describe.concurrent('iam create-user', () => {
  for (const [what, boundary, pattern] of [
    ['that does not exist', 'arn:aws:iam::123456789012:policy/Nobody', /does not exist/],
    ['that is no ARN of a policy', 'arn:aws:iam::123456789012:role/Boss', /takes the ARN of a policy/],
    ['that is no ARN', 'Boss', /takes the ARN of a policy/],
  ] as const) {
    withAdmin(`refuses a boundary ${what} with 2, and names the flag`, async ({scene}) => {
      const {home, emulator, mturk} = scene
      const before = home.snapshot()
      const {exit, json} = await mturk(...COMMAND, ...ADMIN, '--permissions-boundary', boundary)
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, pattern)})
      expect(json.error.message).toContain('--permissions-boundary')
      expect(json.error.message).toContain(boundary)
      expect(emulator.state().users).toEqual([])
      expect(home.snapshot()).toEqual(before)
    })
  }

  for (const name of ['anna smith', 'ännchen', '', 'a'.repeat(65), 'anna\u001b[31m']) {
    withAdmin(`refuses ${JSON.stringify(name).slice(0, 20)} as a name with 2, in clear words`, async ({scene}) => {
      const {exit, json} = await scene.mturk('iam', 'create-user', name, ...ADMIN)
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /cannot be the name of an IAM user/)})
      expect(scene.emulator.requests).toEqual([])
    })
  }
})
