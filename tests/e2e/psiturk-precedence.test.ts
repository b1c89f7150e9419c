import {execFileSync} from 'node:child_process'
import {symlinkSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {it as base} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {envelope} from './support/expected.js'
import {commandsIn} from './support/printed-commands.js'
import {globalConfig2, PROJECT_2, projectConfig1, withoutKeyLines} from './support/psiturk-files.js'

const it = base.extend('key', ({emulator}) => userKeyOf(emulator))
const OTHER = {accessKeyId: 'AKIAOTHEROTHEROTHERS', secretAccessKey: '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'}
const maskOf = ({accessKeyId}: {accessKeyId: string}) => '*'.repeat(16) + accessKeyId.slice(-4)
const MASK = maskOf(OTHER)

describe.concurrent('what psiTurk 3 uses after a migration', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it.for([
    ['another key behind it', globalConfig2(OTHER), `uses ${MASK} from ~/.psiturkconfig`],
    ['placeholders behind it', globalConfig2(), 'signs with the placeholders in ~/.psiturkconfig, and fails'],
  ] as const)('is not turned to %s unasked', async ([, behind, then], {home, mturk, key}) => {
    home.write('.psiturkconfig', behind)
    home.write('config.txt', projectConfig1(key))
    const before = home.snapshot()
    const at = {cwd: home.path}
    const {exit, json} = await mturk('psiturk', 'migrate', '--from', 'config.txt', '--yes', '--json', at)
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9)})
    expect(json.error.message).toContain(then)
    // A rehearsal ends as the real run does.
    const rehearsal = await mturk('psiturk', 'migrate', '--from', 'config.txt', '--dry-run', at)
    expect(rehearsal).toMatchObject({exit: 9, stdout: expect.stringContaining('take the key lines out') as string})
    expect(commandsIn(json.error.remedy)).toEqual([
      'mturk psiturk migrate --from config.txt --keep',
      'mturk psiturk migrate --from config.txt --scrub',
    ])
    expect(home.snapshot()).toEqual(before)
    const done = await mturk('psiturk', 'migrate', '--from', 'config.txt', '--yes', '--scrub', at)
    expect(done.exit).toBe(0)
    expect(done.stdout).toContain(
      `! psiTurk 3, where it is started in this directory, then ${then}, and not ${maskOf(key)}.`,
    )
    expect(done.stdout).toContain(`boto3 and the AWS CLI use ${maskOf(key)} from now on. psiTurk 3 ${then}.`)
  })

  it.for([
    [
      'its own variables',
      {PSITURK_AWS_ACCESS_KEY_ID: OTHER.accessKeyId, PSITURK_AWS_SECRET_ACCESS_KEY: OTHER.secretAccessKey},
      `boto3 and the AWS CLI use KEY from now on. psiTurk 3 uses ${MASK} from PSITURK_AWS_ACCESS_KEY_ID.`,
    ],
    [
      'one of its own variables',
      {PSITURK_AWS_ACCESS_KEY_ID: OTHER.accessKeyId},
      "boto3 and the AWS CLI use KEY from now on. psiTurk 3 takes the id from PSITURK_AWS_ACCESS_KEY_ID and the secret from Boto's places.",
    ],
    [
      "Boto's variables",
      {AWS_ACCESS_KEY_ID: OTHER.accessKeyId, AWS_SECRET_ACCESS_KEY: OTHER.secretAccessKey},
      `\npsiTurk 3 uses ${MASK} from AWS_ACCESS_KEY_ID.`,
    ],
  ] as const)('is said where %s come first', async ([, env, said], {home, mturk, key}) => {
    home.write('.psiturkconfig', globalConfig2(key))
    const {exit, stdout} = await mturk(
      ...(['psiturk', 'migrate', '--from', home.at('.psiturkconfig'), '--yes', '--scrub'] as const),
      {env},
    )
    expect({exit, stdout}).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining(said.replace('KEY from', `${maskOf(key)} from`)) as string,
    })
    expect(stdout).not.toContain('psiTurk 3, boto3')
  })

  it.for([
    ['a section that is there twice', '[Server Parameters]\nhost = x\n[Server Parameters]\nport = 1\n', 5, 7],
    ['an option that is there twice', '[Server Parameters]\nhost = x\nhost = y\n', 5, 7],
    ['a comment that is not UTF-8', '# caf\xe9\n', 3, 5],
  ] as const)('is none while %s stops it', async ([, rest, after, now], {home, mturk, key}) => {
    const text = `[AWS Access]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\naws_region = us-east-1\n${rest}`
    home.write('.psiturkconfig', Buffer.from(text, 'latin1'))
    const {exit, stdout} = await mturk('psiturk', 'migrate', '--yes')
    expect(exit).toBe(0)
    expect(stdout).toContain(`psiTurk 3 cannot start until line ${now} is mended`)
    // One fault has one line in all that is said, although it stands higher up by then.
    expect(stdout).toContain(
      `boto3 and the AWS CLI use ${maskOf(key)} from now on. psiTurk 3 cannot start until ~/.psiturkconfig is mended: `,
    )
    expect(stdout).not.toContain(`line ${after}`)
    const {json} = await mturk('doctor', '--offline', '--json')
    expect(json.findings).toContainEqual(
      expect.objectContaining({
        id: 'psiturk-unreadable',
        message: expect.stringContaining(`line ${after}: psiTurk 3 cannot start`) as string,
      }),
    )
  })

  it('is no guess where one file holds two keys', async ({home, mturk, key}) => {
    const one = globalConfig2(key)
    const options = `aws_access_key_id = ${OTHER.accessKeyId}\naws_secret_access_key = ${OTHER.secretAccessKey}\n`
    for (const twice of [one + globalConfig2(OTHER), one.replace('aws_region', `${options}aws_region`)]) {
      home.write('.psiturkconfig', twice)
      const before = home.snapshot()
      const {exit, json} = await mturk('psiturk', 'migrate', '--yes', '--json')
      expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /2 different keys/)})
      expect(json.error.remedy).toContain('Take the key that is not meant out of ~/.psiturkconfig')
      expect(home.snapshot()).toEqual(before)
    }
    // Of two that are stored already, none is lost.
    writeProfile(home, OTHER)
    writeProfile(home, key, 'lab')
    const {json} = await mturk('psiturk', 'migrate', '--dry-run', '--json')
    expect(json).toMatchObject({migrated: [], changed: [{change: 'scrub'}]})
    expect(json.warnings.join()).not.toContain('in the copy alone')
  })

  it.for([
    ["psiTurk's names and Boto's", 'AWS_'],
    ['the same names twice', 'PSITURK_AWS_'],
  ] as const)('is no guess where one .env holds two keys, by %s', async ([, prefix], {home, mturk, key}) => {
    const lines = (before: string, {accessKeyId, secretAccessKey}: typeof OTHER) =>
      `${before}ACCESS_KEY_ID=${accessKeyId}\n${before}SECRET_ACCESS_KEY=${secretAccessKey}\n`
    home.write('.env', lines(prefix, OTHER) + lines('PSITURK_AWS_', key))
    const before = home.snapshot()
    const {exit, json} = await mturk('psiturk', 'migrate', '--yes', '--json', {cwd: home.path})
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /2 different keys/)})
    expect(json.error.message).toContain(`${maskOf(key)} in ~/.env`)
    expect(json.error.message).toContain(`${maskOf(key)} in ~/.env, which psiTurk 3 uses`)
    expect(json.error.message).toMatch(new RegExp(`${MASK.slice(-4)} in ~/\\.env[;.]`))
    expect(json.error.remedy).toBe('Take the key that is not meant out of ~/.env, id and secret.')
    expect(home.snapshot()).toEqual(before)
  })

  it('names a way for a key of the environment among two, and says where only the secrets differ', async ({
    home,
    mturk,
    key,
  }) => {
    home.write('.psiturkconfig', globalConfig2(key))
    const env = {PSITURK_AWS_ACCESS_KEY_ID: key.accessKeyId, PSITURK_AWS_SECRET_ACCESS_KEY: OTHER.secretAccessKey}
    const {exit, json} = await mturk('psiturk', 'migrate', '--yes', '--json', {env})
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /only the secrets differ/)})
    expect(json.error.remedy).toContain('unset PSITURK_AWS_ACCESS_KEY_ID PSITURK_AWS_SECRET_ACCESS_KEY')
  })

  it('is said with the reason where the two Pythons go on reading at different lines', async ({home, mturk, key}) => {
    const {accessKeyId, secretAccessKey} = key
    home.write(
      '.psiturkconfig',
      `[AWS Access]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n  ; of 2014\naws_region = us-east-1\n`,
    )
    const {stdout} = await mturk('psiturk', 'migrate', '--dry-run')
    expect(stdout).toContain('an indented line or a comment below it is part of the value for one of them')
  })

  it('names the id that stands alone before a whole key', async ({home, mturk, key}) => {
    home.write('config.txt', `[AWS Access]\naws_access_key_id = ${OTHER.accessKeyId}\n${PROJECT_2}`)
    home.write('.psiturkconfig', globalConfig2(key))
    const {stdout} = await mturk('psiturk', 'migrate', '--dry-run', {cwd: home.path})
    expect(stdout).toContain(`half a key, the id ${MASK}`)
  })
})

