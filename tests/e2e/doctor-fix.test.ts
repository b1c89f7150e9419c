import {chmodSync, linkSync, statSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {Home} from '../support/home.js'
import {mturkIn} from '../support/mturk.js'
import {atTerminal, tmux} from './support/at-terminal.js'
import {envelope} from './support/expected.js'
import {secretsIn} from './support/traces.js'

const ID = 'AKIAABCDEFGHIJKLMNOP'
const SECRET = `kXq9/${'b7Rt'.repeat(8)}+/z`
const OTHER = 'AKIAZYXWVUTSRQPONMLK'
const KEY = `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`
const HEALTHY = `[default]\n${KEY}`
/** Without one there is always that to be said. */
const env = {AWS_DEFAULT_REGION: 'us-east-1'}

interface Illness {
  readonly what: string
  readonly id: string
  readonly files: Readonly<Record<string, string>>
  /** Where the finding says that it is. */
  readonly at: readonly [file: string, line?: number]
  readonly severity?: string
  /** What the files hold after `--fix`. */
  readonly mended: Readonly<Record<string, string>>
  readonly profile?: string
}

const ILLNESSES: readonly Illness[] = [
  {
    what: "psiTurk's documentation, copied: no section, a triple S, the name of a variable (pain 10)",
    id: 'refused-file',
    files: {
      '.aws/config': `AWS_ACCESS_KEY_ID=${ID}\r\nAWS_SECRET_ACCESSS_KEY=${SECRET}\r\nAWS_DEFAULT_REGION=us-east-1\r\n`,
    },
    at: ['.aws/config', 1],
    mended: {
      '.aws/config': `[default]\r\nAWS_ACCESS_KEY_ID=${ID}\r\naws_secret_access_key=${SECRET}\r\nregion=us-east-1\r\n`,
    },
  },
  {
    what: 'the triple S alone, in the credentials file (pain 10)',
    id: 'misspelt-name',
    files: {'.aws/credentials': `# mine\n[default]\naws_access_key_id: ${ID}\naws_secret_accesss_key : ${SECRET}\n`},
    at: ['.aws/credentials', 4],
    mended: {'.aws/credentials': `# mine\n[default]\naws_access_key_id: ${ID}\naws_secret_access_key : ${SECRET}\n`},
  },
  {
    what: 'SECRETE, as a README had it (pain 43)',
    id: 'misspelt-name',
    files: {'.boto': `[Credentials]\naws_access_key_id = ${ID}\nAWS_SECRETE_ACCESS_KEY = ${SECRET}\n`},
    at: ['.boto', 3],
    mended: {'.boto': `[Credentials]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`},
  },
  {
    what: 'the section of a Boto file in lower case',
    id: 'section-name',
    files: {'.boto': `[Boto]\ndebug = 0\n[credentials]\n${KEY}`},
    at: ['.boto', 3],
    mended: {'.boto': `[Boto]\ndebug = 0\n[Credentials]\n${KEY}`},
  },
  {
    what: 'the prefix of the config file in the credentials file',
    id: 'section-name',
    files: {'.aws/credentials': `[profile lab]\n${KEY}`},
    at: ['.aws/credentials', 1],
    mended: {'.aws/credentials': `[lab]\n${KEY}`},
    profile: 'lab',
  },
  {
    what: 'a profile of the config file without its prefix',
    id: 'section-name',
    files: {'.aws/config': `[default]\nregion = us-east-1\n\n[lab]\n${KEY}`},
    at: ['.aws/config', 4],
    mended: {'.aws/config': `[default]\nregion = us-east-1\n\n[profile lab]\n${KEY}`},
    profile: 'lab',
  },
  {
    what: 'a byte order mark',
    id: 'refused-file',
    files: {'.aws/credentials': `\ufeff${HEALTHY}`},
    at: ['.aws/credentials', 1],
    mended: {'.aws/credentials': HEALTHY},
  },
  {
    what: 'the same line twice',
    id: 'refused-file',
    files: {'.aws/credentials': `${HEALTHY}AWS_ACCESS_KEY_ID = ${ID}\n`},
    at: ['.aws/credentials', 4],
    mended: {'.aws/credentials': HEALTHY},
  },
  {
    what: 'quotes, and a comment behind a value',
    id: 'inline-comment',
    files: {
      '.aws/credentials': `[default]\naws_access_key_id = "${ID}"\naws_secret_access_key = '${SECRET}'  # of 2019\n`,
    },
    at: ['.aws/credentials', 3],
    mended: {
      '.aws/credentials': `[default]\naws_access_key_id = ${ID}\n# of 2019\naws_secret_access_key = ${SECRET}\n`,
    },
  },
  {
    what: 'a mark that cannot be seen',
    id: 'invisible-character',
    files: {'.aws/credentials': `[default]\naws_access_key_id = ${ID}\u200b\naws_secret_access_key = ${SECRET}\n`},
    at: ['.aws/credentials', 2],
    mended: {'.aws/credentials': HEALTHY},
  },
  {
    what: 'id and secret in each other’s place',
    id: 'swapped-key',
    files: {'.aws/credentials': `[default]\naws_access_key_id = ${SECRET}\naws_secret_access_key = ${ID}\n`},
    at: ['.aws/credentials', 2],
    mended: {'.aws/credentials': HEALTHY},
  },
  {
    what: 'a token left beside a long-lived key (pain 30)',
    id: 'stale-token',
    files: {'.aws/credentials': `${HEALTHY}aws_session_token = ${SECRET}\naws_security_token = ${SECRET}\n`},
    at: ['.aws/credentials', 5],
    mended: {'.aws/credentials': HEALTHY},
  },
  {
    what: 'a token left in the other file, which only other SDKs take (pain 30)',
    id: 'stale-token',
    severity: 'warning',
    files: {
      '.aws/credentials': HEALTHY,
      '.aws/config': `[default]\naws_session_token = ${SECRET}\nregion = us-east-1\n`,
    },
    at: ['.aws/config', 2],
    mended: {'.aws/credentials': HEALTHY, '.aws/config': '[default]\nregion = us-east-1\n'},
  },
  {
    what: "psiTurk's own file with its placeholders, which psiTurk 3 signs with",
    id: 'psiturk-placeholder',
    files: {
      '.aws/credentials': HEALTHY,
      '.psiturkconfig':
        '[AWS Access]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey\naws_region = us-east-1\n\n[psiTurk Access]\npsiturk_access_key_id = YourAccessKeyId\n',
    },
    at: ['.psiturkconfig', 2],
    mended: {
      '.aws/credentials': HEALTHY,
      '.psiturkconfig':
        '[AWS Access]\naws_region = us-east-1\n\n[psiTurk Access]\npsiturk_access_key_id = YourAccessKeyId\n',
    },
  },
]

const READ_WITH_BOTOCORE = `
import botocore.session
session = botocore.session.Session(profile=given["profile"])
key = session.get_credentials()
print(json.dumps([key.access_key, key.secret_key, key.token]))
`

describe.concurrent('doctor --fix', () => {
  for (const {
    what,
    id,
    files,
    at: [file, line],
    severity = 'error',
    mended,
    profile,
  } of ILLNESSES) {
    it(`mends ${what}; then Boto reads the right key`, async ({home, emulator, mturk, python}) => {
      for (const [name, content] of Object.entries(files)) home.write(name, content)
      const before = home.snapshot()
      const about = profile === undefined ? [] : ['--profile', profile]
      const found = await mturk('doctor', '--offline', '--json', ...about, {env})
      expect(found.json.findings).toContainEqual(
        expect.objectContaining({id, severity, file: home.at(file), line, fixable: true}),
      )
      expect(found.exit).toBe(
        found.json.findings.some((each: {severity: string}) => each.severity === 'error') ? 12 : 0,
      )
      expect(home.snapshot()).toEqual(before)

      const fixed = await mturk('doctor', '--fix', '--yes', '--offline', '--json', ...about, {env})
      expect(fixed).toMatchObject({exit: 0, stderr: ''})
      expect(fixed.json.findings.filter((each: {severity: string}) => each.severity !== 'note')).toEqual([])
      expect(fixed.json.fixed).toEqual([{file: home.at(file), backup: expect.any(String) as string}])

      const after = home.snapshot()
      const backup = Object.keys(after).find((name) => name.startsWith(`${file}.mturk-backup-`)) ?? ''
      expect(after).toEqual({
        ...Object.fromEntries(Object.entries(mended).map(([name, text]) => [name, latin1(text)])),
        [backup]: before[file],
      })
      expect([home.at(backup), home.mode(backup), home.mode(file)]).toEqual([fixed.json.fixed[0].backup, '600', '600'])
      const boto = await python(READ_WITH_BOTOCORE, {profile: profile ?? null})
      expect(boto).toMatchObject({exit: 0, json: [ID, SECRET, null]})
      expect(secretsIn(JSON.stringify([found, fixed]), {SECRET})).toEqual([])
      expect(emulator.requests).toEqual([])
    })
  }

  it('mends modes without a copy, and says what they were', async ({home, mturk}) => {
    home.write('.aws/credentials', HEALTHY, 0o644)
    chmodSync(home.at('.aws'), 0o777)
    const found = await mturk('doctor', '--offline', {env})
    expect(found).toMatchObject({exit: 0})
    expect(found.stdout).toMatch(
      /others on this computer may read it \(mode 0644\)[^]*chmod 600 \/.*\/\.aws\/credentials/,
    )
    expect(found.stdout).toMatch(/may replace the files in ~\/\.aws \(mode 0777\)[^]*chmod 700 \/.*\/\.aws/)
    const fixed = await mturk('doctor', '--fix', '--yes', '--offline', {env})
    expect(fixed.stdout).toMatch(/~\/\.aws\/credentials\n {2}- mode 0644\n {2}\+ mode 0600\n/)
    expect([home.mode('.aws/credentials'), (statSync(home.at('.aws')).mode & 0o777).toString(8)]).toEqual([
      '600',
      '700',
    ])
    expect(home.list()).toEqual(['.aws/credentials'])
    expect(await mturk('doctor', '--offline', {env})).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^✔ .*\n$/),
    })
  })

  it('shows each change as a diff with every value covered, and with --dry-run makes none', async ({home, mturk}) => {
    home.write(
      '.aws/credentials',
      `; old: ${SECRET}\n[default]\naws_access_key_id = "${ID}"\naws_secret_access_key = "${SECRET}"\n`,
    )
    const before = home.snapshot()
    const {exit, stdout} = await mturk('doctor', '--fix', '--dry-run', '--offline', {env})
    expect(exit).toBe(12)
    expect(stdout).toContain(`~/.aws/credentials
    1 ; ****************: ****************
    2 [default]
  - 3 aws_access_key_id = "****************MNOP"
  - 4 aws_secret_access_key = "****************"
  + 3 aws_access_key_id = ****************MNOP
  + 4 aws_secret_access_key = ****************

Nothing was changed.
`)
    expect(secretsIn(stdout, {SECRET})).toEqual([])
    expect(home.snapshot()).toEqual(before)
    const {json} = await mturk('doctor', '--fix', '--dry-run', '--offline', '--json', {env})
    expect(json).toMatchObject({dryRun: true, fixed: [{file: home.at('.aws/credentials'), backup: null}]})
    expect(home.snapshot()).toEqual(before)
  })

  it('exits 9 before anything where nobody can be asked, and 0 where there is nothing to ask', async ({
    home,
    mturk,
  }) => {
    home.write('.aws/credentials', `[default]\naws_access_key_id = "${ID}"\naws_secret_access_key = ${SECRET}\n`)
    const before = home.snapshot()
    expect(await mturk('doctor', '--fix', '--offline', '--json', {env})).toMatchObject({
      exit: 9,
      json: envelope('answer_needed', 9, /Nothing was changed/),
    })
    expect(await mturk('doctor', '--fix', '--offline', {env})).toMatchObject({exit: 9, stdout: ''})
    expect(home.snapshot()).toEqual(before)
    home.write('.aws/credentials', HEALTHY)
    expect(await mturk('doctor', '--fix', '--offline', {env})).toMatchObject({
      exit: 0,
      stdout: expect.stringMatching(/^✔ .*\n$/),
    })
  })

  it('keeps one copy a run, of what was there at the start, and never writes over another', async ({home, mturk}) => {
    const ill = `[default]\naws_access_key_id = "${ID}"\naws_secret_access_key = ${SECRET}\n`
    const texts = [ill, `# mine\n${ill}`]
    // The last one is kept already, as where a run died before it had changed the file.
    for (const text of [...texts, ill]) {
      home.write('.aws/credentials', text)
      expect(await mturk('doctor', '--fix', '--yes', '--offline', {env})).toMatchObject({exit: 0})
    }
    const backups = home.list().filter((name) => name.includes('mturk-backup'))
    expect(backups.map((backup) => home.read(backup)).toSorted()).toEqual(texts.toSorted())
  })

  it('leaves what a person has to decide, and does the rest', async ({home, mturk}) => {
    const twice = `${HEALTHY}aws_access_key_id = ${OTHER}\n`
    home.write('.aws/credentials', twice)
    home.write('.boto', `[credentials]\n${KEY}`)
    const {exit, json} = await mturk('doctor', '--fix', '--yes', '--offline', '--json', {env})
    expect(exit).toBe(12)
    expect(json.findings).toMatchObject([
      {id: 'refused-file', line: 4, fixable: false, remedy: 'Delete the one that is wrong.'},
    ])
    expect([home.read('.aws/credentials'), home.read('.boto')]).toEqual([twice, `[Credentials]\n${KEY}`])
  })

  it('says what it could not write, and leaves no copy behind', async ({home, mturk}) => {
    home.write('.aws/credentials', `[default]\naws_access_key_id = "${ID}"\naws_secret_access_key = ${SECRET}\n`)
    linkSync(home.at('.aws/credentials'), home.at('.aws/same'))
    const before = home.snapshot()
    const {exit, stdout} = await mturk('doctor', '--fix', '--yes', '--offline', {env})
    expect(exit).toBe(12)
    // Nobody is shown a change that cannot be made.
    expect(stdout).toMatch(/^profile default .*hard links.*cp -p \S+ \S+ && mv \S+ \S+\n\n1 error\.\n$/s)
    expect(home.snapshot()).toEqual(before)
  })

  it('names old copies that still hold keys, and passes over new ones', async ({home, mturk}) => {
    home.write('.aws/credentials', HEALTHY)
    home.write('.aws/credentials.mturk-backup-20250102T030405Z', 'old')
    const recent = new Date(Date.now() - 86_400_000).toISOString().replaceAll(/[-:]|\.\d+/g, '')
    home.write(`.aws/credentials.mturk-backup-${recent}`, 'new')
    const {json} = await mturk('doctor', '--offline', '--json', {env})
    expect(json.findings).toMatchObject([
      {id: 'old-backup', severity: 'warning', file: home.at('.aws/credentials.mturk-backup-20250102T030405Z')},
    ])
  })
})

