import {describe, expect} from 'vitest'
import {it as base} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {canKillAtWrite, runKilledAt} from './support/kill-at-write.js'
import {commandsIn} from './support/printed-commands.js'
import {globalConfig2, projectConfig1, withoutKeyLines} from './support/psiturk-files.js'
import type {Scene} from './support/scene.js'

const it = base.extend('scene', ({home, emulator, mturk}): Scene => ({home, emulator, mturk}))
const MIGRATE = ['psiturk', 'migrate', '--yes', '--json']
const OTHER = {accessKeyId: 'AKIAOTHEROTHEROTHERS', secretAccessKey: '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'}
/** The first file that is renamed is the journal, the second the key's own, the fourth a copy of psiTurk's. */
const BEFORE_THE_KEY = {call: '/^rename', when: 2} as const
const BEFORE_THE_COPY = {call: '/^rename', when: 4} as const

describe.concurrent('two keys of psiTurk, of which one is stored already,', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('are a question, and --replace loses neither', async ({scene: {home, emulator, mturk}}) => {
    const key = userKeyOf(emulator)
    writeProfile(home, OTHER)
    home.write('.psiturkconfig', globalConfig2(key))
    home.write('config.txt', projectConfig1(OTHER))
    const before = home.snapshot()
    const at = {cwd: home.path}
    const {exit, json} = await mturk(...MIGRATE, '--replace', at)
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /2 different keys/)})
    expect(json.error.message).toContain('(stored in ~/.aws/credentials [default] already)')
    expect(commandsIn(json.error.remedy)).toEqual([
      `mturk psiturk migrate --replace --from ${home.at('config.txt')}`,
      `mturk psiturk migrate --replace --from ${home.at('.psiturkconfig')}`,
    ])
    expect(home.snapshot()).toEqual(before)
    expect(await mturk(...MIGRATE, '--replace', '--from', '.psiturkconfig', at)).toMatchObject({exit: 0})
    expect(home.read('.aws/credentials')).toContain(key.accessKeyId)
    expect(home.read('config.txt')).toBe(projectConfig1(OTHER))
  })
})

describe.runIf(canKillAtWrite).concurrent('a migration that was cut off, and', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('one of whose files holds another key by now, leaves that, and asks anew', async ({scene}) => {
    const {home, emulator, mturk} = scene
    const key = userKeyOf(emulator)
    home.write('.psiturkconfig', globalConfig2(key))
    home.write('.psiturkrc', globalConfig2(key))
    await runKilledAt(scene, MIGRATE, BEFORE_THE_COPY)
    const {json: guide} = await mturk('init', '--json')
    expect(guide.steps).toContainEqual(
      expect.objectContaining({id: 'tools', state: 'open', remedy: '`mturk psiturk migrate`'}),
    )
    home.write('.psiturkrc', globalConfig2(OTHER))
    const before = home.snapshot()
    const {exit, json} = await mturk('psiturk', 'migrate', '--json')
    expect({exit, json}).toEqual({
      exit: 9,
      json: envelope(
        'answer_needed',
        9,
        /was cut off, and by now ~\/\.psiturkrc holds another key, \*+HERS\. There are/,
      ),
    })
    expect(home.snapshot()).toEqual(before)
    // Nobody has said yes to that yet.
    expect(await mturk('psiturk', 'migrate', '--json', '--from', home.at('.psiturkconfig'))).toMatchObject({exit: 9})
    const done = await mturk(...MIGRATE, '--from', home.at('.psiturkconfig'))
    expect(done).toMatchObject({exit: 0, json: {changed: [{file: home.at('.psiturkconfig')}]}})
    expect(home.read('.psiturkconfig')).toBe(withoutKeyLines(globalConfig2(key)))
    expect(home.read('.psiturkrc')).toBe(globalConfig2(OTHER))
    expect(home.list().filter((file) => file.includes('journal'))).toEqual([])
  })

  it('whose place holds another key by now, names ways on that lead on', async ({scene}) => {
    const {home, emulator, mturk} = scene
    const key = userKeyOf(emulator)
    home.write('.psiturkconfig', globalConfig2(key))
    await runKilledAt(scene, MIGRATE, BEFORE_THE_KEY)
    const wish = await mturk(...MIGRATE, '--profile', 'other')
    expect({exit: wish.exit, json: wish.json}).toEqual({exit: 2, json: envelope('usage', 2, /cut off/)})
    expect(wish.json.error.remedy).toBe('`mturk psiturk migrate`')
    writeProfile(home, OTHER)
    const {exit, json} = await mturk(...MIGRATE)
    expect({exit, json}).toEqual({
      exit: 9,
      json: envelope('answer_needed', 9, /by now ~\/\.aws\/credentials \[default\]/),
    })
    expect(commandsIn(json.error.remedy)).toEqual([
      'mturk psiturk migrate --profile OTHER',
      'mturk psiturk migrate --replace',
    ])
    const done = await mturk(...MIGRATE, '--profile', 'study')
    expect(done).toMatchObject({exit: 0, json: {migrated: [{profile: 'study'}]}})
    const warnings = done.json.warnings.join()
    expect(warnings).toContain('An earlier migration of')
    expect(warnings).toContain('only where it is told the profile: AWS_PROFILE=study')
    expect(home.read('.aws/credentials')).toContain(OTHER.secretAccessKey)
    expect(home.list().filter((file) => file.includes('journal'))).toEqual([])
  })
})
