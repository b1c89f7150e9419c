import {execFileSync} from 'node:child_process'
import {chmodSync, mkdirSync, symlinkSync} from 'node:fs'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {backendSource, linkPlugins} from './support/plugins.js'
import {secretsIn} from './support/traces.js'

const ID = 'AKIAABCDEFGHIJKLMNOP'
const OTHER = 'AKIAZYXWVUTSRQPONMLK'
const SECRET = `kXq9/${'b7Rt'.repeat(8)}+/z`
const KEY = `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`
const HEALTHY = `[default]\n${KEY}`

interface Case {
  readonly what: string
  readonly files?: Readonly<Record<string, string>>
  readonly env?: (home: Home) => Readonly<Record<string, string | undefined>>
  readonly args?: readonly string[]
  readonly finding: {readonly id: string; readonly severity: string; readonly line?: number; readonly message?: RegExp}
  /** What else is found. */
  readonly also?: readonly string[]
}

interface Wellness {
  readonly env?: Readonly<Record<string, string>>
  readonly credentials?: string
  readonly config?: string
  readonly args?: readonly string[]
}

const inDefault = (id: string, secret: string) => ({
  '.aws/credentials': `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
})
const healthy = {'.aws/credentials': HEALTHY}
/** Without one there is always that to be said. */
const REGION = {AWS_DEFAULT_REGION: 'us-east-1'}

const CASES: readonly Case[] = [
  {
    what: 'no key at all (pain 4)',
    finding: {id: 'no-key', severity: 'error', message: /profile default/},
  },
  {
    what: 'a misspelt name in the environment (pains 10 and 43)',
    files: healthy,
    env: () => ({AWS_SECRET_ACCESSS_KEY: SECRET}),
    finding: {
      id: 'misspelt-name',
      severity: 'warning',
      message: /AWS_SECRET_ACCESSS_KEY looks like AWS_SECRET_ACCESS_KEY/,
    },
  },
  {
    what: 'names in lower case in the environment (pain 21)',
    files: healthy,
    env: () => ({aws_access_key_id: ID}),
    finding: {id: 'misspelt-name', severity: 'warning', message: /aws_access_key_id looks like AWS_ACCESS_KEY_ID/},
  },
  {
    what: 'half a key in the environment',
    env: () => ({AWS_ACCESS_KEY_ID: ID}),
    finding: {id: 'partial-key', severity: 'error', message: /AWS_SECRET_ACCESS_KEY is not; Boto fails there/},
  },
  {
    what: 'the secret in the place of the id, in the environment',
    env: () => ({AWS_ACCESS_KEY_ID: SECRET, AWS_SECRET_ACCESS_KEY: SECRET}),
    finding: {id: 'secret-as-id', severity: 'error', message: /AWS_ACCESS_KEY_ID is the secret access key once more/},
  },
  {
    what: 'a line end behind a value of the environment',
    env: () => ({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: `${SECRET}\r`}),
    finding: {
      id: 'stray-blank',
      severity: 'error',
      message: /AWS_SECRET_ACCESS_KEY begins or ends with a blank or a line end/,
    },
  },
  {
    what: 'a session token left in the environment (pain 15)',
    env: () => ({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: SECRET}),
    finding: {id: 'stale-token', severity: 'error'},
  },
  {
    what: 'a temporary key in the environment (pains 15 and 38)',
    env: () => ({AWS_ACCESS_KEY_ID: 'ASIAABCDEFGHIJKLMNOP', AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: SECRET}),
    finding: {id: 'temporary-key', severity: 'error'},
  },
  {
    what: 'the environment before a file with another key (pain 8)',
    files: healthy,
    env: () => ({AWS_ACCESS_KEY_ID: OTHER, AWS_SECRET_ACCESS_KEY: SECRET}),
    finding: {
      id: 'shadowed-by-environment',
      severity: 'warning',
      message: /NMLK\) comes before ~\/.aws\/credentials \[default\] \(\*+MNOP/,
    },
  },
  {
    what: 'AWS_PROFILE beside a key in the environment (pain 39)',
    files: healthy,
    env: () => ({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET, AWS_PROFILE: 'default'}),
    finding: {id: 'environment-and-profile', severity: 'warning', message: /the JavaScript SDK the profile's/},
  },
  {
    what: 'two variables that name two profiles (pain 39)',
    files: {'.aws/credentials': `${HEALTHY}[lab]\n${KEY}`},
    env: () => ({AWS_DEFAULT_PROFILE: 'lab', AWS_PROFILE: 'default'}),
    finding: {
      id: 'profile-variables',
      severity: 'warning',
      message: /AWS_DEFAULT_PROFILE \(lab\) comes before AWS_PROFILE/,
    },
  },
  {
    what: 'a variable that names no profile',
    files: healthy,
    env: () => ({AWS_PROFILE: 'lba'}),
    finding: {id: 'profile-not-found', severity: 'error', message: /"lba" \(from AWS_PROFILE\)/},
  },
  {
    what: 'a placeholder',
    files: inDefault('YourAccessKeyId', SECRET),
    finding: {id: 'placeholder', severity: 'error', line: 2},
  },
  {
    what: "Dallinger's placeholder for the secret",
    files: inDefault(ID, '???'),
    finding: {id: 'placeholder', severity: 'error', line: 3},
  },
  {
    what: "AWS's own example key",
    files: inDefault('AKIAIOSFODNN7EXAMPLE', SECRET),
    finding: {id: 'example-key', severity: 'error', line: 2},
  },
  {
    what: 'a variable that nobody fills in (pain 43)',
    files: inDefault(ID, '${AWS_SECRETE_ACCESS_KEY}'),
    finding: {id: 'unexpanded-variable', severity: 'error', line: 3},
  },
  {
    what: 'the secret where the id belongs',
    files: inDefault(SECRET, SECRET.toLowerCase()),
    finding: {id: 'secret-as-id', severity: 'error', line: 2},
  },
  {
    what: 'the id twice',
    files: inDefault(ID, ID),
    finding: {id: 'id-twice', severity: 'error', line: 3},
  },
  {
    what: 'a line that an indent made part of the value above',
    files: {'.aws/credentials': `[default]\naws_access_key_id = ${ID}\n  aws_secret_access_key = ${SECRET}\n`},
    finding: {id: 'continued-value', severity: 'error', line: 2},
    also: ['partial-key'],
  },
  {
    what: 'half a key in a file',
    files: {'.aws/credentials': `[default]\naws_access_key_id = ${ID}\n`},
    finding: {id: 'partial-key', severity: 'error', line: 2},
  },
  {
    what: 'a file that Boto refuses, whatever else is there (pain 7)',
    files: {...healthy, '.aws/config': `[default]\nregion us-east-1\n`},
    finding: {
      id: 'refused-file',
      severity: 'error',
      line: 2,
      message: /^~\/\.aws\/config, line 2: .* for every profile\.$/,
    },
  },
  {
    what: 'a variable that names a file which is not there',
    env: (home) => ({AWS_CREDENTIAL_FILE: home.at('gone')}),
    finding: {id: 'refused-file', severity: 'error', message: /AWS_CREDENTIAL_FILE names .* does not exist/},
  },
  {
    what: 'a temporary key in a file (pains 15 and 38)',
    files: inDefault('ASIAABCDEFGHIJKLMNOP', SECRET),
    finding: {id: 'temporary-key', severity: 'error', line: 2},
  },
  {
    what: 'a role, which Mechanical Turk cannot use',
    files: {
      '.aws/config': '[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = lab\n',
      '.aws/credentials': `[lab]\n${KEY}`,
    },
    finding: {id: 'temporary-source', severity: 'error', line: 2},
  },
  {
    what: 'another profile that signs in through SSO, as a note alone',
    files: {...healthy, '.aws/config': '[profile work]\nsso_account_id = 123456789012\nsso_role_name = x\n'},
    finding: {id: 'temporary-source', severity: 'note', line: 3},
  },
  {
    what: 'another profile with a placeholder, as a warning',
    files: {'.aws/credentials': `${HEALTHY}[old]\naws_access_key_id = xxxx\naws_secret_access_key = ${SECRET}\n`},
    finding: {id: 'placeholder', severity: 'warning', line: 5},
  },
  {
    what: 'another region than the only one (pains 19 and 20)',
    files: {...healthy, '.aws/config': '[default]\nregion = eu-west-1\n'},
    env: () => ({AWS_DEFAULT_REGION: undefined}),
    finding: {
      id: 'region',
      severity: 'warning',
      line: 2,
      message: /says eu-west-1, and Mechanical Turk exists only in us-east-1/,
    },
  },
  {
    what: 'what leaks out of [DEFAULT]',
    files: {'.aws/credentials': `[DEFAULT]\n${KEY}[default]\noutput = json\n`},
    finding: {id: 'default-section', severity: 'warning', line: 1},
  },
  {
    what: 'a left-over of psiTurk with another key',
    files: {
      ...healthy,
      '.psiturkconfig': `[AWS Access]\naws_access_key_id = ${OTHER}\naws_secret_access_key = ${SECRET}\n`,
    },
    finding: {
      id: 'psiturk-key',
      severity: 'warning',
      line: 2,
      message: /psiTurk uses \*+NMLK from here, and not \*+MNOP/,
    },
  },
  {
    what: 'names that the JavaScript SDK does not read, as a note alone',
    files: {'.aws/credentials': `[default]\nAWS_ACCESS_KEY_ID = ${ID}\naws_secret_access_key = ${SECRET}\n`},
    finding: {id: 'other-sdks', severity: 'note', line: 2},
  },
  {
    what: 'an empty secret',
    files: inDefault(ID, ''),
    finding: {id: 'no-usable-key', severity: 'error', line: 3, message: /aws_secret_access_key is empty/},
  },
  {
    what: 'an empty id',
    files: inDefault('', SECRET),
    finding: {id: 'no-usable-key', severity: 'error', line: 2, message: /aws_access_key_id is empty/},
  },
  {
    what: 'an empty id in a Boto file',
    files: {'.boto': `[Credentials]\naws_access_key_id =\naws_secret_access_key = ${SECRET}\n`},
    finding: {id: 'no-usable-key', severity: 'error', line: 2},
  },
  {
    what: 'an empty id in the file of the old EC2 tools',
    files: {ec2: `AWSAccessKeyId=\nAWSSecretKey=${SECRET}\n`},
    env: (home) => ({AWS_CREDENTIAL_FILE: home.at('ec2')}),
    finding: {id: 'no-usable-key', severity: 'error', line: 1, message: /^~\/ec2, line 1: .*AWSAccessKeyId is empty/},
  },
  {
    what: 'an empty secret of another profile, as a warning',
    files: {'.aws/credentials': `${HEALTHY}[old]\naws_access_key_id = ${ID}\naws_secret_access_key =\n`},
    finding: {id: 'no-usable-key', severity: 'warning', line: 6},
  },
  ...[`${SECRET}x`, SECRET.slice(1), `${SECRET.slice(0, 20)} ${SECRET.slice(21)}`, `${SECRET};x`].map(
    (secret, index): Case => ({
      what: `a secret that has not the look of one (${index + 1})`,
      files: inDefault(ID, secret),
      finding: {id: 'odd-secret', severity: 'warning', line: 3},
    }),
  ),
  {
    what: 'a secret of 41 characters in the environment',
    env: () => ({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: `${SECRET}x`}),
    finding: {id: 'odd-secret', severity: 'warning', message: /AWS_SECRET_ACCESS_KEY has 41 characters/},
  },
  ...['/nope/credentials', ''].map((named): Case => ({
    what: `a variable that leads away from the file with the key (${named === '' ? 'empty' : named})`,
    files: healthy,
    env: () => ({AWS_SHARED_CREDENTIALS_FILE: named}),
    finding: {
      id: 'hidden-file',
      severity: 'error',
      message: /^AWS_SHARED_CREDENTIALS_FILE .*; ~\/\.aws\/credentials \(\*{16}MNOP\) is not read\.$/,
    },
  })),
  ...['Default', ' default ', '\u00a0default'].map((name): Case => ({
    what: `a section that is nearly the default one: [${name}]`,
    files: {'.aws/credentials': `[${name}]\n${KEY}`},
    finding: {id: 'section-name', severity: 'error', line: 1, message: /Boto looks for \[default\]/},
  })),
  {
    what: 'lines out of a file of the shell',
    files: {'.aws/credentials': `[default]\nexport AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\n`},
    finding: {id: 'misspelt-name', severity: 'error', line: 2, message: /Boto does not know export aws_access_key_id/},
    also: ['misspelt-name'],
  },
  {
    what: "the other files' section in a Boto file",
    files: {'.boto': `[default]\n${KEY}`},
    finding: {id: 'section-name', severity: 'error', line: 1, message: /Boto knows only \[Credentials\]/},
  },
  {
    what: 'a blank behind the name of a profile',
    files: {'.aws/credentials': `${HEALTHY}[lab ]\n${KEY}`},
    args: ['--profile', 'lab'],
    finding: {id: 'section-name', severity: 'error', line: 4, message: /takes the blanks for a part of the name/},
    also: ['profile-not-found'],
  },
  {
    what: 'no region',
    files: healthy,
    env: () => ({AWS_DEFAULT_REGION: undefined}),
    finding: {id: 'region', severity: 'warning', message: /fails with NoRegionError/},
  },
  {
    what: "a profile's region under a name that Boto passes over",
    files: {'.aws/credentials': `[lab]\n${KEY}`, '.aws/config': '[lab]\nregion = us-west-2\n'},
    args: ['--profile', 'lab'],
    finding: {id: 'section-name', severity: 'warning', line: 1, message: /passes it over, and its region with it/},
  },
  {
    what: 'a secret without its id',
    files: {'.aws/credentials': `[default]\naws_secret_access_key = ${SECRET}\n`},
    finding: {id: 'partial-key', severity: 'warning', line: 1},
    also: ['no-key'],
  },
  {
    what: 'a directory in the place of the credentials file',
    files: {'.aws/credentials/x': ''},
    finding: {id: 'unreadable-file', severity: 'error'},
  },
  {
    what: 'a file in the place of ~/.aws',
    files: {'.aws': 'x'},
    finding: {id: 'unreadable-file', severity: 'error', message: /^~\/\.aws should be a directory/},
  },
  {
    what: 'the tail of a token that was wrapped',
    files: {'.aws/credentials': `${HEALTHY}Wq7xPz9LmT3vKc8RbN2yHd5Jg==\n`},
    finding: {id: 'stray-line', severity: 'warning', line: 4, message: /^(?!.*wq7x)/i},
  },
  // What stands behind the key that wins, or beside it, is in nobody's way.
  {
    what: 'a login behind good credentials, as a note',
    files: {...healthy, '.aws/config': '[default]\nlogin_session = x\n'},
    finding: {id: 'temporary-source', severity: 'note', message: /^(?!.*looks no further)/},
  },
  {
    what: 'a program behind good credentials, as a note',
    files: {...healthy, '.aws/config': '[default]\ncredential_process = vault\n'},
    finding: {id: 'credential-process', severity: 'note'},
  },
  {
    what: 'a role behind a key in the environment, as a note',
    files: {'.aws/config': '[default]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = x\n'},
    env: () => ({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET}),
    finding: {id: 'temporary-source', severity: 'note'},
  },
  {
    what: 'a program that gives the key, as a warning: nobody here knows which',
    files: {'.aws/config': '[default]\ncredential_process = vault\n'},
    finding: {id: 'credential-process', severity: 'warning', message: /which mturk does not run/},
  },
  {
    what: 'a profile that tools ask mturk for, which asks for itself',
    files: {'.aws/config': '[default]\ncredential_process = mturk credentials export --profile default\n'},
    finding: {id: 'credential-process-loop', severity: 'error', line: 2},
  },
  {
    what: 'a variable that names no file, behind a good key',
    files: healthy,
    env: () => ({AWS_CREDENTIAL_FILE: '/nope'}),
    finding: {id: 'refused-file', severity: 'warning'},
  },
  {
    what: 'the prefix of the config file in the credentials file, for another profile',
    files: {'.aws/credentials': `${HEALTHY}[profile lab]\n${KEY}`},
    finding: {id: 'section-name', severity: 'warning', line: 4},
  },
  {
    what: 'another profile of the config file without its prefix',
    files: {...healthy, '.aws/config': `[lab]\n${KEY}`},
    finding: {id: 'section-name', severity: 'warning', line: 1},
  },
  {
    what: 'a Boto file that nobody reads, behind a good key',
    files: {...healthy, '.boto': `[credentials]\n${KEY}`},
    finding: {id: 'section-name', severity: 'warning', line: 1},
  },
]

describe.concurrent('doctor --offline', () => {
  it.for(CASES)('finds $what', async ({files = {}, env, args = [], finding, also = []}, {home, emulator, mturk}) => {
    for (const [name, content] of Object.entries(files)) home.write(name, content)
    const before = home.snapshot()
    const result = await mturk('doctor', '--offline', '--json', ...args, {
      env: {...REGION, ...env?.(home)},
      cwd: home.path,
    })
    const {exit, json, stderr} = result
    const found = json.findings as {id: string; severity: string}[]
    const {message = /./, ...rest} = finding
    expect(found).toContainEqual(expect.objectContaining({...rest, message: expect.stringMatching(message) as string}))
    expect(found.map(({id}) => id).sort()).toEqual([finding.id, ...also].sort())
    expect(exit).toBe(found.some(({severity}) => severity === 'error') ? 12 : 0)
    expect(stderr).toBe('')
    expect(secretsIn(JSON.stringify(json), {SECRET})).toEqual([])
    expect(home.snapshot()).toEqual(before)
    // Whatever is wrong, what to do about it stands beside it.
    expect(json.findings.filter(({remedy}: {remedy: string | null}) => remedy === null)).toEqual([])
    expect(emulator.requests).toEqual([])
  })

  it('says one calm line where nothing is wrong, and has nothing for a script', async ({home, emulator, mturk}) => {
    home.write('.aws/credentials', HEALTHY)
    home.write('.aws/config', '[default]\nregion = us-east-1\n')
    const {exit, stdout, stderr} = await mturk('doctor', '--offline', {cwd: home.path})
    expect({exit, stdout, stderr}).toEqual({
      exit: 0,
      stdout:
        '✔ Nothing is wrong · profile default · ****************MNOP from ~/.aws/credentials [default] · AWS was not asked\n',
      stderr: '',
    })
    const {json} = await mturk('doctor', '--offline', '--json', {cwd: home.path})
    expect(json).toEqual({
      profile: 'default',
      accessKeyId: ID,
      location: expect.objectContaining({display: '~/.aws/credentials [default]'}) as unknown,
      asked: false,
      findings: [],
      fixable: 0,
    })
    expect(emulator.requests).toEqual([])
  })

  it.for([
    [
      '/dev/null in the place of every file that there is not',
      {
        env: {
          AWS_ACCESS_KEY_ID: ID,
          AWS_SECRET_ACCESS_KEY: SECRET,
          AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
          AWS_CONFIG_FILE: '/dev/null',
          BOTO_CONFIG: '/dev/null',
          AWS_CREDENTIAL_FILE: '/dev/null',
        },
      },
    ],
    ['an empty session token, which is not sent', {credentials: `${HEALTHY}aws_session_token =\n`}],
    [
      'a profile that gets its key from mturk',
      {
        credentials: HEALTHY,
        config: `[profile proc]\ncredential_process = mturk credentials export --format process --profile default\n`,
        args: ['--profile', 'proc'],
      },
    ],
    [
      'another profile that gets its key from mturk',
      {
        credentials: HEALTHY,
        config: `[profile proc]\ncredential_process = mturk credentials export --format process --profile=default\n`,
      },
    ],
  ] as const satisfies readonly (readonly [string, Wellness])[])(
    'finds nothing wrong with %s',
    async ([, given], {home, mturk}) => {
      const {env = {}, credentials, config, args = []}: Wellness = given
      if (credentials !== undefined) home.write('.aws/credentials', credentials)
      if (config !== undefined) home.write('.aws/config', config)
      const {exit, stdout} = await mturk('doctor', '--offline', ...args, {env: {...REGION, ...env}, cwd: home.path})
      expect({exit, stdout}).toEqual({
        exit: 0,
        stdout: expect.stringMatching(/^✔ Nothing is wrong · profile \S+ · \*{16}MNOP from .*\n$/),
      })
    },
  )

  it('names a symbolic link that leads nowhere, and what to do', async ({home, mturk}) => {
    mkdirSync(home.at('.aws'))
    symlinkSync('/nowhere/credentials', home.at('.aws/credentials'))
    const {exit, json} = await mturk('doctor', '--offline', '--json', {env: REGION, cwd: home.path})
    expect({exit, findings: json.findings}).toMatchObject({
      exit: 12,
      findings: [
        {id: 'unreadable-file', message: expect.stringContaining('a symbolic link to /nowhere/credentials') as string},
      ],
    })
  })

  it('names the profiles that there are where one is not', async ({home, mturk}) => {
    home.write('.aws/credentials', HEALTHY)
    const {exit, stdout} = await mturk('doctor', '--offline', '--profile', 'café', {env: REGION, cwd: home.path})
    expect(exit).toBe(12)
    expect(stdout).toMatch(/The profiles that there are:\n +2 +mturk credentials list\n/)
  })

  it('tells a person what, where, why and what to type, the worst first', async ({home, mturk}) => {
    home.write('.aws/credentials', `[default]\naws_access_key_id = ${ID}\nAWS_SECRET_ACCESSS_KEY = ${SECRET}\n`, 0o644)
    const {exit, stdout} = await mturk('doctor', '--offline', {env: REGION, cwd: home.path})
    expect(exit).toBe(12)
    expect(stdout).toBe(`profile default

  ✖ ~/.aws/credentials, line 3: Boto does not know aws_secret_accesss_key and passes it over; its name in a file is aws_secret_access_key. (misspelt-name)
      Write aws_secret_access_key in that line.

  ! ~/.aws/credentials is there for keys, and others on this computer may read it (mode 0644). (open-file)
      chmod 600 ${home.at('.aws/credentials')}

1 error, 1 warning. To mend what is wrong: mturk doctor --fix
`)
    const {stdout: listed} = await mturk('credentials', 'list')
    expect(listed).toContain('Something here can be mended: mturk doctor --fix')
  })

  it('looks at the profile that is named, and leaves the environment alone', async ({home, mturk}) => {
    home.write(
      '.aws/credentials',
      `${HEALTHY}[lab]\naws_access_key_id = "${OTHER}"\naws_secret_access_key = ${SECRET}\n`,
    )
    const env = {AWS_ACCESS_KEY_ID: '???', AWS_SECRET_ACCESS_KEY: '???', ...REGION}
    const {exit, json} = await mturk('doctor', '--offline', '--profile', 'lab', '--json', {env, cwd: home.path})
    expect(exit).toBe(12)
    expect(json.findings.filter(({severity}: {severity: string}) => severity === 'error')).toMatchObject([
      {id: 'quoted-value', location: {profile: 'lab'}, line: 5},
    ])
    const other = await mturk('doctor', '--offline', '--profile', 'default', {env, cwd: home.path})
    expect(other).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('To mend 1 of these: mturk doctor --fix --profile default'),
    })
  })

  it('says nothing of a file that git leaves alone, and does again once it was added', async ({home, mturk}) => {
    home.write('.aws/credentials', HEALTHY)
    const look = async () => {
      const {json} = await mturk('doctor', '--offline', '--json', {env: REGION, cwd: home.path})
      return json.findings as {id: string; remedy: string}[]
    }
    const git = (...args: string[]) => execFileSync('git', ['-C', home.path, ...args])
    git('init', '--quiet')
    expect(await look()).toMatchObject([{id: 'in-git', remedy: expect.stringContaining('.gitignore') as string}])
    home.write('.gitignore', '.aws\n')
    expect(await look()).toEqual([])
    git('add', '--force', '.aws/credentials')
    expect(await look()).toMatchObject([{id: 'in-git'}])
  })

  it('finds a home in which others may replace the files, but not one like /tmp', async ({home, mturk}) => {
    home.write('.boto', `[Credentials]\n${KEY}`)
    const look = () => mturk('doctor', '--offline', '--json', {env: REGION, cwd: home.path})
    chmodSync(home.path, 0o777)
    const {json} = await look()
    expect(json).toMatchObject({
      fixable: 1,
      findings: [{id: 'open-directory', file: home.path, remedy: `\`chmod 755 ${home.path}\``}],
    })
    chmodSync(home.path, 0o1777)
    expect((await look()).json.findings).toEqual([])
  })

  it.skipIf(process.getuid?.() !== 0)('tells whose file it is that only another can close', async ({home}) => {
    home.write('.aws/credentials', HEALTHY, 0o644)
    chmodSync(home.path, 0o755)
    chmodSync(home.at('.aws'), 0o755)
    const files = {env: {}, home: home.path, workingDirectory: home.path, dataDirectory: home.path, now: 0}
    const found = execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `process.setuid(65534)
         const {examineOffline} = await import(${JSON.stringify(import.meta.resolve('@mturk-cli/core/doctor'))})
         const sources = {backends: [], problems: [], lookup: async () => ({profile: {name: 'default'}, active: null, stoppedBy: null, candidates: [], notes: []})}
         console.log(JSON.stringify((await examineOffline({...${JSON.stringify(files)}, sources})).findings))`,
      ],
      {encoding: 'utf8'},
    )
    const open = (JSON.parse(found) as {id: string}[]).filter(({id}) => id === 'open-file')
    expect(open).toEqual([
      expect.objectContaining({
        remedy: [
          {kind: 'say', text: 'It belongs to another user of this computer (0), who alone can type:'},
          {kind: 'run', command: `chmod 600 ${home.at('.aws/credentials')}`},
        ],
      }),
    ])
  })

  it("says of two of psiTurk's places which comes first here", async ({home, mturk}) => {
    home.write('.aws/credentials', HEALTHY)
    home.write('.psiturkconfig', `[AWS Access]\naws_access_key_id = ${OTHER}\naws_secret_access_key = ${SECRET}\n`)
    home.write(
      'config.txt',
      '[AWS Access]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey\n',
    )
    const {json} = await mturk('doctor', '--offline', '--json', {env: REGION, cwd: home.path})
    expect(json.findings).toMatchObject([
      {id: 'psiturk-placeholder', message: expect.stringMatching(/^~\/config\.txt.*signs with them/) as string},
      {
        id: 'psiturk-key',
        message: expect.stringMatching(/Not in this directory: ~\/config\.txt comes before it here\.$/) as string,
      },
    ])
  })

  it('shows that the name of a profile is empty, and what a line holds that cannot be seen', async ({home, mturk}) => {
    home.write('.aws/credentials', HEALTHY)
    const {stdout} = await mturk('doctor', '--offline', {
      env: {...REGION, AWS_DEFAULT_PROFILE: '', AWS_PROFILE: 'default'},
    })
    expect(stdout).toMatch(/^profile ""\n[^]*AWS_DEFAULT_PROFILE \(""\) comes before/)
    home.write('.aws/credentials', '[default]\n\0\n')
    const {json} = await mturk('doctor', '--offline', '--json', {env: REGION, cwd: home.path})
    expect(json.findings).toMatchObject([
      {id: 'refused-file', line: 2, message: expect.stringContaining('cannot be seen (U+0000)') as string},
    ])
  })

  it('says how to mend what is only noted', async ({home, mturk}) => {
    home.write('.aws/credentials', HEALTHY)
    const note = `{id: 'dusty', code: 'dusty', message: 'Dust.', severity: 'note', stops: 'entry', mend: {file: '${home.at('x')}', change: () => null}}`
    const env = linkPlugins(home, [
      {
        name: 'dusty',
        hook: `export default async () => [${backendSource('dusty', `diagnose: async () => [${note}]`)}]`,
      },
    ])
    const {stdout} = await mturk('doctor', '--offline', {env: {...env, ...REGION}, cwd: home.path})
    expect(stdout).toMatch(/^✔ Nothing is wrong[^]*Dust\.[^]*To mend what is noted here: mturk doctor --fix\n$/)
  })

  it('names files with keys in a git work tree and in a synced folder, by their paths alone', async ({home, mturk}) => {
    home.write('.aws/credentials', HEALTHY)
    mkdirSync(home.at('work/.git'), {recursive: true})
    home.write('work/study/lab_accessKeys.csv', SECRET, 0o000)
    home.write('Dropbox/keys/credentials', HEALTHY)
    const env = {AWS_SHARED_CREDENTIALS_FILE: home.at('Dropbox/keys/credentials'), ...REGION}
    const {exit, json} = await mturk('doctor', '--offline', '--json', {env, cwd: home.at('work/study')})
    expect(exit).toBe(0)
    expect(json.findings).toMatchObject([
      {
        id: 'in-synced-folder',
        file: home.at('Dropbox/keys/credentials'),
        message: expect.stringContaining('the synced folder ~/Dropbox') as string,
      },
      {
        id: 'in-git',
        file: home.at('work/study/lab_accessKeys.csv'),
        message: expect.stringContaining('the git work tree ~/work') as string,
      },
    ])
  })

  it('hides nothing where a plugin fails', async ({home, mturk}) => {
    home.write('.aws/credentials', `[default]\naws_access_key_id = xxxx\naws_secret_access_key = ${SECRET}\n`)
    const finding = `{id: 'dusty', code: 'dusty', message: 'The vault is dusty.', remedy: 'Dust it.', severity: 'warning', stops: 'entry'}`
    const plugins = linkPlugins(home, [
      {
        name: 'leaky',
        hook: `export default async () => [${backendSource('leaky', `diagnose: async () => { throw new Error('${SECRET}') }`)}]`,
      },
      {
        name: 'dusty',
        hook: `export default async () => [${backendSource('dusty', `diagnose: async () => [${finding}]`)}]`,
      },
    ])
    const env = {...plugins, ...REGION}
    const {exit, json} = await mturk('doctor', '--offline', '--json', {env, cwd: home.path})
    expect(exit).toBe(12)
    expect(json.findings.map(({id, message}: {id: string; message: string}) => [id, message])).toEqual([
      ['placeholder', expect.any(String)],
      ['dusty', 'The vault is dusty.'],
      ['backend-failed', expect.stringMatching(/leaky .*it threw Error\./)],
    ])
    expect(secretsIn(JSON.stringify(json), {SECRET})).toEqual([])
  })
})