const OTHERS_KEY = `aws_access_key_id = ${OTHER}\naws_secret_access_key = ${SECRET}\n`
const MISNAMED_KEY = `aws_access_key = ${OTHER}\naws_secret_key = ${SECRET}\n`

/** What works, and what stands beside it under a wrong name. */
const HIDDEN: readonly {what: string; files: Record<string, string>; right: [RegExp, string]; profile?: string}[] = [
  {
    what: '[profile default] in the credentials file, over a good key in the config file',
    files: {'.aws/credentials': `[profile default]\n${OTHERS_KEY}`, '.aws/config': HEALTHY},
    right: [/^\[profile default\]/, '[default]'],
  },
  {
    what: '[profile lab] in the credentials file, over a good key of that profile in the config file',
    files: {'.aws/credentials': `[profile lab]\n${OTHERS_KEY}`, '.aws/config': `[profile lab]\n${KEY}`},
    right: [/^\[profile lab\]/, '[lab]'],
    profile: 'lab',
  },
  {
    what: 'misspelt names in the credentials file, over a good key in the config file',
    files: {'.aws/credentials': `[default]\n${MISNAMED_KEY}`, '.aws/config': HEALTHY},
    right: [/aws_access_key =([^]*)aws_secret_key/, 'aws_access_key_id =$1aws_secret_access_key'],
  },
]