describe.concurrent('the way back', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('has the key that was replaced in it, and says that its copy is the last one', async ({home, mturk, key}) => {
    writeProfile(home, OTHER)
    const before = home.read('.aws/credentials')
    home.write('.psiturkconfig', globalConfig2(key))
    const {stdout} = await mturk('psiturk', 'migrate', '--yes', '--replace')
    expect(stdout).toContain(`the replaced key ${MASK}, which may stand nowhere else`)
    const ways = [...stdout.matchAll(/^ {2}cp (\S+) (\S+)$/gm)].map(([, from = '', to]) => ({from, to}))
    expect(ways.map(({to}) => to)).toEqual([home.at('.aws/credentials'), home.at('.psiturkconfig')])
    expect(home.read(ways[0]?.from.slice(home.path.length + 1) ?? '')).toBe(before)
  })

  it('to a replaced key is named by doctor, also where nothing else was changed', async ({home, mturk, key}) => {
    writeProfile(home, OTHER)
    home.write('.psiturkconfig', globalConfig2(key))
    const {json} = await mturk('psiturk', 'migrate', '--yes', '--replace', '--keep', '--json')
    const [copy] = json.backups
    const {json: told} = await mturk('doctor', '--offline', '--json')
    expect(told.findings).toContainEqual(
      expect.objectContaining({
        id: 'old-backup',
        severity: 'note',
        remedy: expect.stringContaining(`the way back: cp ${copy} ${home.at('.aws/credentials')}`) as string,
      }),
    )
  })

  it('leads to what a link leads to', async ({home, mturk, key}) => {
    home.write('dotfiles/psiturkconfig', globalConfig2(key))
    symlinkSync('dotfiles/psiturkconfig', home.at('.psiturkconfig'))
    const {stdout} = await mturk('psiturk', 'migrate', '--yes')
    expect(stdout).toMatch(/^ {2}cp \S+ \S+\/dotfiles\/psiturkconfig$/m)
    expect(home.read('dotfiles/psiturkconfig')).toBe(withoutKeyLines(globalConfig2(key)))
  })

  it('says before the question that psiTurk 1 and 2 find no key then', async ({home, mturk, key}) => {
    home.write('.psiturkconfig', globalConfig2(key))
    const {stdout} = await mturk('psiturk', 'migrate', '--dry-run')
    expect(stdout).toContain("! psiTurk 1 and 2 read ~/.psiturkconfig and never Boto's files")
    expect(stdout).toContain('--keep')
  })
})

