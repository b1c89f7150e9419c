import {isMturkError, type MturkError} from '@mturk-cli/core'
import {adminFromKey} from '@mturk-cli/core/aws'
import {Secret} from '@mturk-cli/core/credentials'
import type {IamApi} from '@mturk-cli/core/iam'
import {startEmulator, type Emulator} from '@mturk-cli/emulator'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {consoleOf} from '../e2e/support/rotation.js'
import {perform, quickClock, type Command} from './support/on-core.js'
import {journalOf, keysOf, newWorld, type JournalOnDisk, type World} from './support/world.js'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator()
  emulator.link('production')
  emulator.link('sandbox')
})
afterAll(() => emulator.stop())

interface Ids {
  readonly user: string
  readonly old: string
  /** Empty where none was made. */
  readonly new: string
}

/** A rotation that was stopped right after its journal said so, and what somebody did in the console since. */
async function leftAt(
  step: string,
  since: (iam: IamApi, ids: Ids) => Promise<unknown>,
): Promise<{world: World; ids: Ids}> {
  const world = newWorld(emulator)
  const stopping = new AbortController()
  await endOf(world, 'rotate', {
    signal: stopping.signal,
    observe: ({when, what}) => void (when === 'after' && what === `journal ${step}` && stopping.abort()),
  })
  const {state} = journalOf(world) ?? {}
  expect(state?.step).toBe(step)
  const ids = {user: world.user, old: world.key.accessKeyId, new: state?.newKey?.accessKeyId ?? ''}
  await since(consoleOf(emulator), ids)
  if (step === 'creating') makeOlder(world)
  return {world, ids}
}

/** As if the key had been asked for a minute ago: nobody waits whether it shows in lists yet. */
function makeOlder({home}: World): void {
  const file = home.list().find((each) => each.endsWith('-rotate.json')) ?? ''
  const journal = JSON.parse(home.read(file)) as {state: {intent: {at: string}}}
  journal.state.intent.at = new Date(Date.parse(journal.state.intent.at) - 60_000).toISOString()
  home.write(file, JSON.stringify(journal))
}

/** How it ended, and how long that took by its own clock, in seconds. */
async function endOf(world: World, command: Command, options: Parameters<typeof perform>[2] = {}) {
  const clock = quickClock()
  const begun = clock.now()
  try {
    const result = await perform(world.machine, command, {clock, ...options})
    return {result}
  } catch (error) {
    if (!isMturkError(error)) throw error
    return {error, code: error.code, seconds: Math.round((clock.now() - begun) / 1000)}
  }
}

function administrator() {
  const {accessKeyId, secretAccessKey} = emulator.rootKey
  return {administrator: adminFromKey({accessKeyId, secretAccessKey: new Secret(secretAccessKey)}, 'profile admin')}
}

const commandsOf = (error: MturkError | undefined) =>
  (error?.remedy ?? []).flatMap((each) => ('command' in each ? [each.command] : []))

const WITH_ADMIN = [
  'mturk keys rotate --resume --admin-profile PROFILE',
  'mturk keys rotate --abort --admin-profile PROFILE',
]

async function deleteUser(iam: IamApi, {user, old, new: made}: Ids): Promise<void> {
  for (const id of [old, made]) await iam.deleteAccessKey(user, id)
  for (const arn of await iam.listAttachedUserPolicies(user)) await iam.detachUserPolicy(user, arn)
  for (const name of await iam.listUserPolicies(user)) await iam.deleteUserPolicy(user, name)
  await iam.deleteUser(user)
}