describe.concurrent('doctor --fix where a key works, and another one stands beside it under a wrong name', () => {
  for (const {what, files, profile} of HIDDEN) {
    it(`leaves ${what}, and says so`, async ({home, mturk}) => {
      for (const [name, content] of Object.entries(files)) home.write(name, content)
      const before = home.snapshot()
      const about = profile === undefined ? [] : ['--profile', profile]
      const found = await mturk('doctor', '--offline', '--json', ...about)
      expect(found).toMatchObject({exit: 0})
      expect(found.json.findings).toContainEqual(
        expect.objectContaining({
          severity: 'warning',
          fixable: false,
          remedy: expect.stringMatching(/if \*{16}NMLK is to be used instead of \*{16}MNOP/),
        }),
      )
      for (const run of ['--dry-run', '--yes']) {
        const {exit, stdout} = await mturk('doctor', '--fix', run, '--offline', ...about)
        expect([exit, stdout]).toEqual([
          0,
          expect.stringMatching(/It stays: boto3 would use \*{16}NMLK instead of \*{16}MNOP/),
        ])
        expect(home.snapshot()).toEqual(before)
      }
      expect(await mturk('doctor', '--fix', '--offline', ...about)).toMatchObject({exit: 0})
      expect(home.snapshot()).toEqual(before)
    })
  }

  it('leaves a region that works, and puts none where it would be wrong', async ({home, mturk}) => {
    home.write('.aws/credentials', `${HEALTHY}aws_default_region = us-west-2\n`)
    home.write('.aws/config', '[default]\nregion = us-east-1\n')
    const before = home.snapshot()
    const {exit, json} = await mturk('doctor', '--fix', '--yes', '--offline', '--json')
    expect([exit, json]).toMatchObject([0, {findings: [{id: 'region-name', fixable: false}], fixed: []}])
    home.write('.aws/credentials', HEALTHY)
    home.write('.aws/config', '[default]\nregion = us-west-2\naws_region = us-east-1\n')
    expect(await mturk('doctor', '--fix', '--yes', '--offline', '--json')).toMatchObject({json: {fixed: []}})
    expect(Object.keys(home.snapshot())).toEqual(Object.keys(before))
  })

  it('takes out a misspelt session token beside a long-lived key, and makes none of it', async ({home, mturk}) => {
    home.write('.aws/credentials', `${HEALTHY}aws_sesion_token = ${SECRET}\n`)
    const found = await mturk('doctor', '--offline', '--json')
    expect(found).toMatchObject({
      exit: 0,
      json: {findings: [{id: 'misspelt-name', severity: 'warning', fixable: true}, {id: 'region'}]},
    })
    expect(await mturk('doctor', '--fix', '--yes', '--offline')).toMatchObject({exit: 0})
    expect(home.read('.aws/credentials')).toBe(HEALTHY)
  })
})

