import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'

import {collectBackends, credentialSources} from '../credentials/index.js'
import type {Presenter} from '../guide/index.js'
import {memoryBackend, memoryVault} from '../testing/index.js'
import {planUnlink, unlinkProfile} from './unlink-profile.js'

const KEY = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: 'a'.repeat(40)}
const LINE = 'credential_process = /usr/bin/mturk credentials export --format process --backend vault --profile lab'

function scene(config: string, vault = memoryVault({})) {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-unlink-')))
  onTestFinished(() => rmSync(home, {recursive: true, force: true}))
  mkdirSync(join(home, '.aws'), {mode: 0o700})
  const file = join(home, '.aws/config')
  writeFileSync(file, config, {mode: 0o600})
  const plugin = {name: '@mturk-cli/plugin-boto-files', version: '1.0.0'}
  const result = [memoryBackend({vault, id: 'boto-files', order: 200})]
  const sources = credentialSources(collectBackends([{plugin, result}]), {})
  const tools = {sources, presenter: {interactive: false} as Presenter, env: {}, home}
  return {tools, read: () => readFileSync(file, 'utf8'), write: (text: string) => writeFileSync(file, text)}
}

const show = () => undefined

describe('a profile that is no longer to ask mturk', () => {
  it('loses its line by a yes, the section with it where nothing is left, and nothing else', async () => {
    const before = `# ours\n[profile study]\nregion = us-east-1\n${LINE}\n\n[profile alone]\n${LINE}\n`
    const {tools, read} = scene(before)
    const plan = await planUnlink(tools, {profile: 'study'})
    if (!plan) throw new Error('no plan')
    expect(plan).toMatchObject({
      asks: {backend: 'vault', profile: 'lab'},
      location: {display: '~/.aws/config [profile study] credential_process', line: 4},
    })
    await expect(unlinkProfile(tools, plan, {yes: false, show})).rejects.toMatchObject({exit: 9})
    expect(read()).toBe(before)
    await unlinkProfile(tools, plan, {yes: true, show})
    expect(read()).toBe(`# ours\n[profile study]\nregion = us-east-1\n\n[profile alone]\n${LINE}\n`)
    const alone = await planUnlink(tools, {profile: 'alone'})
    if (alone) await unlinkProfile(tools, alone, {yes: true, show})
    expect(read()).not.toContain('alone')
  })

  it('is left alone where a key comes first, another program stands there, or a store is named', async () => {
    const {tools} = scene(`[profile study]\n${LINE}\n`)
    expect(await planUnlink(tools, {profile: 'study', backend: 'vault'})).toBeNull()
    const other = scene('[profile study]\ncredential_process = /usr/bin/vault get\n')
    expect(await planUnlink(other.tools, {profile: 'study'})).toBeNull()
    const withKey = scene(`[profile study]\n${LINE}\n`, memoryVault({study: KEY}))
    expect(await planUnlink(withKey.tools, {profile: 'study'})).toBeNull()
  })

  it('keeps a line that somebody wrote meanwhile', async () => {
    const {tools, read, write} = scene(`[profile study]\n${LINE}\n`)
    const plan = await planUnlink(tools, {profile: 'study'})
    write(`[profile study]\n${LINE}-too\n`)
    if (!plan) throw new Error('no plan')
    await expect(unlinkProfile(tools, plan, {yes: true, show})).rejects.toMatchObject({code: 'conflict'})
    expect(read()).toContain('lab-too')
  })
})
