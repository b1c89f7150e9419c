import {kindOfAccessKeyId} from '@mturk-cli/core/credentials'
import {describe, expect, it} from 'vitest'
import {Home} from '../support/home.js'
import {mturkIn, type Mturk} from '../support/mturk.js'
import type {BotoKey} from './boto.js'
import {readCorpus, type Recorded} from './corpus.js'
import {layOut} from './file-set.js'

/** Every sixth of the recorded runs: some as people have them, some generated. */
const runs = readCorpus().runs.filter((_, index) => index % 6 === 0)

/** What Boto's key is to the command: only a key that can be one is handed over. */
function handedOver(key: BotoKey): object | null {
  if (key === null || !('key' in key)) return null
  const [id, secret, token] = key.key
  if (typeof id !== 'string' || typeof secret !== 'string' || (typeof token === 'object' && token !== null)) return null
  if (kindOfAccessKeyId(id) === 'malformed' || secret === '' || /[\s\p{Cc}\p{Cf}]/u.test(secret)) return null
  return {Version: 1, AccessKeyId: id, SecretAccessKey: secret, ...(token ? {SessionToken: token} : {})}
}

/** Both commands where nobody names a profile; for one that is named, the key is enough. */
async function check(mturk: Mturk, key: BotoKey): Promise<void> {
  const listed = await mturk('credentials', 'list', '--json')
  expect(listed).toMatchObject({exit: 0, stderr: ''})
  expect(listed.json.active?.accessKeyId ?? null).toBe(usableId(key))
  await checkExport(mturk, key)
}

async function checkExport(mturk: Mturk, key: BotoKey, ...args: string[]): Promise<void> {
  const expected = handedOver(key)
  const {exit, stdout, stderr} = await mturk('credentials', 'export', '--format', 'process', ...args)
  expect(stdout === '' ? null : JSON.parse(stdout)).toEqual(expected)
  expect(exit).toBe(expected === null ? 3 : 0)
  expect(stderr).not.toMatch(/^ {4}at /m)
}

/** The id that Boto would sign with, whatever it looks like. */
function usableId(key: BotoKey): unknown {
  if (key === null || !('key' in key)) return null
  return key.key.some((value) => typeof value === 'object' && value !== null) ? null : key.key[0]
}

describe.concurrent('the command gives the whole key that Boto gives', () => {
  it.for(runs)('$name', async ({set, answers}: Recorded) => {
    const home = new Home()
    const {env} = layOut(set, home.path)
    const before = home.snapshot()
    const mturk = mturkIn({...home.env(), ...env})
    await check(mturk, answers.chain.key)
    const [named] = Object.entries(answers.byProfile)
    if (named) await checkExport(mturk, named[1].key, `--profile=${named[0]}`)
    expect(home.snapshot()).toEqual(before)
    home.remove()
  })
})