describe.concurrent('doctor --fix, given a file that is no file of Boto', () => {
  const csv = `Access key ID,Secret access key\r\n${ID},${SECRET}\r\n`
  const json = JSON.stringify({AccessKey: {UserName: 'anna', AccessKeyId: ID, SecretAccessKey: SECRET}}, null, 4)
  const shell = `$env:AWS_ACCESS_KEY_ID="${ID}"\n$env:AWS_SECRET_ACCESS_KEY="${SECRET}"\n`
  const whole = 'Boto refuses the whole file'
  it.each([
    ['what AWS handed out', csv, /one that AWS handed out[^]*mturk keys import/],
    ['what AWS hands out today', `\ufeff${csv}`, /one that AWS handed out/],
    ['the rootkey.csv of old', `AWSAccessKeyId=${ID}\nAWSSecretKey=${SECRET}\n`, /one that AWS handed out/],
    ["IAM's answer", json, /the file is JSON/],
    ['lines for a shell', shell, /lines for a shell/],
    ['placeholders', 'aws_access_key_id = YourAccessKeyId\naws_secret_access_key = x\n', whole],
    ['notes', 'my key is in the safe\nmail = anna\n', whole],
  ])('says what it is, and leaves it: %s', async (_, content, words) => {
    const {exit, stdout, after, before} = await mendedHome({'.aws/credentials': content})
    expect([exit, stdout]).toEqual([12, expect.stringMatching(words)])
    expect(after).toEqual(before)
  })

  it('makes a section of lines for a shell where their names can be told', async () => {
    const lines = `export AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\n`
    const {exit, after} = await mendedHome({'.aws/credentials': lines})
    expect(exit).toBe(0)
    expect(after['.aws/credentials']).toBe(`[default]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n`)
  })

  it('closes a header, and gives no file a second one', async () => {
    const {exit, after} = await mendedHome({'.aws/credentials': `[default\n${KEY}`})
    expect(exit).toBe(0)
    expect(after['.aws/credentials']).toBe(HEALTHY)
  })

  it('gives a file with a region alone its section', async () => {
    const {exit, after} = await mendedHome({'.aws/credentials': HEALTHY, '.aws/config': 'region = us-east-1\n'})
    expect([exit, after['.aws/config']]).toEqual([0, '[default]\nregion = us-east-1\n'])
  })
})

