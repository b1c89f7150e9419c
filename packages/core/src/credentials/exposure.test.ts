import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'

import {memoryBackend} from '../testing/index.js'
import {wrapKey} from './access-key.js'
import {collectBackends} from './collect.js'
import type {Location} from './contract.js'
import {exposureWarnings} from './exposure.js'
import {credentialSources} from './sources.js'

let file: string
beforeEach(() => {
  const directory = join(mkdtempSync(join(tmpdir(), 'mturk-exposure-')), 'a b')
  mkdirSync(directory)
  file = join(directory, 'keys')
  writeFileSync(file, '')
})
afterEach(() => rmSync(join(file, '../..'), {recursive: true}))

const at = (profile: string): Location => ({
  backend: 'files',
  id: profile,
  profile,
  display: `keys [${profile}]`,
  writable: true,
  file,
})

describe.skipIf(process.platform === 'win32')('a file with keys', () => {
  it.each([0o600, 0o400, 0o700, 0o622])('that only its owner may read is nothing to warn of: %o', async (mode) => {
    chmodSync(file, mode)
    expect(await exposureWarnings([at('lab')])).toEqual([])
  })

  it.each([0o644, 0o640, 0o604, 0o444])('that others may read is named once, with what to type: %o', async (mode) => {
    chmodSync(file, mode)
    const shown = mode.toString(8).padStart(4, '0')
    expect(await exposureWarnings([at('lab'), at('lab')])).toEqual([
      `Other users of this computer may read the file of keys [lab] (mode ${shown}). To keep it to yourself: chmod 600 '${file}'`,
    ])
  })

  it('that is gone, or a place that is no file, is nothing to warn of', async () => {
    const {file: _file, ...noFile} = at('lab')
    expect(await exposureWarnings([noFile, {...at('lab'), file: join(file, 'gone')}])).toEqual([])
  })

  it('is warned of by whoever stores or replaces a key in it, once', async () => {
    chmodSync(file, 0o644)
    const location = at('lab')
    const members = {store: async () => location, replace: async () => location}
    const backend = {...memoryBackend({id: 'files'}), ...members}
    const plugin = {name: 'files-plugin', version: '1.0.0'}
    const sources = credentialSources(collectBackends([{plugin, result: [backend]}]), {})
    const key = wrapKey({accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 's'.repeat(40)})
    expect(sources.warnings).toEqual([])
    await sources.backend('files').store({profile: 'lab', key, expect: null, operationId: '1'})
    await sources.backend('files').replace({location, key, expect: key.accessKeyId, operationId: '2'})
    expect(sources.warnings).toEqual([expect.stringContaining('(mode 0644)')])
  })
})
