import {afterAll, describe, expect, it} from 'vitest'
import {
  backendError,
  type CredentialBackend,
  type Entry,
  type Key,
  type ListQuery,
  type Location,
} from '../credentials/contract.js'
import {describeBackend, type BackendUnderTest} from './describe-backend.js'
import {memoryBackend, memoryVault, type MemoryVault} from './memory-backend.js'

/** A backend made of a sound one. `vault` is what all instances of one test have in common. */
type Spoil = (sound: Whole, vault: MemoryVault) => Partial<CredentialBackend>
/** The memory backend has all of these. */
type Whole = CredentialBackend & Required<Pick<CredentialBackend, 'store' | 'replace' | 'remove'>>

/** Runs the suite by itself, and gives the first line of what each test complained of. */
async function complaints(under: BackendUnderTest): Promise<string[]> {
  const bodies: (() => Promise<void>)[] = []
  describeBackend('x', under, {describe: (_, body) => body(), it: (_, body) => void bodies.push(body)})
  const said: string[] = []
  for (const body of bodies) {
    await body().catch((error: unknown) => said.push((error as Error).message.split('\n')[0] ?? ''))
  }
  return said
}

const spoilt = (spoil: Spoil = () => ({})): BackendUnderTest => ({
  limits: {probe: 50, list: 50},
  create() {
    const vault = memoryVault()
    return {
      open() {
        const sound = memoryBackend({vault}) as Whole
        return {...sound, ...spoil(sound, vault)}
      },
    }
  },
})

/** What it lists, each entry made anew. */
const listing =
  (change: (entry: Entry, vault: MemoryVault) => Entry): Spoil =>
  (sound, vault) => ({
    list: async (query, options) => (await sound.list(query, options)).map((entry) => change(entry, vault)),
  })

const located = (change: (location: Location) => Location): Spoil =>
  listing((entry) => (entry.location ? {...entry, location: change(entry.location)} : entry))

/** The query with one of its conditions alone. */
const narrowed = (by: 'profile' | 'accessKeyId', {explicit, [by]: value}: ListQuery): ListQuery => ({
  explicit,
  ...(value !== undefined && {[by]: value}),
})

/** A variable that nobody else has. */
const OF_THE_SUITE = 'MTURK_TRIED_BY_THE_SUITE'
afterAll(() => {
  delete process.env[OF_THE_SUITE]
})

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