describe.concurrent('a rotation whose keys somebody took away before it is gone on with', () => {
  for (const step of ['verified', 'deactivating']) {
    it(`says at once that AWS takes neither key, and who can find out why (${step})`, async () => {
      const {world} = await leftAt(step, async (iam, ids) => {
        for (const id of [ids.old, ids.new]) await iam.updateAccessKey(ids.user, id, 'Inactive')
      })
      for (const how of ['--resume', '--abort'] as const) {
        const {error, seconds} = await endOf(world, how)
        expect(error).toMatchObject({
          code: 'interrupted',
          message: expect.stringMatching(/takes neither key/) as string,
        })
        expect(error?.message).not.toContain('Nothing is lost')
        expect(seconds).toBeLessThan(15)
        expect(commandsOf(error)).toEqual(WITH_ADMIN.slice(how === '--resume' ? 0 : 1))
        expect(journalOf(world)).toBeDefined()
      }
      world.home.remove()
    })
  }

  it('says soon that its journal was changed, where AWS knows both ids and neither secret', async () => {
    const {world} = await leftAt('created', async () => undefined)
    const file = world.home.list().find((each) => each.endsWith('-rotate.json')) ?? ''
    const journal = JSON.parse(world.home.read(file)) as JournalOnDisk
    const {oldKey, newKey} = journal.state
    const [old, made] = [oldKey.accessKeyId, newKey?.accessKeyId ?? '']
    const state = {...journal.state, oldKey: {...oldKey, accessKeyId: made}, newKey: {...newKey, accessKeyId: old}}
    world.home.write(file, JSON.stringify({...journal, state}))
    const {error, seconds} = await endOf(world, '--resume')
    expect(error?.message).toMatch(/another one than AWS has: the file was changed/)
    expect(error?.message).not.toMatch(/switched off|deleted/)
    expect(commandsOf(error)[1]).toMatch(/^mv -i .*rotate\.json\.kept$/)
    expect(seconds).toBeLessThan(15)
    world.home.remove()
  })

  it('switches on nothing unasked that somebody switched off; --abort does', async () => {
    const {world, ids} = await leftAt('verified', async (iam, {user, ...both}) => {
      for (const id of Object.values(both)) await iam.updateAccessKey(user, id, 'Inactive')
    })
    const {error} = await endOf(world, '--resume', administrator())
    expect(error?.message).toMatch(/Neither key of this rotation is active in IAM: .*switched off.*switched off/)
    expect(commandsOf(error)).toEqual([
      `aws iam update-access-key --user-name ${ids.user} --access-key-id ${ids.new} --status Active --region us-east-1`,
      'mturk keys rotate --resume',
      'mturk keys rotate --abort',
    ])
    expect(keysOf(world)).toEqual({[ids.old]: 'Inactive', [ids.new]: 'Inactive'})
    const {result} = await endOf(world, '--abort', administrator())
    expect(result).toMatchObject({rotated: false, pending: []})
    expect(keysOf(world)).toEqual({[ids.old]: 'Active'})
    expect(journalOf(world)).toBeUndefined()
    world.home.remove()
  })

  for (const how of ['--resume', '--abort'] as const) {
    it(`is over where both keys are deleted, or the user (${how})`, async () => {
      const both = await leftAt('replaced', async (iam, ids) => {
        for (const id of [ids.old, ids.new]) await iam.deleteAccessKey(ids.user, id)
      })
      const user = await leftAt('replaced', deleteUser)
      for (const [{world}, words] of [
        [both, /^Both keys of this rotation are gone from IAM/],
        [user, /^The IAM user anna-\d+ is gone/],
      ] as const) {
        const {error, seconds} = await endOf(world, how, administrator())
        expect(error).toMatchObject({code: 'bad_key_id', exit: 4, message: expect.stringMatching(words) as string})
        expect(seconds).toBeLessThan(15)
        expect(journalOf(world)).toBeUndefined()
        world.home.remove()
      }
    })
  }

  for (const [what, take] of [
    ['deleted', (iam, ids) => iam.deleteAccessKey(ids.user, ids.new)],
    ['switched off', (iam, ids) => iam.updateAccessKey(ids.user, ids.new, 'Inactive')],
  ] as const satisfies readonly (readonly [string, (iam: IamApi, ids: Ids) => Promise<unknown>])[]) {
    it(`goes back at once where its new key was ${what}`, async () => {
      for (const step of ['created', 'replaced']) {
        const {world, ids} = await leftAt(step, take)
        const {error, seconds} = await endOf(world, '--resume')
        expect(error).toMatchObject({code: 'bad_key_id', exit: 4})
        expect(error?.message).toMatch(new RegExp(`was ${what} in IAM meanwhile[^]*Everything is as it was`))
        expect(seconds).toBeLessThan(15)
        expect(keysOf(world)).toEqual({[ids.old]: 'Active'})
        expect(journalOf(world)).toBeUndefined()
        expect(world.home.read('.aws/credentials')).not.toContain(ids.new)
        world.home.remove()
      }
    })
  }

  it('with no new key yet is over where the old one is switched off or deleted', async () => {
    const off = await leftAt('creating', (iam, ids) => iam.updateAccessKey(ids.user, ids.old, 'Inactive'))
    const gone = await leftAt('creating', (iam, ids) => iam.deleteAccessKey(ids.user, ids.old))
    expect((await endOf(off.world, '--resume')).error?.message).toMatch(
      /AWS does not take .*, and no other key is kept/,
    )
    expect(await endOf(off.world, '--resume', administrator())).toMatchObject({
      error: {code: 'usage', exit: 2, message: expect.stringMatching(/was switched off in IAM meanwhile/) as string},
    })
    expect(await endOf(gone.world, '--abort', administrator())).toMatchObject({
      error: {code: 'bad_key_id', message: expect.stringMatching(/^The key \S+ is gone from IAM/) as string},
    })
    for (const {world} of [off, gone]) {
      expect(journalOf(world)).toBeUndefined()
      world.home.remove()
    }
  })

  it('whose old key is deleted and whose new key is off says how it goes on, and how it ends', async () => {
    const {world, ids} = await leftAt('deactivating', async (iam, {user, ...both}) => {
      await iam.deleteAccessKey(user, both.old)
      await iam.updateAccessKey(user, both.new, 'Inactive')
    })
    const {error} = await endOf(world, '--resume', administrator())
    expect(error?.message).toMatch(/the old one \S+ is deleted, the new one \S+ is switched off/)
    expect(commandsOf(error)).toContain(
      `aws iam delete-access-key --user-name ${ids.user} --access-key-id ${ids.new} --region us-east-1`,
    )
    await consoleOf(emulator).updateAccessKey(ids.user, ids.new, 'Active')
    expect(await endOf(world, '--resume', administrator())).toMatchObject({
      result: {rotated: true, oldKey: {status: 'Deleted'}},
    })
    world.home.remove()
  })

  for (const how of ['--resume', '--abort'] as const) {
    it(`is over where another computer has rotated meanwhile, and switches nothing on (${how})`, async () => {
      const {world, ids} = await leftAt('created', async (iam, {user, ...both}) => {
        await iam.deleteAccessKey(user, both.new)
        await iam.updateAccessKey(user, both.old, 'Inactive')
      })
      for (const file of ['.aws/credentials', '.boto', 'vault.json'])
        world.home.write(file, world.home.read(file).replaceAll(ids.old, 'AKIAANOTHERCOMPUTERS'))
      const {error} = await endOf(world, how, administrator())
      expect(error).toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/^Somebody else has rotated/) as string,
      })
      expect(commandsOf(error)).toContain(`mturk keys delete ${ids.old}`)
      expect(keysOf(world)).toEqual({[ids.old]: 'Inactive'})
      expect(journalOf(world)).toBeUndefined()
      world.home.remove()
    })
  }

  it('is finished although the old key is deleted and one of its places is gone', async () => {
    const {world, ids} = await leftAt('deactivating', (iam, {user, old}) => iam.deleteAccessKey(user, old))
    world.home.write('vault.json', '{}')
    const {result} = await endOf(world, '--resume')
    expect(result).toMatchObject({
      rotated: true,
      oldKey: {status: 'Deleted'},
      pending: [{location: {backend: 'vault'}}],
    })
    expect(keysOf(world)).toEqual({[ids.new]: 'Active'})
    world.home.remove()
  })

  for (const how of ['--resume', '--abort'] as const) {
    it(`and their rights names the policy that is missing, and who may go on without it (${how})`, async () => {
      const {world, ids} = await leftAt('verified', (iam, {user}) => iam.deleteUserPolicy(user, 'mturk-self-rotation'))
      const {error} = await endOf(world, how)
      expect(error).toMatchObject({code: 'interrupted', exit: 10})
      expect(error?.message).toMatch(/not authorized[^]*iam:UpdateAccessKey[^]*Nothing is lost/)
      const [policy, ...others] = commandsOf(error)
      expect(policy).toContain(`aws iam put-user-policy --user-name ${ids.user} --policy-name mturk-self-rotation`)
      expect(others).toEqual(WITH_ADMIN.slice(how === '--resume' ? 0 : 1))
      expect(await endOf(world, how, administrator())).toMatchObject({result: {rotated: how === '--resume'}})
      world.home.remove()
    })
  }
})

