import type {Emulator} from '@mturk-cli/emulator'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {changesIn, userKeyOf, writeProfile, writeRootKey} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {commandsIn, typeIn} from './support/printed-commands.js'

interface Shown {
  readonly id: string
  readonly state: string
  readonly message: string
  readonly remedy?: string
}

/** AWS never knew it. */
const DEAD = {accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: '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'}
const IN_ENVIRONMENT = {AWS_ACCESS_KEY_ID: DEAD.accessKeyId, AWS_SECRET_ACCESS_KEY: DEAD.secretAccessKey}

function linkBoth(emulator: Emulator): void {
  emulator.link('production')
  emulator.link('sandbox')
}

function step(json: {steps: Shown[]}, id: string): Shown {
  const found = json.steps.find((each) => each.id === id)
  if (!found) throw new Error(`There is no step ${id}.`)
  return found
}

/** What a remedy says to type into a shell, in its order, `mturk` or not. */
function linesIn(remedy: string | undefined): string[] {
  return [...(remedy ?? '').matchAll(/^`([^`]+)`$/gm)].map(([, line = '']) => line)
}

describe.concurrent('init where AWS refuses the key that is there, and another one is handed over', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('says so, replaces nothing without an answer, and names the command that sets up beside it', async ({
    home,
    emulator,
    mturk,
  }) => {
    writeProfile(home, DEAD)
    const csv = writeRootKey(home, emulator)
    const files = home.read('.aws/credentials')
    const flags = ['init', '--from-csv', csv, '--user-name', 'anna', '--yes']
    const {exit, json} = await mturk(...flags, '--json')
    expect(exit).toBe(4)
    const {message, remedy} = step(json, 'access-keys')
    expect(message).toContain('AWS refuses it; see AWS account above')
    expect(remedy).toContain('The key that you handed over was not used')
    expect(JSON.stringify(json)).not.toContain('there is one already')
    expect((await mturk(...flags)).stdout).not.toContain('there is one already')
    expect(changesIn(emulator.requests)).toEqual([])
    expect(home.read('.aws/credentials')).toBe(files)

    const [line = ''] = commandsIn(remedy ?? null)
    expect(line).toBe(`mturk init --profile OTHER --user-name anna --from-csv ${csv}`)
    const pasted = await typeIn({home, emulator}, line)
    expect(pasted).toMatchObject({exit: 0, json: {userName: 'anna', storedIn: [inCredentialsFile('OTHER')]}})
    expect(home.read('.aws/credentials')).toContain(files)
  })

  it('names the administrator again where one was named', async ({home, emulator, mturk}) => {
    writeProfile(home, DEAD)
    writeProfile(home, emulator.rootKey, 'admin')
    const {exit, json} = await mturk('init', '--user-name', 'anna', '--admin-profile', 'admin', '--yes', '--json')
    expect(exit).toBe(4)
    const [line = ''] = commandsIn(step(json, 'access-keys').remedy ?? null)
    expect(line).toBe('mturk init --profile OTHER --user-name anna --admin-profile admin')
    expect(await typeIn({home, emulator}, line)).toMatchObject({exit: 0, json: {userName: 'anna'}})
  })

  it('names what takes the environment out of the way, and then goes on', async ({home, emulator, mturk}) => {
    const csv = writeRootKey(home, emulator)
    const flags = ['init', '--from-csv', csv, '--user-name', 'anna', '--yes', '--json']
    const {exit, json} = await mturk(...flags, {env: IN_ENVIRONMENT})
    expect(exit).toBe(4)
    expect(JSON.stringify(json)).not.toContain('there is one already')
    expect(step(json, 'aws-account').remedy).toContain('`unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`')
    const lines = linesIn(step(json, 'access-keys').remedy)
    expect(lines).toEqual([
      'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
      `mturk init --user-name anna --from-csv ${csv}`,
    ])
    const pasted = await typeIn({home, emulator}, lines.join('\n'), IN_ENVIRONMENT)
    expect(pasted).toMatchObject({exit: 0, json: {userName: 'anna', storedIn: [inCredentialsFile()]}})
  })
})

describe.concurrent('a key in the environment that is of no use', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const {what, env, verdict} of [
    {what: 'an unknown one', env: () => IN_ENVIRONMENT, verdict: 'bad_key_id'},
    {
      what: 'one with a wrong secret',
      env: (accessKeyId: string) => ({...IN_ENVIRONMENT, AWS_ACCESS_KEY_ID: accessKeyId}),
      verdict: 'bad_secret',
    },
    {
      what: 'a temporary one',
      env: () => ({...IN_ENVIRONMENT, AWS_ACCESS_KEY_ID: 'ASIAABCDEFGHIJKLMNOP', AWS_SESSION_TOKEN: 'token'}),
      verdict: 'temporary_credentials',
    },
    {
      what: 'a long-lived one beside a token',
      env: (accessKeyId: string) => ({...IN_ENVIRONMENT, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SESSION_TOKEN: 'token'}),
      verdict: 'temporary_credentials',
    },
  ]) {
    for (const command of ['balance', 'link-check']) {
      it(`(${what}) gets out of the way of the files by what ${command} says`, async ({home, emulator, mturk}) => {
        writeProfile(home, userKeyOf(emulator))
        const given = env(userKeyOf(emulator).accessKeyId)
        const {json} = await mturk(command, '--json', {env: given})
        const {error, environments} = json as {
          error?: {code: string; remedy: string}
          environments?: [{verdict: string; remedy: string}]
        }
        expect(error?.code ?? environments?.[0].verdict).toBe(verdict)
        const [line = ''] = linesIn(error?.remedy ?? environments?.[0].remedy)
        expect(line).toMatch(/^unset /)
        // With the secret of another key in the way, the files' one is not reached by the token's removal alone.
        const after = line.includes('AWS_ACCESS_KEY_ID') ? 0 : 4
        expect(await typeIn({home, emulator}, `${line}\nmturk ${command}`, given)).toMatchObject({exit: after})
      })
    }
  }
})

describe.concurrent('init where half a key stands in the place', () => {
  const half = {
    'an id without its secret': `[default]\naws_access_key_id = ${DEAD.accessKeyId}\n`,
    'a secret without its id': `[default]\naws_secret_access_key = ${DEAD.secretAccessKey}\n`,
  }

  for (const [what, content] of Object.entries(half)) {
    it(`(${what}) makes nothing without an answer, and names the command that sets up beside it`, async ({
      home,
      emulator,
      mturk,
    }) => {
      linkBoth(emulator)
      home.write('.aws/credentials', content)
      const csv = writeRootKey(home, emulator)
      const {exit, json} = await mturk('init', '--from-csv', csv, '--yes', '--json')
      expect({exit, json}).toEqual({
        exit: 9,
        json: envelope('answer_needed', 9, /\[default\] already holds half a key/),
      })
      expect(changesIn(emulator.requests)).toEqual([])
      expect(home.read('.aws/credentials')).toBe(content)
      const [line = ''] = commandsIn(json.error.remedy)
      expect(line).toBe(`mturk init --profile OTHER --from-csv ${csv}`)
      const pasted = await typeIn({home, emulator}, line)
      expect(pasted).toMatchObject({exit: 0, json: {storedIn: [inCredentialsFile('OTHER')]}})
      expect(home.read('.aws/credentials')).toContain(content)
    })
  }
})

describe.concurrent('init where a user of that name is there already', () => {
  for (const rehearsed of [false, true]) {
    const when = rehearsed ? 'beforehand' : 'when it is to be made'
    it(`says ${when} what to type with the root key's CSV file, and it works`, async ({home, emulator, mturk}) => {
      linkBoth(emulator)
      emulator.createUser('mturk-requester', {policies: ['AmazonMechanicalTurkFullAccess']})
      emulator.createUser('mturk-requester-2')
      const csv = writeRootKey(home, emulator)
      const flags = ['--from-csv', csv, '--profile', 'lab', '--yes']
      const first = await mturk('init', ...flags, '--json', ...(rehearsed ? ['--dry-run'] : []))
      expect(first).toMatchObject({exit: 2, json: envelope('usage', 2, /already an IAM user mturk-requester /)})
      const remedies: string[] = [first.json.error.remedy as string]
      const typed = async () => {
        const [line = '', ...others] = commandsIn(remedies.at(-1) ?? '')
        expect(others).toEqual([])
        return {line, ended: await typeIn({home, emulator}, `${line} --yes`)}
      }
      const second = await typed()
      expect(second).toMatchObject({
        line: `mturk init --from-csv ${csv} --user-name mturk-requester-2 --profile lab`,
        ended: {exit: 2},
      })
      remedies.push((second.ended.json as {error: {remedy: string}}).error.remedy)
      expect(await typed()).toMatchObject({ended: {exit: 0, json: {userName: 'mturk-requester-3'}}})
      expect(remedies[0]).toContain('--adopt and --admin-profile')
    })
  }

  it('says how to take that user over where a profile administers, and it works', async ({home, emulator, mturk}) => {
    linkBoth(emulator)
    emulator.createUser('mturk-requester', {policies: ['AmazonMechanicalTurkFullAccess']})
    writeProfile(home, emulator.rootKey, 'boss')
    const {exit, json} = await mturk('init', '--admin-profile', 'boss', '--yes', '--json')
    expect(exit).toBe(2)
    const [line = ''] = commandsIn(json.error.remedy as string)
    expect(line).toBe('mturk iam create-user mturk-requester --adopt --admin-profile boss')
    expect(await typeIn({home, emulator}, line)).toMatchObject({exit: 0, json: {userName: 'mturk-requester'}})
  })
})

