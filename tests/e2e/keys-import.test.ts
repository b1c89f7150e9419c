import {linkSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import {writeProfile} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))
const ANN = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: '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'}
const BOB = {accessKeyId: 'AKIABBBBBBBBBBBBBBBB', secretAccessKey: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa+/+/'}

const SHAPES = [
  ['rootkey.csv of old', `AWSAccessKeyId=${ANN.accessKeyId}\r\nAWSSecretKey=${ANN.secretAccessKey}\r\n`],
  ['rootkey.csv of today', `Access key ID,Secret access key\n${ANN.accessKeyId},${ANN.secretAccessKey}\n`],
  [
    'credentials.csv of 2014',
    `User Name,Access Key Id,Secret Access Key\n"ann",${ANN.accessKeyId},${ANN.secretAccessKey}\n`,
  ],
  [
    'credentials.csv of 2017',
    `User name,Password,Access key ID,Secret access key,Console login link\nann,"p,""w",${ANN.accessKeyId},${ANN.secretAccessKey},https://x\n`,
  ],
  ['ann_accessKeys.csv', `\uFEFFAccess key ID,Secret access key\r\n${ANN.accessKeyId},${ANN.secretAccessKey}\r\n`],
] as const

const SEVERAL = [
  'User name,Password,Access key ID,Secret access key,Console login link',
  `ann,,${ANN.accessKeyId},${ANN.secretAccessKey},`,
  `bob,,${BOB.accessKeyId},${BOB.secretAccessKey},`,
  '',
].join('\r\n')

function imported(profile: string, {accessKeyId}: {accessKeyId: string}) {
  return {profile, accessKeyId, storedIn: inCredentialsFile(profile)}
}

describe.concurrent('keys import', () => {
  for (const [shape, content] of SHAPES) {
    it(`takes ${shape}, and boto3 reads what it stored (pain 26)`, async ({home, emulator, mturk, python}) => {
      const file = home.write('Downloads/keys.csv', content)
      const {exit, json, stderr} = await mturk('keys', 'import', file, '--profile', 'ann', '--json')
      expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
      expect(json).toEqual({imported: [imported('ann', ANN)]})
      expect(home.list()).toEqual(['.aws/credentials', 'Downloads/keys.csv'])
      const {json: seen} = await python(`
import boto3
key = boto3.Session(profile_name="ann").get_credentials()
print(json.dumps({"accessKeyId": key.access_key, "secretAccessKey": key.secret_key}))`)
      expect(seen).toEqual(ANN)
      expect(emulator.requests).toEqual([])
    })
  }

  it('stores under the profile that Boto would choose where nobody names one', async ({home, mturk}) => {
    const file = home.write('keys.csv', SHAPES[1][1])
    expect((await mturk('keys', 'import', file, '--json')).json).toEqual({imported: [imported('default', ANN)]})
    const {json} = await mturk('keys', 'import', file, '--json', {env: {AWS_PROFILE: 'lab'}})
    expect(json).toEqual({imported: [imported('lab', ANN)]})
  })

  it('says that the file still holds the secret, but not of standard input', async ({home, mturk}) => {
    const several = home.write('credentials.csv', SEVERAL)
    const {stdout} = await mturk('keys', 'import', several)
    expect(stdout.split('\n').slice(-4)).toEqual([
      'Check it with: mturk link-check --profile ann',
      'Check it with: mturk link-check --profile bob',
      `${several} still holds the secrets: delete it, or keep it where nobody else can read it.`,
      '',
    ])
    const one = home.write('keys.csv', SHAPES[1][1])
    expect((await mturk('keys', 'import', one)).stdout).toContain(`\n${one} still holds the secret: delete it`)
    expect((await mturk('keys', 'import', one, '--dry-run')).stdout).not.toContain('still holds')
    const piped = await mturk('keys', 'import', '-', '--profile', 'x', {stdin: SHAPES[1][1]})
    expect(piped.stdout).not.toContain('still holds')
  })

  it('names the profile in what checks it where the environment wins, and says so', async ({home, emulator, mturk}) => {
    emulator.createUser('anna', {policies: ['AmazonMechanicalTurkFullAccess']})
    const {accessKeyId, secretAccessKey} = emulator.createAccessKey('anna')
    const file = home.write('keys.csv', `Access key ID,Secret access key\n${accessKeyId},${secretAccessKey}\n`)
    const env = {AWS_ACCESS_KEY_ID: BOB.accessKeyId, AWS_SECRET_ACCESS_KEY: BOB.secretAccessKey}
    const {stdout} = await mturk('keys', 'import', file, {env})
    expect(stdout).toContain('\nCheck it with: mturk link-check --profile default\n')
    expect(stdout).toMatch(
      /! Another key wins over it: \*+BBBB from .*AWS_ACCESS_KEY_ID.* unset AWS_ACCESS_KEY_ID AWS_S/,
    )
    const check = await mturk('link-check', '--profile', 'default', '--json', {env})
    expect(check.json).toMatchObject({accessKeyId})
    expect((await mturk('keys', 'import', file)).stdout).toContain('\nCheck it with: mturk link-check\n')
  })

  it.skipIf(process.platform === 'win32')('lets nobody else read the file', async ({home, mturk}) => {
    await mturk('keys', 'import', home.write('keys.csv', SHAPES[1][1]))
    expect([home.mode('.aws'), home.mode('.aws/credentials')]).toEqual(['700', '600'])
  })

  it('reads standard input, so that no secret stands on a command line (pain 42)', async ({home, mturk}) => {
    const {exit, json} = await mturk('keys', 'import', '-', '--profile', 'ann', '--json', {stdin: SHAPES[4][1]})
    expect({exit, json}).toEqual({exit: 0, json: {imported: [imported('ann', ANN)]}})
    expect(home.list()).toEqual(['.aws/credentials'])
  })

  it('stores several keys under the names of their users, with a prefix', async ({home, mturk}) => {
    const file = home.write('credentials.csv', SEVERAL)
    const {exit, json} = await mturk('keys', 'import', file, '--profile-prefix', 'lab-', '--json')
    expect({exit, json}).toEqual({exit: 0, json: {imported: [imported('lab-ann', ANN), imported('lab-bob', BOB)]}})
  })

  it('changes no byte when it is run again, nor anything else in the file', async ({home, mturk}) => {
    const before =
      '# mine\r\n[other]\r\naws_access_key_id=AKIAOTHEROTHEROTHER2\r\naws_secret_access_key = o\r\nregion =  eu-west-1 \r\n'
    home.write('.aws/credentials', before)
    const file = home.write('keys.csv', SHAPES[1][1])
    expect(await mturk('keys', 'import', file, '--profile', 'ann', '--json')).toMatchObject({exit: 0})
    const after = home.snapshot()
    expect(after['.aws/credentials']).toMatch(before)
    expect(await mturk('keys', 'import', file, '--profile', 'ann', '--json')).toMatchObject({exit: 0})
    expect(home.snapshot()).toEqual(after)
  })

  it('says that the very same key is already there', async ({home, mturk}) => {
    const file = home.write('keys.csv', SHAPES[1][1])
    expect((await mturk('keys', 'import', file)).stdout).toMatch(/NNA stored in ~\/\.aws\/credentials \[default\]\n/)
    const before = home.snapshot()
    const again = await mturk('keys', 'import', file)
    expect(again.stdout).toMatch(/NNA is already there: ~\/\.aws\/credentials \[default\]\nNothing was changed\.\n/)
    expect((await mturk('keys', 'import', file, '--dry-run')).stdout).toMatch(/is already there/)
    expect(home.snapshot()).toEqual(before)
  })

  it.skipIf(process.platform === 'win32')(
    'warns of a file that others may read, and leaves its mode',
    async ({home, mturk}) => {
      const file = home.write('keys.csv', SHAPES[1][1])
      home.write('.aws/credentials', '# mine\n', 0o644)
      const warning = `Other users of this computer may read the file of ~/.aws/credentials [default] (mode 0644). To keep it to yourself: chmod 600 ${home.at('.aws/credentials')}`
      const {exit, json} = await mturk('keys', 'import', file, '--json')
      expect({exit, json}).toEqual({exit: 0, json: {imported: [imported('default', ANN)], warnings: [warning]}})
      expect((await mturk('keys', 'import', file)).stdout).toContain(`! ${warning}`)
      expect(home.mode('.aws/credentials')).toBe('644')
      const listed = await mturk('credentials', 'list', '--json')
      expect(listed.json).toMatchObject({active: {accessKeyId: ANN.accessKeyId}, warnings: [warning]})
      expect((await mturk('credentials', 'list')).stdout).toContain(`! ${warning}`)
    },
  )

  it.skipIf(process.platform === 'win32')('reads what a shell hands over with <( )', async ({home, emulator}) => {
    const file = home.write('keys.csv', SHAPES[4][1])
    const script = '"$0" "$1" keys import <(sleep 0.2; cat "$2") --profile ann'
    const env = {...home.env(), ...emulator.environment()}
    const {exit, stdout} = await runChild('bash', ['-c', script, process.execPath, RUN_JS, file], {env})
    expect({exit, stdout}).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('stored in ~/.aws/credentials [ann]'),
    })
  })

  it('replaces a wrong secret in the config file where the key stands there alone', async ({home, mturk}) => {
    const mistyped = `[default]\nregion = us-east-1\naws_access_key_id = ${ANN.accessKeyId}\naws_secret_access_key = x\n`
    home.write('.aws/config', mistyped)
    const {exit, json} = await mturk('keys', 'import', home.write('keys.csv', SHAPES[1][1]), '--json')
    expect({exit, json}).toMatchObject({
      exit: 0,
      json: {imported: [{storedIn: {display: '~/.aws/config [default]'}}]},
    })
    expect(home.read('.aws/config')).toBe(mistyped.replace('= x', `= ${ANN.secretAccessKey}`))
    expect(home.list()).toEqual(['.aws/config', 'keys.csv'])
  })

  it('with --dry-run says what it would do, and writes nothing', async ({home, mturk}) => {
    const file = home.write('credentials.csv', SEVERAL)
    const before = home.snapshot()
    const {exit, json} = await mturk('keys', 'import', file, '--dry-run', '--json')
    expect(exit).toBe(0)
    expect(json).toMatchObject({
      dryRun: true,
      imported: [
        {profile: 'ann', accessKeyId: ANN.accessKeyId, storedIn: null},
        {profile: 'bob', accessKeyId: BOB.accessKeyId, storedIn: null},
      ],
    })
    const {stdout} = await mturk('keys', 'import', file, '--dry-run')
    expect(stdout).toContain('Nothing was changed.')
    expect(home.snapshot()).toEqual(before)
  })

  it('stores all or none: one place that is taken leaves everything as it was, with 9', async ({home, mturk}) => {
    writeProfile(home, {accessKeyId: 'AKIAOTHEROTHEROTHER2', secretAccessKey: 'o'.repeat(40)}, 'bob')
    const file = home.write('credentials.csv', SEVERAL)
    const before = home.snapshot()
    for (const flags of [['--json'], ['--yes', '--json']]) {
      const {exit, json} = await mturk('keys', 'import', file, ...flags)
      expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /\[bob\]/)})
      expect(json.error.remedy).toMatch(/: --profile-prefix OTHER-$/)
    }
    expect(home.snapshot()).toEqual(before)
    const {json} = await mturk('keys', 'import', file, '--profile-prefix', 'other-', '--json')
    expect(json).toEqual({imported: [imported('other-ann', ANN), imported('other-bob', BOB)]})
  })

  it('names --profile where the one key that it holds finds its place taken', async ({home, mturk}) => {
    writeProfile(home, {accessKeyId: 'AKIAOTHEROTHEROTHER2', secretAccessKey: 'o'.repeat(40)})
    const {exit, json} = await mturk('keys', 'import', home.write('keys.csv', SHAPES[1][1]), '--json')
    expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /\[default\]/)})
    expect(json.error.remedy).toMatch(/: --profile OTHER$/)
  })

  it('stores several keys in no single profile, but says how they are told apart', async ({home, mturk}) => {
    const file = home.write('credentials.csv', SEVERAL)
    const before = home.snapshot()
    for (const more of [[], ['--dry-run']]) {
      const {exit, json} = await mturk('keys', 'import', file, '--profile', 'zz', ...more, '--json')
      expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /2 keys, and the profile zz takes one/)})
      expect(json.error.remedy).toContain('--profile-prefix zz-')
    }
    expect(home.snapshot()).toEqual(before)
  })

  it.skipIf(process.platform === 'win32')(
    'leaves no byte of the first key where the second cannot be stored',
    async ({home, mturk}) => {
      // Bob's stale token cannot be cleared: the file has a second name, which a change would split off.
      home.write('.aws/config', '[profile bob]\naws_session_token = stale\n')
      linkSync(home.at('.aws/config'), home.at('twin'))
      const file = home.write('credentials.csv', SEVERAL)
      for (const before of [undefined, '[other]\nregion = x', '[other]\nregion = x\n', '# mine\n\n']) {
        if (before !== undefined) home.write('.aws/credentials', before)
        const all = home.snapshot()
        const {exit, json} = await mturk('keys', 'import', file, '--json')
        expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, /^~\/\.aws\/config has 2 names/)})
        expect(home.snapshot()).toEqual(all)
      }
    },
  )

  it('refuses a line end in a profile name: nothing has such a name', async ({home, mturk}) => {
    const file = home.write('keys.csv', SHAPES[1][1])
    const {exit, json} = await mturk('keys', 'import', file, '--profile', 'a\nb', '--json')
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /^--profile holds a line end/)})
    expect(home.list()).toEqual(['keys.csv'])
  })

  for (const [what, flags] of [
    ['a bracket', ['--profile', 'a]b']],
    ['nothing', ['--profile', '']],
    ['what Python gives to all', ['--profile', 'DEFAULT']],
    ['a bracket in the prefix', ['--profile-prefix', ']']],
  ] as const) {
    it(`refuses ${what} as a profile name, with --dry-run too`, async ({home, mturk}) => {
      const file = home.write('keys.csv', SHAPES[1][1])
      const refusal = {exit: 2, json: envelope('usage', 2, /^The profile name ".*" .*no place can hold it/)}
      for (const more of [[], ['--dry-run']]) {
        const {exit, json} = await mturk('keys', 'import', file, ...flags, ...more, '--json')
        expect({exit, json}).toEqual(refusal)
        expect(json.error.remedy).toContain('--profile OTHER')
      }
      expect(home.list()).toEqual(['keys.csv'])
    })
  }

  it('warns of an odd secret, and takes it', async ({home, mturk}) => {
    const file = home.write('keys.csv', `Access key ID,Secret access key\n${ANN.accessKeyId},short\n`)
    const {exit, json} = await mturk('keys', 'import', file, '--json')
    expect(exit).toBe(0)
    expect(json).toEqual({imported: [imported('default', ANN)], warnings: [expect.stringContaining('line 2')]})
  })

  const malformed = (message: RegExp) => ({exit: 3, json: envelope('malformed_credentials', 3, message)})

  for (const [what, content, expected] of [
    [
      'an id of the wrong shape',
      `Access key ID,Secret access key\nAKIA1234,${ANN.secretAccessKey}\n`,
      malformed(/line 2/),
    ],
    [
      'id and secret in the wrong order',
      `Access key ID,Secret access key\n${ANN.secretAccessKey},${ANN.accessKeyId}\n`,
      malformed(/line 2/),
    ],
    ['one bad row among good ones', SEVERAL.replace(BOB.accessKeyId, 'AKIA'), malformed(/line 3/)],
    ['an empty file', '', malformed(/empty/)],
    ['a blank in a secret', SHAPES[1][1].replace(ANN.secretAccessKey, 'two words'), malformed(/line 2: .*blank/)],
    ['a line end in a secret', SHAPES[1][1].replace(ANN.secretAccessKey, '"two\nlines"'), malformed(/a line end/)],
    ['no secret', SHAPES[1][1].replace(ANN.secretAccessKey, ''), malformed(/line 2: .*missing/)],
    ['columns between semicolons', SHAPES[1][1].replaceAll(',', ';'), malformed(/keys\.csv has semicolons/)],
    ['columns between tabs', SHAPES[1][1].replaceAll(',', '\t'), malformed(/keys\.csv has tabs/)],
    [
      'the file with the password of the console',
      'User name,Password,Console sign-in URL\nann,p,https://123456789012.signin.aws.amazon.com/console\n',
      malformed(/holds a password for the AWS console and no access key/),
    ],
    [
      'a credentials file',
      `[default]\naws_access_key_id = ${ANN.accessKeyId}\naws_secret_access_key = ${ANN.secretAccessKey}\n`,
      malformed(/seems to be a file with sections/),
    ],
    [
      'a user’s name that no profile can have',
      SEVERAL.replace('bob', 'b]b'),
      malformed(/keys\.csv, line 3: the user name/),
    ],
    ['another table', 'name,colour\nann,blue\n', malformed(/columns/)],
    ['no text', '\0\u0001\u0002', {exit: 3, json: envelope('unreadable_file', 3, /keys\.csv/)}],
    [
      'a temporary key',
      `Access key ID,Secret access key\nASIAIOSFODNN7EXAMPLE,${ANN.secretAccessKey}\n`,
      {exit: 3, json: envelope('temporary_credentials', 3)},
    ],
    ['several keys without names', SHAPES[1][1] + `${BOB.accessKeyId},x\n`, {exit: 2, json: envelope('usage', 2)}],
    [
      'two keys for one name',
      SEVERAL.replace('bob', 'ann'),
      {
        exit: 2,
        json: envelope('usage', 2, /profile ann \(\S*keys\.csv, line 2: \*+ANNA; \S*keys\.csv, line 3: \*+BBBB\)/),
      },
    ],
  ] as const) {
    it(`refuses ${what}, shows no row and writes nothing`, async ({home, mturk}) => {
      const file = home.write('keys.csv', content)
      const {exit, json, stdout, stderr} = await mturk('keys', 'import', file, '--json')
      expect({exit, json}).toEqual(expected)
      expect(json.error.remedy).toMatch(/./)
      expect(stdout + stderr).not.toContain(ANN.secretAccessKey)
      expect(home.list()).toEqual(['keys.csv'])
    })
  }

  it('names a file that is not there, or that is a directory, with 3', async ({home, mturk}) => {
    const missing = await mturk('keys', 'import', home.at('nowhere.csv'), '--json')
    expect(missing).toMatchObject({exit: 3, json: envelope('unreadable_file', 3, /nowhere\.csv/)})
    const directory = await mturk('keys', 'import', home.path, '--json')
    expect(directory).toMatchObject({exit: 3, json: envelope('unreadable_file', 3, /directory/)})
    expect(await mturk('keys', 'import', '--json')).toMatchObject({exit: 2, json: envelope('usage', 2)})
  })

  it('cannot be talked into another section by a user’s name', async ({home, mturk}) => {
    writeProfile(home, {accessKeyId: 'AKIAOTHEROTHEROTHER2', secretAccessKey: 'o'.repeat(40)})
    const file = home.write('credentials.csv', SEVERAL.replace('bob,', '"x]\n[default",'))
    const before = home.snapshot()
    const {json} = await mturk('keys', 'import', file, '--json')
    expect(json).toMatchObject({error: {message: expect.stringContaining('control character')}})
    expect(home.snapshot()).toEqual(before)
  })
})
