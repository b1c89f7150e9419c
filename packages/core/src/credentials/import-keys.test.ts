import {describe, expect, it} from 'vitest'

import {memoryBackend, memoryVault, type MemoryVault} from '../testing/index.js'
import {collectBackends} from './collect.js'
import {backendError, type CredentialBackend, type Key} from './contract.js'
import {readAwsCsv} from './csv.js'
import {importKeys, type ImportOptions} from './import-keys.js'
import {occupantOf, placeIsTaken} from './place.js'
import {credentialSources} from './sources.js'

const ANN: Key = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}
const BOB: Key = {accessKeyId: 'AKIABBBBBBBBBBBBBBBB', secretAccessKey: 'b'.repeat(40)}
const SEVERAL = [
  'User name,Access key ID,Secret access key',
  `ann,${ANN.accessKeyId},${ANN.secretAccessKey}`,
  `bob,${BOB.accessKeyId},${BOB.secretAccessKey}`,
].join('\n')

const OPTIONS: ImportOptions = {profile: 'default', profileGiven: false, prefix: '', backend: 'vault', dryRun: false}

async function importInto(vault: MemoryVault, csv: string, more: Partial<ImportOptions & CredentialBackend> = {}) {
  const {prefix = '', dryRun = false, ...members} = more
  const backend = {...memoryBackend({vault, id: 'vault', order: 300}), ...members}
  const plugin = {name: 'vault-plugin', version: '1.0.0'}
  const sources = credentialSources(collectBackends([{plugin, result: [backend]}]), {})
  const tools = {
    sources,
    agree: async (target: {profile: string; backend: string}, accessKeyId: string) => {
      const occupant = await occupantOf(sources, target)
      if (occupant && occupant.accessKeyId !== accessKeyId) throw placeIsTaken(occupant)
      return occupant && accessKeyId
    },
  }
  return importKeys(tools, await readAwsCsv(csv, 'keys.csv'), {...OPTIONS, prefix, dryRun})
}

/** A vault that takes the first key, and then no other one. */
function fullAfterOne(vault: MemoryVault): Partial<CredentialBackend> {
  const whole = memoryBackend({vault, id: 'vault', order: 300}) as Required<CredentialBackend>
  return {
    store: async (request, options) => {
      if (vault.keys.has('ann') && request.profile === 'bob') throw backendError('unavailable', 'The vault is full.')
      return whole.store(request, options)
    },
  }
}

describe('a key that is there already', () => {
  it('is said to be there, and one beside it is stored', async () => {
    const vault = memoryVault({ann: ANN})
    const {imported} = await importInto(vault, SEVERAL)
    expect(imported.map(({profile, alreadyThere}) => [profile, alreadyThere])).toEqual([
      ['ann', true],
      ['bob', false],
    ])
    expect(Object.fromEntries(vault.keys)).toEqual({ann: ANN, bob: BOB})
  })

  it('is stored again where its secret was another one, or a token stood beside it', async () => {
    for (const stale of [
      {...ANN, secretAccessKey: 'mistyped'},
      {...ANN, sessionToken: 'stale'},
    ]) {
      const vault = memoryVault({ann: stale})
      const {imported} = await importInto(vault, SEVERAL)
      expect(imported[0]).toMatchObject({profile: 'ann', alreadyThere: false})
      expect(vault.keys.get('ann')).toEqual(ANN)
    }
  })

  it('is said to be there in a dry run, too, which stores nothing', async () => {
    const vault = memoryVault({ann: ANN})
    const {imported} = await importInto(vault, SEVERAL, {dryRun: true})
    expect(imported).toMatchObject([
      {alreadyThere: true, storedIn: {display: 'Memory [ann]'}},
      {alreadyThere: false, storedIn: null},
    ])
    expect(Object.fromEntries(vault.keys)).toEqual({ann: ANN})
  })
})

describe('a second key that cannot be stored', () => {
  it('leaves nothing of the first', async () => {
    const vault = memoryVault()
    await expect(importInto(vault, SEVERAL, fullAfterOne(vault))).rejects.toMatchObject({message: 'The vault is full.'})
    expect(vault.keys.size).toBe(0)
  })

  it('leaves the first where it was there before, and its old secret where it was replaced', async () => {
    for (const before of [ANN, {...ANN, secretAccessKey: 'mistyped'}]) {
      const vault = memoryVault({ann: before})
      await expect(importInto(vault, SEVERAL, fullAfterOne(vault))).rejects.toThrow('The vault is full.')
      expect(Object.fromEntries(vault.keys)).toEqual({ann: before})
    }
  })

  it('names what is left where the first cannot be taken out again', async () => {
    const vault = memoryVault()
    const remove = async () => {
      throw backendError('denied', 'The vault keeps what it has.')
    }
    await expect(importInto(vault, SEVERAL, {...fullAfterOne(vault), remove})).rejects.toMatchObject({
      code: 'interrupted',
      exit: 10,
      message: 'The vault is full. What had been stored before that could not be taken back: Memory [ann].',
    })
  })
})

describe('a name that no profile can have is refused with its line, in a dry run as in a real one', () => {
  it.each([
    ['a line end', '"b\nob"', /^keys\.csv, line \d: the user name holds a line end/],
    ['a bracket', 'b]ob', /^keys\.csv, line 3: the user name holds a "\]"/],
    ['a mark that cannot be seen', 'b\u200bob', /^keys\.csv, line 3: the user name holds a mark that cannot be seen/],
    ['what Python gives to all', 'DEFAULT', /^keys\.csv, line 3: the user name is the section/],
  ])('%s', async (_what, name, message) => {
    for (const dryRun of [false, true]) {
      const vault = memoryVault()
      await expect(importInto(vault, SEVERAL.replace('bob', name), {dryRun})).rejects.toMatchObject({
        code: 'malformed_credentials',
        exit: 3,
        message: expect.stringMatching(message),
      })
      expect(vault.keys.size).toBe(0)
    }
  })

  it('also where the prefix is to blame', async () => {
    for (const dryRun of [false, true]) {
      const refused = importInto(memoryVault(), SEVERAL, {prefix: 'lab]', dryRun})
      await expect(refused).rejects.toMatchObject({
        code: 'usage',
        exit: 2,
        message: expect.stringContaining('"lab]ann"'),
      })
    }
  })
})