describe.concurrent('what init says of a key that can do too much', () => {
  for (const {where, profile, line} of [
    {
      where: '[default]',
      profile: 'default',
      line: 'mturk iam create-user --profile mturk-requester --admin-profile default',
    },
    {
      where: 'a profile of its own',
      profile: 'root-key',
      line: 'mturk iam create-user --profile mturk-requester --admin-profile root-key',
    },
    {
      where: 'the profile that the new key would have',
      profile: 'mturk-requester',
      line: 'mturk iam create-user --profile NEW --admin-profile mturk-requester',
    },
  ]) {
    it(`makes the user where a root key stands in ${where}`, async ({home, emulator, mturk}) => {
      linkBoth(emulator)
      writeProfile(home, emulator.rootKey, profile)
      const flags = profile === 'default' ? [] : ['--profile', profile]
      const {exit, json} = await mturk('init', ...flags, '--yes', '--json')
      expect(exit).toBe(12)
      const {remedy = ''} = step(json, 'iam-user')
      expect(commandsIn(remedy)).toEqual([line])
      expect(remedy).toMatch(/remove the root key on this page:\nOpen https:\/\/console\.aws\.amazon\.com/)
      const pasted = await typeIn({home, emulator}, line)
      expect(pasted).toMatchObject({exit: 0, json: {userName: 'mturk-requester'}})
    })
  }

  it('makes the user where a root key stands in the environment', async ({emulator, home, mturk}) => {
    linkBoth(emulator)
    const {accessKeyId, secretAccessKey} = emulator.rootKey
    const env = {AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey}
    const {json} = await mturk('init', '--yes', '--json', {env})
    const [line = ''] = commandsIn(step(json, 'iam-user').remedy ?? null)
    expect(line).toBe('mturk iam create-user --profile mturk-requester')
    expect(await typeIn({home, emulator}, line, env)).toMatchObject({exit: 0, json: {userName: 'mturk-requester'}})
  })
})