/** What `--fix --yes` says and leaves in a home of its own. */
async function mendedHome(files: Readonly<Record<string, string>>) {
  const home = new Home()
  try {
    for (const [name, content] of Object.entries(files)) home.write(name, content)
    const before = home.snapshot()
    const {exit, stdout} = await mturkIn(home.env())('doctor', '--fix', '--yes', '--offline')
    return {exit, stdout, before, after: home.snapshot()}
  } finally {
    home.remove()
  }
}

describe.concurrent('doctor --fix --dry-run', () => {
  it.each([
    [
      'a comment and quotes in a section with a wrong name',
      '.aws/config',
      `[lab]\naws_access_key_id = "${ID}"\naws_secret_access_key = ${SECRET} # of 2019\n`,
    ],
    [
      'a missing section and a triple S',
      '.aws/credentials',
      `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY='${SECRET}'\n`,
    ],
    [
      'a line twice, and quotes',
      '.aws/credentials',
      `[default]\naws_access_key_id = "${ID}"\naws_access_key_id = "${ID}"\naws_secret_access_key = ${SECRET}\naws_sesion_token=\n`,
    ],
  ])('shows all that --yes does: %s', async (_, file, content) => {
    const home = new Home()
    try {
      home.write(file, content)
      const mturk = mturkIn(home.env())
      const rehearsed = await mturk('doctor', '--fix', '--dry-run', '--offline')
      const done = await mturk('doctor', '--fix', '--yes', '--offline')
      const shown = ({stdout}: {stdout: string}) => stdout.slice(0, stdout.indexOf('\n\n'))
      expect(shown(rehearsed)).toContain('+ ')
      expect(shown(done)).toBe(shown(rehearsed))
      expect(done.stdout.split(`~/${file}\n`)).toHaveLength(2)
    } finally {
      home.remove()
    }
  })

  it('shows the mode of a file, too, that holds a key only when it is mended', async ({home, mturk}) => {
    home.write('.aws/config', `[lab]\n${KEY}`, 0o644)
    const {stdout} = await mturk('doctor', '--fix', '--dry-run', '--offline')
    expect(stdout).toMatch(/~\/\.aws\/config\n {2}- mode 0644\n {2}\+ mode 0600\n {2}- 1 \[lab\]/)
    expect(await mturk('doctor', '--fix', '--yes', '--offline', '--profile', 'lab')).toMatchObject({exit: 0})
    expect(home.mode('.aws/config')).toBe('600')
  })

  it('mends thousands of profiles as one', {timeout: 60_000}, async ({home, mturk}) => {
    const profiles = Array.from({length: 4000}, (_, index) => `[p${index}]\naws_access_key_id = ${ID}\n`)
    const ill = profiles.map((profile) => `${profile}aws_secret_access_key = "${SECRET}"\n`).join('')
    home.write('.aws/credentials', `${HEALTHY}${ill}`)
    const rehearsed = await mturk('doctor', '--fix', '--dry-run', '--offline')
    expect(rehearsed.stdout.match(/^ {2}\+ /gm)).toHaveLength(profiles.length)
    const {exit, stdout} = await mturk('doctor', '--offline')
    expect([exit, stdout.split('\n').length < 50]).toEqual([0, true])
    expect(await mturk('doctor', '--fix', '--yes', '--offline')).toMatchObject({exit: 0})
    expect(home.read('.aws/credentials')).toBe(HEALTHY + ill.replaceAll('"', ''))
  })
})

