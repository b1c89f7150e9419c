import {describe, expect} from 'vitest'
import {changesIn, withoutUse, writeProfile} from './support/account.js'
import {envelope, inCredentialsFile} from './support/expected.js'
import {backendSource, linkPlugins} from './support/plugins.js'
import {commandsIn, typeIn} from './support/printed-commands.js'
import {BY_ADMIN, statuses, withTwo} from './support/two-keys.js'

const NOBODYS = 'AKIANOBODYNOBODYNOBO'
const elsewhere = [expect.stringContaining('instead of AWS')]

describe.concurrent('a key that nothing uses', () => {
  withTwo('is switched off without a question, and on again by the command that is printed', async ({two}) => {
    const {emulator, mturk, own, other} = two
    const from = emulator.requests.length
    const off = await mturk('keys', 'deactivate', other.accessKeyId, '--profile', 'anna', '--json')
    expect(off).toMatchObject({exit: 0})
    expect(off.json).toEqual({
      accessKeyId: other.accessKeyId,
      userName: 'anna',
      status: 'Inactive',
      changed: true,
      locations: [],
      warnings: elsewhere,
    })
    expect(statuses(emulator)).toEqual({[own]: 'Active', [other.accessKeyId]: 'Inactive'})
    expect(changesIn(emulator.requests.slice(from))).toEqual(['UpdateAccessKey'])

    const {stdout} = await mturk('keys', 'deactivate', other.accessKeyId, '--profile', 'anna')
    expect(stdout).toContain('is switched off already: nothing was changed')
    const again = await mturk('keys', 'deactivate', other.accessKeyId, '--profile', 'anna', '--json')
    expect(again).toMatchObject({exit: 0, json: {status: 'Inactive', changed: false}})
    expect(changesIn(emulator.requests.slice(from))).toEqual(['UpdateAccessKey'])

    const on = await typeIn(two, `mturk keys activate ${other.accessKeyId} --profile anna`)
    expect(on).toMatchObject({exit: 0, json: {status: 'Active', changed: true}})
    expect(await mturk('keys', 'activate', other.accessKeyId, '--profile', 'anna', '--json')).toMatchObject({
      exit: 0,
      json: {status: 'Active', changed: false},
    })
    expect(changesIn(emulator.requests.slice(from))).toEqual(['UpdateAccessKey', 'UpdateAccessKey'])
  })

  withTwo('says how to go back, for the same profile', async ({two: {mturk, other}}) => {
    const off = await mturk('keys', 'deactivate', other.accessKeyId, '--profile', 'anna')
    expect(off.stdout).toContain(`✔ ${other.accessKeyId} of user/anna, account 1234-5678-9012, is switched off`)
    expect(off.stdout).toMatch(
      new RegExp(`switch it on again:\n +mturk keys activate ${other.accessKeyId} --profile anna`),
    )
  })

  withTwo('is deleted only with a yes, and nothing brings it back', async ({two}) => {
    const {emulator, mturk, own, other} = two
    const remove = ['keys', 'delete', other.accessKeyId, '--profile', 'anna']
    await mturk('keys', 'deactivate', other.accessKeyId, '--profile', 'anna')
    const refused = await mturk(...remove, '--json')
    expect(refused).toMatchObject({exit: 9, json: envelope('answer_needed', 9, /was not touched/)})
    expect(commandsIn(refused.json.error.remedy as string)).toEqual([
      `mturk ${remove.join(' ').replace(' --profile anna', '')} --yes --profile anna`,
    ])
    expect(Object.keys(statuses(emulator))).toHaveLength(2)
    const {exit, stdout} = await mturk(...remove, '--yes')
    expect(exit).toBe(0)
    expect(stdout).toContain('Nothing brings it back.')
    expect(statuses(emulator)).toEqual({[own]: 'Active'})
    const gone = await mturk(...remove, '--yes', '--json')
    expect(gone).toMatchObject({
      exit: 2,
      json: envelope('usage', 2, new RegExp(`no key ${other.accessKeyId}.*deleted.*has ${own}`)),
    })
  })

  withTwo('with --dry-run is shown as it is, and stays so', async ({two}) => {
    const {home, emulator, mturk, other} = two
    const [account, files] = [withoutUse(emulator), home.snapshot()]
    for (const [change, asks] of [
      ['activate', 'nothing'],
      ['deactivate', 'nothing'],
      ['delete', 'yes'],
    ] as const) {
      const {exit, json} = await mturk('keys', change, other.accessKeyId, '--profile', 'anna', '--dry-run', '--json')
      expect({exit, json}).toEqual({
        exit: 0,
        json: {
          dryRun: true,
          accessKeyId: other.accessKeyId,
          userName: 'anna',
          status: 'Active',
          changed: false,
          asks,
          locations: [],
          warnings: elsewhere,
        },
      })
    }
    expect(withoutUse(emulator)).toEqual(account)
    expect(home.snapshot()).toEqual(files)
  })

  withTwo('is asked about where somebody worked with it lately, from elsewhere', async ({two}) => {
    const {emulator, mturk, other} = two
    emulator.link('production')
    const env = {AWS_ACCESS_KEY_ID: other.accessKeyId, AWS_SECRET_ACCESS_KEY: other.secretAccessKey}
    expect(await mturk('balance', {env})).toMatchObject({exit: 0})
    const off = await mturk('keys', 'deactivate', other.accessKeyId, ...BY_ADMIN, '--json')
    expect(off).toMatchObject({exit: 9, json: envelope('answer_needed', 9, /from elsewhere: last on 20\d\d-/)})
    const gone = await mturk('keys', 'delete', other.accessKeyId, ...BY_ADMIN, '--yes', '--json')
    expect(gone).toMatchObject({exit: 9, json: envelope('answer_needed', 9, /from elsewhere/)})
    expect(gone.json.error.remedy).toContain(`--force ${other.accessKeyId}`)
    expect(Object.values(statuses(emulator))).toEqual(['Active', 'Active'])
    expect(await mturk('keys', 'deactivate', other.accessKeyId, ...BY_ADMIN, '--yes')).toMatchObject({exit: 0})
  })

  withTwo('is asked about where a backend failed that may hold it', async ({two}) => {
    const hook = `export default async () => [${backendSource('vault', `list: async () => { throw new Error('x') },`)}]`
    const env = linkPlugins(two.home, [{name: 'vault', hook}])
    const off = await two.mturk('keys', 'deactivate', two.other.accessKeyId, '--profile', 'anna', '--json', {env})
    expect(off).toMatchObject({exit: 9, json: envelope('answer_needed', 9, /not known: Vault vault/)})
  })
})

