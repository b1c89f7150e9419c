import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {writeProfile} from './support/account.js'
import {atTerminal, tmux} from './support/at-terminal.js'
import {envelope, inCredentialsFile} from './support/expected.js'

const KEY = {accessKeyId: 'AKIAFILEFILEFILEFILE', secretAccessKey: 'f'.repeat(40)}
const OTHER = {accessKeyId: 'AKIAOTHEROTHEROTHERO', secretAccessKey: 'o'.repeat(40)}
const BOTO = `[Credentials]\naws_access_key_id = ${KEY.accessKeyId}\naws_secret_access_key = ${KEY.secretAccessKey}\n`
const REMOVE = ['credentials', 'remove'] as const
const inBotoFile = {backend: 'boto-files', profile: null, display: '~/.boto [Credentials]', writable: true}

describe.concurrent('credentials remove', () => {
  it('shows each place with its line, and takes the key out of those of the profile alone', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, KEY)
    writeProfile(home, OTHER, 'other')
    home.write('.boto', `# ours\n${BOTO}`)
    const before = home.snapshot()
    const rehearsal = await mturk(...REMOVE, '--dry-run')
    expect(rehearsal).toMatchObject({exit: 0, stderr: ''})
    expect(rehearsal.stdout).toContain('out of ~/.aws/credentials [default], line 2\n')
    expect(rehearsal.stdout).toContain('out of ~/.boto [Credentials], line 3\n')
    expect(rehearsal.stdout).toContain(`Without a terminal it takes --force ${KEY.accessKeyId}.`)
    expect(await mturk(...REMOVE, '--yes', '--json')).toMatchObject({
      exit: 9,
      json: envelope('answer_needed', 9, /last place/),
    })
    expect(home.snapshot()).toEqual(before)

    const done = await mturk(...REMOVE, '--force', KEY.accessKeyId, '--json')
    expect(done).toMatchObject({exit: 0, stderr: ''})
    expect(done.json).toEqual({
      profile: 'default',
      accessKeyId: KEY.accessKeyId,
      removed: [inCredentialsFile(), inBotoFile],
      left: [],
      active: null,
    })
    expect(home.read('.aws/credentials')).toBe(before['.aws/credentials']?.replace(/^\[default\]\n.*\n.*\n/, ''))
    expect(home.read('.boto')).toBe('# ours\n')
    expect(emulator.requests).toEqual([])
  })

  it('leaves what another profile needs, and says what tools find then', async ({home, mturk}) => {
    for (const profile of ['default', 'lab']) writeProfile(home, KEY, profile)
    home.write('.aws/config', '[profile lab]\nregion = us-east-1\n')
    home.write('.boto', BOTO.replace(KEY.accessKeyId, OTHER.accessKeyId))
    const {exit, stdout} = await mturk(...REMOVE, '--profile', 'lab', '--yes')
    expect(exit).toBe(0)
    expect(stdout).toContain('It is also in ~/.aws/credentials [default], line 2, and stays there.')
    expect(stdout).toContain('! Tools find another key now: ****************HERO from ~/.boto [Credentials]')
    expect(stdout).toContain(`To switch it off there: mturk keys deactivate ${KEY.accessKeyId}\n`)
    expect(home.read('.aws/credentials')).not.toContain('[lab]')
    expect(home.read('.boto')).toContain(OTHER.accessKeyId)
  })
})

describe.skipIf(!tmux)('credentials remove at a terminal', () => {
  atTerminal('asks for the id where it is the last place', async ({home, terminal}) => {
    writeProfile(home, KEY)
    const session = terminal(REMOVE)
    await session.until('type its id:')
    session.type(KEY.accessKeyId)
    session.press('Enter')
    expect(await session.ended()).toBe(0)
    expect(home.read('.aws/credentials')).toBe('')
  })
})