describe('several rotations that are open in one home', () => {
  it('are told apart by the key that is in use; otherwise they are named', async () => {
    const {world: one, ids} = await leftAt('verified', async () => {})
    const two = newWorld(emulator)
    const {dataDirectory} = one.machine
    const stopping = new AbortController()
    const observe = ({what}: {what: string}) => void (what === 'journal created' && stopping.abort())
    const shared = {...two, machine: {...two.machine, dataDirectory}}
    expect(await endOf(shared, 'rotate', {signal: stopping.signal, observe})).toMatchObject({code: 'interrupted'})

    const neither = newWorld(emulator)
    const elsewhere = {...neither, machine: {...neither.machine, dataDirectory}}
    const {error} = await endOf(elsewhere, '--resume')
    expect(error).toMatchObject({code: 'usage', exit: 2})
    expect(error?.message).toMatch(/^Several rotations are open here: anna-\d+ in account \S+, anna-\d+ in account/)

    expect(await endOf(one, '--resume')).toMatchObject({result: {rotated: true, newKey: {accessKeyId: ids.new}}})
    expect(await endOf(shared, '--abort')).toMatchObject({
      result: {rotated: false, oldKey: {accessKeyId: two.key.accessKeyId}},
    })
    expect(journalOf(one)).toBeUndefined()
    for (const {home} of [one, two, neither]) home.remove()
  })
})

it('an administrator of another account does not go on with a rotation', async () => {
  const {world, ids} = await leftAt('verified', async () => {})
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::999988887777:root</Arn><UserId>999988887777</UserId><Account>999988887777</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
  const match = {operation: 'GetCallerIdentity', accessKeyId: emulator.rootKey.accessKeyId} as const
  const heal = emulator.addFault({
    match,
    effect: {kind: 'raw', status: 200, headers: {'content-type': 'text/xml'}, body},
  })
  for (const how of ['--resume', '--abort'] as const) {
    const {error} = await endOf(world, how, administrator())
    expect(error).toMatchObject({code: 'interrupted', exit: 10})
    expect(error?.message).toMatch(
      /profile admin administers account 9999-8888-7777; the rotation is about 1234-5678-9012/,
    )
    expect(keysOf(world)).toEqual({[ids.old]: 'Active', [ids.new]: 'Active'})
  }
  heal()
  expect(await endOf(world, '--resume', administrator())).toMatchObject({result: {rotated: true}})
  world.home.remove()
})