describe.concurrent('what migrate and doctor say of the files', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('is that git does not ignore the copy of an ignored .env', async ({home, mturk, key}) => {
    execFileSync('git', ['init', '-q', home.at('study')], {stdio: 'ignore'})
    home.write('study/.gitignore', '.env\n')
    const {accessKeyId, secretAccessKey} = key
    home.write(
      'study/.env',
      `PSITURK_AWS_ACCESS_KEY_ID=${accessKeyId}\nPSITURK_AWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`,
    )
    const at = {cwd: home.at('study')}
    const {exit, stdout} = await mturk('psiturk', 'migrate', '--yes', at)
    expect({exit, stdout}).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('which does not ignore it') as string,
    })
    const {json} = await mturk('doctor', '--offline', '--json', at)
    expect(json.findings).toContainEqual(
      expect.objectContaining({id: 'in-git', message: expect.stringContaining('.env.mturk-backup-') as string}),
    )
    home.write('study/.gitignore', '.env*\n')
    const ignored = await mturk('doctor', '--offline', '--json', at)
    expect(JSON.stringify(ignored.json)).not.toContain('"in-git"')
  })

  it('is that git does not ignore the copy of a credentials file in which a key is replaced', async ({
    home,
    mturk,
    key,
  }) => {
    writeProfile(home, OTHER)
    execFileSync('git', ['init', '-q', home.at('.aws')], {stdio: 'ignore'})
    home.write('.psiturkconfig', globalConfig2(key))
    const {exit, json} = await mturk('psiturk', 'migrate', '--yes', '--replace', '--json')
    expect({exit, json}).toMatchObject({exit: 0})
    expect(json.warnings.join()).toContain('The copy of ~/.aws/credentials will stand in the git work tree ~/.aws')
    const told = await mturk('doctor', '--offline', '--json')
    expect(told.json.findings).toContainEqual(
      expect.objectContaining({
        id: 'in-git',
        message: expect.stringMatching(/^~\/\.aws\/credentials\.mturk-backup-/) as string,
      }),
    )
  })

  it('is that the secret stands in a comment, too, and the names of what goes out of an .env', async ({
    home,
    mturk,
    key,
  }) => {
    const {accessKeyId, secretAccessKey} = key
    home.write(
      '.env',
      `# was ${secretAccessKey}\nPSITURK_AWS_ACCESS_KEY_ID=${accessKeyId}\nPSITURK_AWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`,
    )
    const {stdout} = await mturk('psiturk', 'migrate', '--dry-run', {cwd: home.path})
    expect(stdout).toContain(
      '! ~/.env has the secret once more, in a comment or another option, and that stays: line 1',
    )
    expect(stdout).toContain(`- 2 PSITURK_AWS_ACCESS_KEY_ID=${maskOf(key)}\n  - 3 PSITURK_AWS_SECRET_ACCESS_KEY=***`)
    expect(stdout).not.toContain(secretAccessKey)
  })

  it.for([
    ['a byte order mark', '\ufeff[AWS Access]\naws_access_key_id = x\n', 'without a byte order mark (BOM)'],
    ['no section', 'aws_access_key_id = x\n', 'Put [AWS Access] on a line of its own above it'],
  ] as const)('is how to mend %s', async ([, text, said], {home, mturk}) => {
    home.write('.psiturkconfig', text)
    const {exit, stdout} = await mturk('psiturk', 'migrate', '--yes')
    expect(exit).toBe(3)
    expect(stdout).toContain(said)
    expect(stdout).not.toContain('Nothing to do.')
  })

  it('is that psiTurk passes over a directory, and that placeholders stand where no key is', async ({home, mturk}) => {
    home.write('.psiturkconfig/x', '')
    home.write('config.txt', projectConfig1())
    const {json} = await mturk('doctor', '--offline', '--json', {cwd: home.path})
    const said = JSON.stringify(json.findings)
    expect(said).toContain('psiTurk passes over it')
    expect(said).not.toContain('cannot start')
    expect(said).toContain('signs with them and fails.')
  })

  it('is another region, and that a link is not removed', async ({home, mturk, key}) => {
    home.write('.aws/config', '[default]\nregion = us-west-2\n')
    home.write('dotfiles/psiturkconfig', globalConfig2(key))
    symlinkSync('dotfiles/psiturkconfig', home.at('.psiturkconfig'))
    const {stdout} = await mturk('psiturk', 'migrate', '--yes', '--remove')
    expect(stdout).toContain('The region of default is us-west-2, and stays.')
    expect(stdout).toContain('~/.psiturkconfig is not removed')
  })
})