describe.concurrent('a key that a place on this machine holds', () => {
  for (const change of ['deactivate', 'delete'] as const) {
    withTwo(`is not ${change}d as the last active one, unless its id is typed once more`, async ({two}) => {
      const {home, emulator, mturk, own, other} = two
      const command = ['keys', change, own, '--profile', 'anna']
      // That IAM has another one helps nobody here.
      const [account, files] = [withoutUse(emulator), home.snapshot()]
      for (const answer of [[], ['--yes']]) {
        const {exit, json} = await mturk(...command, ...answer, '--json')
        expect({exit, json}).toEqual({exit: 9, json: envelope('answer_needed', 9, /last active key .* \[anna\]/)})
        expect(json.error.remedy).toContain(`mturk keys ${change} ${own} --force ${own} --profile anna`)
      }
      const wrong = await mturk(...command, '--force', other.accessKeyId, '--json')
      expect(wrong).toMatchObject({exit: 2, json: envelope('usage', 2, /--force takes the id once more/)})
      expect(withoutUse(emulator)).toEqual(account)
      expect(home.snapshot()).toEqual(files)

      const {exit, json} = await mturk(...command, '--force', own, '--json')
      expect({exit, json}).toMatchObject({exit: 0, json: {changed: true, locations: [inCredentialsFile('anna')]}})
      expect(statuses(emulator)[own]).toBe(change === 'delete' ? undefined : 'Inactive')
      expect(home.snapshot()).toEqual(files)
    })
  }

  withTwo('takes a yes where another one is held here, and the way back leads over that one', async ({two}) => {
    const {home, emulator, mturk, own, other} = two
    writeProfile(home, other, 'lab')
    const off = ['keys', 'deactivate', own, '--profile', 'anna']
    const refused = await mturk(...off, '--json')
    expect(refused).toMatchObject({
      exit: 9,
      json: envelope('answer_needed', 9, /stop working: ~\/\.aws\/credentials \[anna\]/),
    })
    const {exit, stdout} = await mturk(...off, '--yes')
    expect(exit).toBe(0)
    expect(stdout).toMatch(/still holds it +~\/\.aws\/credentials \[anna\]/)
    // Its own profile can sign nothing any more.
    const [, back = ''] = /^ +(mturk keys activate .*)$/m.exec(stdout) ?? []
    expect(back).toBe(`mturk keys activate ${own} --profile lab`)
    expect(statuses(emulator)[own]).toBe('Inactive')
    expect(await typeIn(two, back)).toMatchObject({exit: 0, json: {status: 'Active'}})
    // The other one now counts as much.
    expect(await mturk('keys', 'deactivate', other.accessKeyId, '--profile', 'anna', '--json')).toMatchObject({exit: 9})
  })

  withTwo('counts also where only a backend on request holds it', async ({two}) => {
    const {home, mturk, own, other} = two
    home.write('.aws/credentials', home.read('.aws/credentials').replaceAll(own, NOBODYS))
    const location = `{backend: 'vault', id: '1', profile: 'lab', display: 'vault://lab', writable: true}`
    const more = `lookup: 'on-request', list: async () => [{location: ${location}, accessKeyId: '${other.accessKeyId}'}],`
    const env = linkPlugins(home, [
      {name: 'vault', hook: `export default async () => [${backendSource('vault', more)}]`},
    ])
    const off = await mturk('keys', 'deactivate', other.accessKeyId, ...BY_ADMIN, '--yes', '--json', {env})
    expect(off).toMatchObject({exit: 9, json: envelope('answer_needed', 9, /last active key .* vault:\/\/lab/)})
  })

  withTwo('stays in its place when it is deleted, and the place is named', async ({two}) => {
    const {home, mturk, other} = two
    writeProfile(home, other, 'lab')
    await mturk('keys', 'deactivate', other.accessKeyId, '--profile', 'anna', '--yes')
    const files = home.snapshot()
    const words = ['keys', 'delete', other.accessKeyId, '--profile', 'anna']
    const yes = await mturk(...words, '--yes', '--json')
    expect(yes.json).toEqual(envelope('answer_needed', 9, /still stands in ~\/\.aws\/credentials/))
    const {exit, stdout} = await mturk(...words, '--force', other.accessKeyId)
    expect(exit).toBe(0)
    expect(stdout).toMatch(/still holds the deleted key +~\/\.aws\/credentials \[lab\]/)
    expect(home.snapshot()).toEqual(files)
  })

  withTwo('of itself switches itself off where that was typed, and an administrator brings it back', async ({two}) => {
    const {mturk, own} = two
    const {exit, stdout} = await mturk('keys', 'deactivate', own, '--profile', 'anna', '--force', own)
    expect(exit).toBe(0)
    expect(stdout).toContain(`mturk keys activate ${own} --user anna --admin-profile PROFILE`)
    const lost = await mturk('keys', 'activate', own, '--profile', 'anna', '--json')
    expect(lost).toMatchObject({exit: 4, json: envelope('bad_key_id', 4)})
    expect(lost.json.error.remedy).toContain(`mturk keys activate ${own} --user NAME --admin-profile PROFILE`)
    expect(await mturk('keys', 'activate', own, ...BY_ADMIN, '--json')).toMatchObject({exit: 0, json: {changed: true}})
  })
})