const BROKEN: readonly (readonly [does: string, spoil: Spoil, sentence: string])[] = [
  ['is written for another version of the contract', () => ({apiVersion: 2 as 1}), 'apiVersion must be 1.'],
  [
    'takes an id of ours',
    () => ({id: 'boto-files'}),
    'mturk refuses the backend: its backend "boto-files" is refused: that id belongs to @mturk-cli/plugin-boto-files.',
  ],
  [
    'pushes itself before what Boto reads',
    () => ({order: 50}),
    'mturk refuses the backend: its backend "memory" wants order 50; backends of other people start at 300.',
  ],
  [
    'has an id that nobody could type',
    () => ({id: 'My Vault'}),
    'id must be small letters, digits and hyphens, a letter first.',
  ],
  ['has no title', () => ({title: ' '}), 'title must be something that a person can read.'],
  [
    'changes its order from process to process',
    () => ({order: 300 + Math.random()}),
    'What a backend says of itself must be the same in every process.',
  ],
  [
    'hangs when it is asked whether it is there',
    () => ({probe: () => new Promise(() => {})}),
    'probe() must answer within 50 ms.',
  ],
  [
    'answers a probe with nonsense',
    () => ({probe: async () => ({state: 'fine'}) as never}),
    'probe() answers what mturk does not take: probe() answered with an unknown state.',
  ],
  [
    'says how it could be set up, but not in words',
    () => ({
      probe: async () => ({state: 'needs-setup', reason: 'x', remedy: 'y', settings: {days: 7 as never}}),
    }),
    'probe() answers what mturk does not take: a value in settings is no string.',
  ],
  ['hangs when it lists', () => ({list: () => new Promise(() => {})}), 'list() must answer within 50 ms.'],
  [
    'puts a key there when it is asked whether it is there',
    (_, {keys}) => ({
      async probe() {
        keys.set('probe', {accessKeyId: 'AKIAPROBEPROBEPROBE2', secretAccessKey: 'x'})
        return {state: 'available'}
      },
    }),
    'probe() must have no effects.',
  ],
  [
    'shows a secret in its list',
    listing((entry, {keys}) => ({...entry, ...keys.get(entry.location?.id ?? '')})),
    'list() shows a secret access key.',
  ],
  [
    'names a place by its secret',
    (sound, {keys}) => ({
      ...located((location) => ({...location, file: `/keys/${keys.get(location.id)?.secretAccessKey}`}))(sound, {
        keys,
        done: new Map(),
      }),
    }),
    'A location shows a secret access key.',
  ],
  [
    'shows a secret in what it diagnoses',
    (_, {keys}) => ({
      diagnose: async () =>
        [...keys.values()].map(({secretAccessKey}) => ({
          id: 'odd-secret',
          code: 'odd_secret',
          message: `${secretAccessKey} looks odd.`,
          severity: 'warning' as const,
          stops: 'entry' as const,
        })),
    }),
    'diagnose() shows a secret access key.',
  ],
  [
    'does not filter by id',
    (sound) => ({list: (query, options) => sound.list(narrowed('profile', query), options)}),
    'list() by accessKeyId must leave out the places that do not hold it.',
  ],
  [
    'does not filter by profile',
    (sound) => ({list: (query, options) => sound.list(narrowed('accessKeyId', query), options)}),
    'list() of a profile that holds nothing must show no key of another one.',
  ],
  [
    'lists the profile alone that it was asked for last',
    (sound, {keys}) => ({
      list: (query, options) => sound.list({profile: [...keys.keys()][0] ?? '', ...query}, options),
    }),
    'list() without a profile must show all of them.',
  ],
  [
    'does not say why a place cannot be changed',
    located((location) => ({...location, writable: false})),
    'A location that is not writable must say why.',
  ],
  [
    'answers places of another backend',
    located((location) => ({...location, backend: 'vault'})),
    'list() answers what mturk does not take: a location names another backend.',
  ],
  [
    'makes up locations',
    (sound) => {
      const salt = String(Math.random())
      return {
        ...located((location) => ({...location, id: location.id + salt}))(sound, memoryVault()),
        read: (location, options) => sound.read({...location, id: location.id.replace(salt, '')}, options),
      }
    },
    'Another instance must read the same key at the same location.',
  ],
  [
    'keeps in a location what JSON does not carry',
    located((location) => ({...location, line: Number.NaN})),
    'A location must come through JSON as it was.',
  ],
  [
    'gives a key out once',
    (sound, {keys}) => ({
      async read(location, options) {
        const key = await sound.read(location, options)
        keys.set(location.id, {...key, secretAccessKey: ''})
        return key
      },
    }),
    'read() must leave the key where it is. The secret is another one.',
  ],
  [
    'gives out an empty session token',
    (sound) => ({read: async (...given) => ({sessionToken: '', ...(await sound.read(...given))})}),
    'read() gives a session token that is an empty one: it must be absent.',
  ],
  [
    'prints what it reads',
    (sound) => ({
      async read(...given) {
        const key = await sound.read(...given)
        console.debug('read', key)
        return key
      },
    }),
    'read() prints a secret.',
  ],
  [
    'changes the environment of everybody',
    (sound) => ({
      async list(...given) {
        process.env[OF_THE_SUITE] = String(Math.random())
        return sound.list(...given)
      },
    }),
    `list() changes process.env, which belongs to all: MTURK_TRIED_BY_THE_SUITE.`,
  ],
  [
    'answers nothing where it reads',
    () => ({read: async () => undefined as never}),
    'read() answers undefined: read answered with something that is no object.',
  ],
  [
    'mixes profiles up',
    (sound, {keys}) => ({
      read: async ({id}, options) =>
        sound.read(memoryLocation(keys.has('mturk-second') ? 'mturk-second' : id), options),
    }),
    'A second profile must leave the first as it is. read() for the profile "mturk-first" gives AKIABBBBBBBBBBBBBBB3 instead of AKIAAAAAAAAAAAAAAAA2.',
  ],
  [
    'answers half a key where there is none',
    (sound) => ({
      read: (...given) => sound.read(...given).catch((): Key => ({accessKeyId: '', secretAccessKey: ''})),
    }),
    'read() of a place that holds no key must be not_found. It succeeded instead.',
  ],
  [
    'overwrites blindly',
    (sound, {keys}) => ({
      store: (request, options) =>
        sound.store({...request, expect: keys.get(request.profile)?.accessKeyId ?? null}, options),
    }),
    'store() with expect null on an occupied place must be a conflict. It succeeded instead.',
  ],
  [
    'stores another key than it was given',
    (sound) => ({
      store: ({key, ...request}, options) =>
        sound.store({...request, key: {...key, secretAccessKey: key.secretAccessKey.slice(0, 32)}}, options),
    }),
    'read() must give back the very key. The secret is another one.',
  ],
  [
    'does an operation a second time',
    (sound, {keys, done}) => ({
      store(request, options) {
        if (done.has(options.operationId)) keys.set(request.profile, request.key)
        return sound.store(request, options)
      },
    }),
    'An operation that was done must not be done again: with the same operationId, store() leaves the key that came after it. list() of the profile "mturk-first" must show AKIABBBBBBBBBBBBBBB3, which was put there; it shows AKIAAAAAAAAAAAAAAAA2.',
  ],
  [
    'forgets what another process did',
    (_, {keys}) => {
      const own = memoryBackend({vault: {keys, done: new Map()}}) as Whole
      return {store: (...given) => own.store(...given)}
    },
    'store() of the key that is there already, by the same operation, must succeed: MturkBackendError: Memory [mturk-first] holds another access key by now.',
  ],
  [
    'looks first, and writes when another may have written',
    (_, {keys}) => ({
      async store({profile, key, expect: wanted}) {
        if ((keys.get(profile)?.accessKeyId ?? null) !== wanted) throw backendError('conflict', 'It is another one.')
        await nextTurn()
        keys.set(profile, key)
        return memoryLocation(profile)
      },
    }),
    'Exactly one of several stores with expect null into one place may succeed.',
  ],
  [
    'writes the whole store as it was when it began',
    (_, {keys}) => ({
      async store({profile, key}) {
        const all = [...keys, [profile, key] as const]
        await nextTurn()
        keys.clear()
        for (const [name, each] of all) keys.set(name, each)
        return memoryLocation(profile)
      },
    }),
    'Every one of the profiles stored at the same time must be there.',
  ],
  [
    'forgets to clear the session token when it stores',
    (sound, {keys}) => ({
      store(request, options) {
        const token = keys.get(request.profile)?.sessionToken
        return sound.store({...request, key: {...request.key, ...(token && {sessionToken: token})}}, options)
      },
    }),
    'The session token of the key before must be cleared. The session token is another one.',
  ],
  [
    'forgets to clear the session token when it replaces',
    (sound, {keys}) => ({
      replace(request, options) {
        const token = keys.get(request.location.id)?.sessionToken
        return sound.replace({...request, key: {...request.key, ...(token && {sessionToken: token})}}, options)
      },
    }),
    'replace() must clear the session token of the key before. The session token is another one.',
  ],
  [
    'says beforehand another place than it takes',
    () => ({placeFor: async ({profile}) => memoryLocation(`${profile}-else`)}),
    'placeFor() must answer the place where store() puts the key.',
  ],
  [
    'throws an error that is none of the contract',
    (sound) => ({
      replace: (...given) =>
        sound.replace(...given).catch(() => {
          throw new Error('no')
        }),
    }),
    'replace() with another id than the one that is there must be a conflict. It threw something that is no MturkBackendError: Error: no',
  ],
  [
    'says "locked" where it means "conflict"',
    (sound) => ({
      replace: (...given) =>
        sound.replace(...given).catch(() => {
          throw backendError('locked', 'Not now.')
        }),
    }),
    'replace() with another id than the one that is there must be a conflict. Its code is "locked" instead of "conflict".',
  ],
  [
    'repeats a secret in an error',
    (sound) => ({
      store: (request, options) =>
        sound.store(request, options).catch(() => {
          throw backendError('conflict', `Cannot store ${request.key.secretAccessKey}.`)
        }),
    }),
    'An error repeats a secret: conflict',
  ],
  [
    'replaces without a look at what is there',
    (sound, {keys}) => ({
      replace: (request, options) =>
        sound.replace({...request, expect: keys.get(request.location.id)?.accessKeyId ?? ''}, options),
    }),
    'replace() with another id than the one that is there must be a conflict. It succeeded instead.',
  ],
  [
    'takes the other keys away when it replaces one',
    (sound, {keys}) => ({
      async replace(request, options) {
        const replaced = await sound.replace(request, options)
        for (const name of keys.keys()) if (name !== request.location.id) keys.delete(name)
        return replaced
      },
    }),
    'replace() must leave the other profiles as they are. list() of the profile "mturk-second" must show AKIACCCCCCCCCCCCCCC4, which was put there; it shows no key.',
  ],
  [
    'removes whatever is there',
    (sound, {keys}) => ({
      remove: ({location}, options) =>
        sound.remove({location, expect: keys.get(location.id)?.accessKeyId ?? ''}, options),
    }),
    'remove() with another id than the one that is there must be a conflict. It succeeded instead.',
  ],
  [
    'only says that it removed',
    () => ({
      async remove({expect: wanted}) {
        if (wanted !== 'AKIAAAAAAAAAAAAAAAA2') throw backendError('conflict', 'It is another one.')
      },
    }),
    'A removed key must not be listed.',
  ],
]

