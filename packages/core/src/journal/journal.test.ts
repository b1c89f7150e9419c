import {chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {afterEach, beforeEach, describe, expect, it} from 'vitest'

import type {JournalFormat} from './format.js'
import {openJournal} from './journal.js'
import {lookAtJournals, openJournals} from './open-changes.js'
import {describeRemedy} from '../remedy.js'
import {isText, objectOf} from './shape.js'

const ANN = {account: '123456789012', user: 'ann'}
const NAME = {...ANN, kind: 'create-user'}

const isState = objectOf<{step: string}>({step: isText})
const FORMAT: JournalFormat<{step: string}> = {
  kind: 'create-user',
  isState: (value, user): value is {step: string} => isState(value) && user === 'ann',
}

let home: string
let directory: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mturk-journal-'))
  directory = join(home, 'journal')
})
afterEach(() => rm(home, {recursive: true, force: true}))

const open = () => openJournal(home, FORMAT, ANN, () => ({step: 'planned'}))
const file = () => join(directory, '123456789012-ann-create-user.json')
const modeOf = async (path: string) => (await stat(path)).mode & 0o777

describe('a journal', () => {
  it('is on the disk, owner-only, before anything begins', async () => {
    const journal = await open()
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({
      version: 1,
      runId: journal.runId,
      ...NAME,
      state: {step: 'planned'},
    })
    expect([await modeOf(directory), await modeOf(file()), await modeOf(`${file()}.lock`)]).toEqual([
      0o700, 0o600, 0o600,
    ])
    await journal.close()
  })

  it('gives the next run what the last one recorded, under the same run id', async () => {
    const first = await open()
    await first.record({step: 'made'})
    await first.release()
    const second = await open()
    expect(second).toMatchObject({runId: first.runId, resumed: true, state: {step: 'made'}})
    await second.close()
  })

  it('leaves nothing when it is closed', async () => {
    const journal = await open()
    await journal.record({step: 'made'})
    await journal.close()
    await journal.release()
    expect(await readdir(directory)).toEqual([])
    expect(await openJournals(home, FORMAT)).toEqual([])
  })

  it('is held by one run at a time', async () => {
    const journal = await open()
    await expect(open()).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(/IAM user ann .* being worked on/) as string,
    })
    await journal.close()
    await (await open()).close()
  })

  it('takes away what a killed writer left, since it may hold a secret', async () => {
    const journal = await open()
    await journal.release()
    await writeFile(join(directory, '.123456789012-ann-create-user.json.00ff.mturk-tmp'), 'SECRET', {mode: 0o600})
    await (await open()).close()
    expect(await readdir(directory)).toEqual([])
  })

  it('is found by its kind', async () => {
    const journal = await open()
    const found = {user: 'ann', account: '123456789012'}
    const locked = {code: 'locked', message: expect.stringContaining(`process ${process.pid}`) as string}
    expect(await openJournals(home, FORMAT)).toMatchObject([{...found, locked}])
    await journal.release()
    expect(await openJournals(home, FORMAT)).toMatchObject([{...found, locked: null}])
    await journal.close()
  })
})

