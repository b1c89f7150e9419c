import {chmodSync, linkSync, statSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
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
        '[AWS Access]\n# aws_access_key_id = YourAccessKeyId\n# aws_secret_access_key = YourSecretAccessKey\naws_region = us-east-1\n\n[psiTurk Access]\npsiturk_access_key_id = YourAccessKeyId\n',
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
    1 ; old: ****************
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
    for (const _ of [1, 2, 3]) {
      home.write('.aws/credentials', ill)
      expect(await mturk('doctor', '--fix', '--yes', '--offline', {env})).toMatchObject({exit: 0})
    }
    const backups = home.list().filter((name) => name.includes('mturk-backup'))
    expect(backups).toHaveLength(3)
    for (const backup of backups) expect(home.read(backup)).toBe(ill)
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
})
