import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {writeProfile} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {canKillAtWrite, runKilledAt} from './support/kill-at-write.js'
import {secretsIn} from './support/traces.js'

const KEY = {accessKeyId: 'AKIAFILEFILEFILEFILE', secretAccessKey: 'f'.repeat(40)}
const ENV_KEY = {AWS_ACCESS_KEY_ID: 'AKIAENVENVENVENVENVE', AWS_SECRET_ACCESS_KEY: 'e'.repeat(40)}
const COPY = ['credentials', 'copy', '--from', 'boto-files', '--to', 'boto-files'] as const
const BOTO = `[Credentials]\naws_access_key_id = ${KEY.accessKeyId}\naws_secret_access_key = ${KEY.secretAccessKey}\n`

describe.concurrent('credentials copy', () => {
  it('moves a key from ~/.boto to the profile that boto3 reads, and a second run finds it done', async ({
    home,
    emulator,
    mturk,
    python,
  }) => {
    home.write('.boto', `# the lab's\n${BOTO}[Boto]\ndebug = 0\n`)
    const move = [...COPY, '--as', 'lab', '--delete-source'] as const
    const first = await mturk(...move, '--json')
    expect(first).toMatchObject({exit: 0, stderr: ''})
    expect(first.json).toEqual({
      profile: 'lab',
      accessKeyId: KEY.accessKeyId,
      from: {backend: 'boto-files', profile: null, display: '~/.boto [Credentials]', writable: true},
      storedIn: inCredentialsFile('lab'),
      copied: true,
      replaced: null,
      sourceDeleted: true,
    })
    expect(home.read('.boto')).toBe(`# the lab's\n[Boto]\ndebug = 0\n`)
    const after = home.snapshot()
    expect(await mturk(...move)).toMatchObject({exit: 0, stdout: expect.stringContaining('nothing was changed')})
    expect(home.snapshot()).toEqual(after)
    expect(emulator.requests).toEqual([])
    const found = await python(`
import boto3
print(json.dumps(boto3.Session(profile_name="lab").get_credentials().access_key))
`)
    expect(found).toMatchObject({exit: 0, json: KEY.accessKeyId})
  })

  it('refuses to empty the environment by naming the variable, and says what comes before the copy', async ({
    home,
    mturk,
  }) => {
    const move = ['credentials', 'copy', '--from', 'env', '--to', 'boto-files'] as const
    const refused = await mturk(...move, '--delete-source', '--json', {env: ENV_KEY})
    expect(refused).toMatchObject({exit: 2, json: envelope('usage', 2, /AWS_ACCESS_KEY_ID/)})
    expect(home.list()).toEqual([])
    const {exit, stdout, stderr} = await mturk(...move, {env: ENV_KEY})
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    expect(stdout).toMatch(
      /^! Tools take this key from AWS_ACCESS_KEY_ID, which comes first\..* unset AWS_ACCESS_KEY_ID/m,
    )
    expect(home.read('.aws/credentials')).toContain(ENV_KEY.AWS_SECRET_ACCESS_KEY)
    expect(secretsIn(stdout, {environment: ENV_KEY.AWS_SECRET_ACCESS_KEY})).toEqual([])
  })

  it.skipIf(!canKillAtWrite)(
    'leaves the key in one place or in both, wherever it is killed',
    async ({home, emulator, mturk}) => {
      home.write('.boto', BOTO)
      writeProfile(home, {accessKeyId: 'AKIAOTHEROTHEROTHERO', secretAccessKey: 'o'.repeat(40)}, 'other')
      const move = [...COPY, '--as', 'lab', '--delete-source'] as const
      const ends: unknown[] = []
      for (const when of [1, 2]) {
        ends.push((await runKilledAt({home, emulator}, move, {call: 'rename', when})).signal)
        const files = `${home.read('.aws/credentials')}${home.list().includes('.boto') ? home.read('.boto') : ''}`
        expect(files).toContain(KEY.secretAccessKey)
      }
      expect(ends).toContain('SIGKILL')
      expect(await mturk(...move)).toMatchObject({exit: 0})
      expect(home.read('.aws/credentials')).toContain(`[lab]\naws_access_key_id = ${KEY.accessKeyId}\n`)
      expect(home.read('.boto')).not.toContain(KEY.secretAccessKey)
    },
  )
})