describe('a journal that could be forged', () => {
  const right = {version: 1, runId: '00112233aabbccdd', ...NAME, state: {step: 'forged'}}
  const forged = JSON.stringify(right)

  async function expectRefusal(why: RegExp) {
    await expect(open()).rejects.toMatchObject({
      code: 'unsafe_journal',
      exit: 3,
      message: expect.stringMatching(why) as string,
    })
  }

  it('is refused where it is a link', async () => {
    await mkdir(directory, {mode: 0o700})
    await writeFile(join(home, 'elsewhere'), forged, {mode: 0o600})
    await symlink(join(home, 'elsewhere'), file())
    await expectRefusal(/is a link/)
  })

  it('is refused where it has another name', async () => {
    await mkdir(directory, {mode: 0o700})
    await writeFile(join(home, 'elsewhere'), forged, {mode: 0o600})
    await link(join(home, 'elsewhere'), file())
    await expectRefusal(/has 2 names/)
    await expect(openJournals(home, FORMAT)).rejects.toMatchObject({code: 'unsafe_journal'})
  })

  it('is refused where others can read it', async () => {
    await mkdir(directory, {mode: 0o700})
    await writeFile(file(), forged)
    await chmod(file(), 0o640)
    await expectRefusal(/read or written by others/)
  })

  it('is refused where others can write to the directory', async () => {
    await mkdir(directory)
    await chmod(directory, 0o770)
    await expectRefusal(/read or written by others/)
  })

  it('is refused where the directory is a link', async () => {
    await mkdir(join(home, 'elsewhere'), {mode: 0o700})
    await symlink(join(home, 'elsewhere'), directory)
    await expectRefusal(/is no directory/)
  })

  it.each([
    ['of another version', JSON.stringify({...right, version: 2}), 'its format is 2, and this version knows 1'],
    ['cut short', forged.slice(0, 20), 'cut off or damaged'],
    ['empty', '', 'it is empty'],
    ['null', 'null', 'does not know'],
    ['a list', '[]', 'does not know'],
    ['without a state', JSON.stringify({...right, state: undefined}), 'does not know'],
    ['with an empty state', JSON.stringify({...right, state: {}}), 'does not know'],
    ['with a state of null', JSON.stringify({...right, state: null}), 'does not know'],
    ['with a word of another type', JSON.stringify({...right, state: {step: 5}}), 'does not know'],
    ['with a line too many', JSON.stringify({...right, state: {step: 'a\nb'}}), 'does not know'],
    ['with a word that nobody knows', JSON.stringify({...right, state: {step: 'a', more: true}}), 'does not know'],
    ['about somebody else', JSON.stringify({...right, user: 'bob'}), 'does not know'],
    ['of another account', JSON.stringify({...right, account: '210987654321'}), 'its name is not'],
    ['of an account that cannot be', JSON.stringify({...right, account: '../../etc'}), 'does not know'],
    ['of a run that cannot be', JSON.stringify({...right, runId: {}}), 'does not know'],
  ])('is refused and kept where it is %s, with its own words', async (_what, text, why) => {
    await mkdir(directory, {mode: 0o700})
    await writeFile(file(), text, {mode: 0o600})
    await expectRefusal(/no journal that this version/)
    await expectRefusal(new RegExp(why))
    expect(await readFile(file(), 'utf8')).toBe(text)
  })

  it('says what it may hold, where to look, and what is lost by going on without it', async () => {
    await mkdir(directory, {mode: 0o700})
    await writeFile(file(), '', {mode: 0o600})
    await chmod(file(), 0o644)
    const {untrusted} = await lookAtJournals(home, FORMAT)
    expect(untrusted).toHaveLength(1)
    expect(untrusted[0]?.message).toContain(`${file()} can be read or written by others`)
    expect(describeRemedy(untrusted[0]?.remedy ?? [])).toMatch(
      /chmod 600 .*only copy.*list-users.*mv -i .*\.json\.kept.*Lost by that/s,
    )
  })

  it('does not hide the others, and nobody stumbles over it who asks for another user', async () => {
    await mkdir(directory, {mode: 0o700})
    await writeFile(join(directory, '123456789012-bob-create-user.json'), '', {mode: 0o600})
    await (await open()).release()
    expect(await lookAtJournals(home, FORMAT)).toMatchObject({
      open: [{user: 'ann', state: {step: 'planned'}}],
      untrusted: [{user: 'bob', account: '123456789012'}],
    })
    expect(await openJournals(home, FORMAT, {user: 'ann'})).toHaveLength(1)
    await expect(openJournals(home, FORMAT)).rejects.toMatchObject({code: 'unsafe_journal'})
  })
})