function memoryLocation(profile: string): Location {
  return {backend: 'memory', id: profile, profile, display: `Memory [${profile}]`, writable: true}
}

describe('the conformance suite', () => {
  it('has nothing to say about a sound backend', async () => {
    expect(await complaints(spoilt())).toEqual([])
  })

  it.each(BROKEN)('tells of a backend that it %s', async (_, spoil, sentence) => {
    expect(await complaints(spoilt(spoil))).toContain(sentence)
  })

  it('waits once for a method that never answers, and complains once of an empty token', async () => {
    const hanging = await complaints(spoilt(() => ({list: () => new Promise(() => {})})))
    expect(hanging.filter((each) => each === 'list() must answer within 50 ms.').length).toBeLessThan(
      hanging.length / 2,
    )
    expect(hanging).toContain('list() did not answer before, and was not asked again.')
    const empty = await complaints(
      spoilt((sound) => ({read: async (...given) => ({sessionToken: '', ...(await sound.read(...given))})})),
    )
    expect(empty).toHaveLength(1)
  })

  it('leaves no method untested by mistake', async () => {
    const found = await complaints({...spoilt(), can: ['store', 'replace']})
    expect(found).toContain('The backend has remove(), so name it in "can": it is to be tested too.')
  })

  it('says of a method that is not there that it is not', async () => {
    const found = await complaints(spoilt(() => ({remove: undefined}) as never))
    expect(found).toContain('The backend has no remove(); leave it out of "can" if that is meant.')
  })
})
