import {rmSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {it as base} from '../support/fixtures.js'
import {userKeyOf} from './support/account.js'
import {envelope} from './support/expected.js'
import {canKillAtWrite, runKilledAt, runStoppedAt, runWithFullDiskAt, withoutLocks} from './support/kill-at-write.js'
import {killAtRequest, startIn} from './support/killed.js'
import {globalConfig2, withoutKeyLines} from './support/psiturk-files.js'
import type {Scene} from './support/scene.js'

const MIGRATE = ['psiturk', 'migrate', '--yes', '--json']
const OTHER = {accessKeyId: 'AKIAOTHEROTHEROTHERS'}
const FILES = ['.psiturkconfig', '.psiturkrc'] as const

/** A key at home, and placeholders where psiTurk had its file for one day: two files to change. */
const it = base.extend('scene', ({home, emulator, mturk}): Scene => {
  home.write('.psiturkconfig', globalConfig2(userKeyOf(emulator)), 0o664)
  home.write('.psiturkrc', globalConfig2())
  return {home, emulator, mturk}
})

/** Whatever died: the key is whole, at its old place or at its new one. */
function expectKeyKept({home, emulator}: Scene): void {
  const {secretAccessKey} = userKeyOf(emulator)
  const places = withoutLocks(home.list()).filter((file) => file === '.psiturkconfig' || file === '.aws/credentials')
  expect(places.some((file) => home.read(file).includes(`aws_secret_access_key = ${secretAccessKey}\n`))).toBe(true)
  for (const file of home.list()) {
    const isSecret = home.read(file).includes(secretAccessKey)
    if (isSecret && file !== '.psiturkconfig') expect({file, mode: home.mode(file)}).toEqual({file, mode: '600'})
  }
}

/** One key, stored; two files without theirs; one copy of each; nothing else, and nothing more to do. */
async function expectFinishedByNextRun(scene: Scene): Promise<void> {
  const {home, emulator, mturk} = scene
  const {accessKeyId, secretAccessKey} = userKeyOf(emulator)
  expectKeyKept(scene)
  const {exit, json} = await mturk(...MIGRATE)
  expect({exit, json}).toMatchObject({exit: 0})
  expect(home.read('.aws/credentials')).toBe(
    `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  )
  expect(home.read('.aws/config')).toBe('[default]\nregion = us-east-1\n')
  const templates = {'.psiturkconfig': globalConfig2({accessKeyId, secretAccessKey}), '.psiturkrc': globalConfig2()}
  const copies = withoutLocks(home.list()).filter((file) => /\.mturk-backup-/.test(file))
  expect(copies).toEqual(FILES.map((file) => expect.stringMatching(`^\\${file}\\.mturk-backup-\\w+$`) as string))
  for (const [index, file] of FILES.entries()) {
    expect(home.read(file)).toBe(withoutKeyLines(templates[file]))
    expect(home.read(copies[index] ?? '')).toBe(templates[file])
    // Also where all was done, and the run died before it had said so.
    expect(JSON.stringify(json)).toContain(home.at(copies[index] ?? ''))
  }
  expect(withoutLocks(home.list())).toEqual(['.aws/config', '.aws/credentials', ...FILES, ...copies].toSorted())
  expect(await mturk(...MIGRATE)).toMatchObject({exit: 0, json: {found: [], migrated: [], backups: []}})
}

/** All calls that write in a run in which nothing goes wrong. */
const WRITES = [
  {call: 'fsync', times: 25},
  {call: '/^unlink', times: 11},
  {call: '/^rename', times: 7},
  {call: '/^link', times: 5},
] as const

describe.runIf(canKillAtWrite).concurrent('a migration that dies at a write', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const {call, times} of WRITES) {
    const name = call.replace('/^', '')
    for (let when = 1; when <= times; when++) {
      it(`(${name} ${when}) loses nothing, and the next run goes on`, async ({scene}) => {
        expect(await runKilledAt(scene, MIGRATE, {call, when})).toMatchObject({signal: 'SIGKILL'})
        await expectFinishedByNextRun(scene)
      })
    }

    it(`does no more than the ${times} calls of ${name} above`, async ({scene}) => {
      expect(await runKilledAt(scene, MIGRATE, {call, when: times + 1})).toMatchObject({exit: 0, signal: null})
    })
  }
})

describe.concurrent('a migration that is stopped', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('asks AWS one thing', async ({scene}) => {
    await scene.mturk(...MIGRATE)
    expect(scene.emulator.requests.map(({operation}) => operation)).toEqual(['GetCallerIdentity'])
  })

  for (const act of ['before', 'after'] as const) {
    it(`by a kill ${act} AWS answers has changed nothing`, async ({scene}) => {
      const before = scene.home.snapshot()
      await killAtRequest(scene, MIGRATE, {nth: 1, act})
      expect(scene.home.snapshot()).toEqual(before)
      await expectFinishedByNextRun(scene)
    })
  }

  it.skipIf(process.platform === 'win32')(
    'by Ctrl-C while AWS is asked ends with 130, and has changed nothing',
    async ({scene}) => {
      const {home, emulator} = scene
      const before = home.snapshot()
      emulator.addFault({match: {}, times: 1, effect: {kind: 'delay', ms: 500}})
      const running = startIn(scene, MIGRATE)
      await emulator.waitForRequest(() => true, {timeoutMs: 20_000})
      running.kill('SIGINT')
      const {exit, stdout} = await running.ended
      expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({exit: 130, json: envelope('interrupted', 130)})
      expect(home.snapshot()).toEqual(before)
    },
  )

  it.for([
    ['where the key goes', '.aws/credentials', 'To see what is there now, and be asked anew: mturk psiturk migrate'],
    ['where it comes from', '.psiturkconfig', '`mturk psiturk migrate`'],
  ] as const)('by another program that changes the file %s leaves that as it is', async ([, file, remedy], {scene}) => {
    const {home, emulator} = scene
    emulator.addFault({match: {}, times: 1, effect: {kind: 'delay', ms: 500}})
    const running = startIn(scene, MIGRATE)
    await emulator.waitForRequest(() => true, {timeoutMs: 20_000})
    const theirs = `[default]\naws_access_key_id = ${OTHER.accessKeyId}\naws_secret_access_key = x\n`
    home.write(file, theirs)
    const {exit, stdout} = await running.ended
    const {error} = JSON.parse(stdout) as {error: {message: string; remedy: string}}
    expect(exit).not.toBe(0)
    expect(error.message).toContain(file)
    expect(error.remedy).toContain(remedy)
    expect(home.read(file)).toBe(theirs)
    expect(home.list().filter((each) => each.startsWith(`${file}.mturk-`))).toEqual([])
  })

  it.runIf(canKillAtWrite)('goes on as it was begun, and refuses another wish until then', async ({scene}) => {
    const {home, mturk} = scene
    // After the key is stored, while the first copy is written.
    expect(await runKilledAt(scene, [...MIGRATE, '--profile', 'lab'], {call: '/^rename', when: 4})).toMatchObject({
      signal: 'SIGKILL',
    })
    const {json: told} = await mturk('doctor', '--offline', '--json')
    expect(told.findings).toContainEqual(
      expect.objectContaining({id: 'open-migration', remedy: '`mturk psiturk migrate`'}),
    )
    const before = home.snapshot()
    const other = await mturk(...MIGRATE, '--profile', 'other')
    expect({exit: other.exit, json: other.json}).toEqual({exit: 2, json: envelope('usage', 2, /cut off/)})
    expect(other.json.error.remedy).toBe('`mturk psiturk migrate --profile lab`')
    expect(home.snapshot()).toEqual(before)
    // To what somebody said yes to, nobody has to say it again.
    const rest = await mturk('psiturk', 'migrate', '--json')
    expect(rest).toMatchObject({exit: 0, json: {resumed: true, migrated: [{profile: 'lab'}], backups: {length: 2}}})
  })

  // The second is the key's own file; the fourth would be the first copy.
  it.runIf(canKillAtWrite)('by Ctrl-C between two steps says that nothing is lost, and goes on', async ({scene}) => {
    const {exit, stdout} = await runStoppedAt(scene, MIGRATE, {call: '/^rename', when: 2})
    expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({
      exit: 10,
      json: envelope('interrupted', 10, /^Stopped between two steps\. Nothing is lost/),
    })
    expect(scene.home.read('.psiturkconfig')).toBe(globalConfig2(userKeyOf(scene.emulator)))
    await expectFinishedByNextRun(scene)
  })

  it.runIf(canKillAtWrite)(
    'by a full disk leaves no half copy, says where the key is, and goes on',
    async ({scene}) => {
      const {exit, stdout} = await runWithFullDiskAt(scene, MIGRATE, {call: '/^rename', when: 4})
      expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({
        exit: 10,
        json: envelope('interrupted', 10, /stored in ~\/\.aws\/credentials \[default\].*the disk is full/),
      })
      expect(stdout).toContain('A copy of ~/.psiturkrc as it was before is still there.')
      expect(scene.home.list().filter((file) => file.startsWith('.psiturkconfig.'))).toEqual([])
      rmSync(scene.home.at('.psiturkrc'))
      expect(await scene.mturk(...MIGRATE)).toMatchObject({
        exit: 0,
        json: {migrated: [], changed: [{file: scene.home.at('.psiturkconfig')}]},
      })
    },
  )

  it.runIf(canKillAtWrite)('by a full disk before the key is stored has changed nothing', async ({scene}) => {
    const before = scene.home.snapshot()
    const {exit, stdout} = await runWithFullDiskAt(scene, MIGRATE, {call: '/^rename', when: 2})
    expect({exit, json: JSON.parse(stdout) as unknown}).toEqual({
      exit: 3,
      json: envelope('unreadable_file', 3, /the disk is full\. There is still no such file/),
    })
    expect(scene.home.snapshot()).toEqual(before)
  })

  it.runIf(canKillAtWrite)('names the copy where the key is in neither place any more', async ({scene}) => {
    const {home, mturk} = scene
    // After the first file has lost its key.
    await runKilledAt(scene, MIGRATE, {call: '/^rename', when: 6})
    rmSync(home.at('.aws/credentials'))
    const {exit, json} = await mturk(...MIGRATE)
    expect({exit, json}).toMatchObject({exit: 0, json: {migrated: [], changed: []}})
    const copy = home.list().find((file) => file.startsWith('.psiturkconfig.mturk-backup-')) ?? ''
    expect(json.warnings.join('\n')).toMatch(/An earlier migration of \*+\w{4} was cut off/)
    expect(json.warnings.join('\n')).toContain(`The way back: cp ${home.at(copy)} ${home.at('.psiturkconfig')} (`)
  })
})