describe.concurrent('init with files that Boto cannot parse', () => {
  for (const command of [['init'], ['iam', 'create-user', '--admin-profile', 'admin']]) {
    it(`makes nothing by ${command.join(' ')}: it is noticed before`, async ({home, emulator, mturk}) => {
      home.write('.aws/credentials', '[default\naws_access_key_id = x\n')
      const {accessKeyId, secretAccessKey} = emulator.rootKey
      home.write(
        '.aws/config',
        `[profile admin]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
      )
      const flags = command.length > 1 ? [] : ['--from-csv', writeRootKey(home, emulator)]
      const before = home.snapshot()
      const {exit, json} = await mturk(...command, ...flags, '--yes', '--json')
      expect({exit, json}).toEqual({exit: 3, json: envelope('unreadable_file', 3, /credentials, line 1/)})
      expect(changesIn(emulator.requests)).toEqual([])
      expect(home.snapshot()).toEqual(before)
    })
  }
})

describe.concurrent('the last line of init', () => {
  it('repeats no file whose key has done its work', async ({home, emulator, mturk}) => {
    const flags = ['--from-csv', writeRootKey(home, emulator), '--profile', 'lab', '--yes']
    const {exit, stdout} = await mturk('init', ...flags)
    expect(exit).toBe(6)
    expect(stdout).toMatch(
      /^Still open: Production, Sandbox\. Do what stands below each, then run again: mturk init --profile lab$/m,
    )
    linkBoth(emulator)
    expect(await typeIn({home, emulator}, 'mturk init --profile lab')).toMatchObject({exit: 0})
  })

  describe('where Mechanical Turk has closed', () => {
    it.override('emulatorOptions', {scenario: 'closed'})

    it('sends nobody round in a circle', async ({home, emulator, mturk}) => {
      writeProfile(home, userKeyOf(emulator))
      const {exit, stdout} = await mturk('init', '--yes')
      expect(exit).toBe(8)
      expect(stdout).toMatch(/^Closed: Production, Sandbox\. Mechanical Turk itself says so, and running this again/m)
      expect(stdout).not.toContain('run again:')
    })

    it('still names what can be mended', async ({home, emulator, mturk}) => {
      writeProfile(home, userKeyOf(emulator))
      home.write('.aws/config', '[default]\nregion = eu-west-1\n')
      const {stdout} = await mturk('init', '--yes')
      expect(stdout).toMatch(/^Still open: Region\. .* then run again: mturk init\nClosed: Production, Sandbox\./m)
    })
  })
})