/** As `Home.snapshot` gives a file. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1')
}

describe.skipIf(!tmux)('doctor --fix at a terminal', () => {
  atTerminal('shows a change and asks; a no leaves the file as it was', async ({home, terminal}) => {
    const ill = `[default]\naws_access_key_id = "${ID}"\naws_secret_access_key = ${SECRET}\n`
    home.write('.aws/credentials', ill)
    home.write('.boto', `[credentials]\n${KEY}`)
    const {until, press, ended, screen, written} = terminal(['doctor', '--fix', '--offline'], env)
    await until(/\+ 2 aws_access_key_id = \*{16}MNOP[^]*Make this change\? \(Y/)
    press('n', 'Enter')
    await until(/Make this change\? No[^]*\.boto\n[^]*\+ 1 \[Credentials\][^]*Make this change\? \(Y/)
    press('Enter')
    expect(await ended()).toBe(12)
    expect(screen()).toContain('mended ~/.boto · as it was: ~/.boto.mturk-backup-')
    expect([home.read('.aws/credentials'), home.read('.boto')]).toEqual([ill, `[Credentials]\n${KEY}`])
    expect(secretsIn(written(), {SECRET})).toEqual([])
  })

  atTerminal('does not end as if all were well where another program was quicker', async ({home, terminal}) => {
    home.write('.aws/credentials', `[default]\naws_access_key_id = "${ID}"\naws_secret_access_key = ${SECRET}\n`)
    const {until, press, ended, screen} = terminal(['doctor', '--fix', '--offline'], env)
    await until(/Make this change\? \(Y/)
    const theirs = `[default]\n${KEY}# theirs\n`
    home.write('.aws/credentials', theirs)
    press('Enter')
    expect(await ended()).toBe(12)
    expect(screen()).toContain('was changed by another program meanwhile')
    expect(home.read('.aws/credentials')).toBe(theirs)
  })

  for (const {what, files, right, profile} of HIDDEN) {
    atTerminal(`asks which key is meant, the present one unless told otherwise: ${what}`, async ({home, terminal}) => {
      for (const [name, content] of Object.entries(files)) home.write(name, content)
      const about = profile === undefined ? [] : ['--profile', profile]
      const question = /boto3 will then use \*{16}NMLK instead of \*{16}MNOP\. Make this change\? \(y\/N/
      const refusing = terminal(['doctor', '--fix', '--offline', ...about])
      await refusing.until(question)
      refusing.press('Enter')
      expect(await refusing.ended()).toBe(0)
      expect(home.read('.aws/credentials')).toBe(files['.aws/credentials'])

      const agreeing = terminal(['doctor', '--fix', '--offline', ...about])
      await agreeing.until(question)
      agreeing.press('y', 'Enter')
      expect(await agreeing.ended()).toBe(0)
      expect(home.read('.aws/credentials')).toBe(files['.aws/credentials']?.replace(...right))
    })
  }
})
