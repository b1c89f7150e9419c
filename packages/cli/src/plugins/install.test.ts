import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import type {Config} from '@mturk-cli/command/oclif'
import {afterAll, expect, it, vi} from 'vitest'

import {install} from './install.js'
import {runNpm} from './npm.js'
import {readRecords} from './records.js'
import {stage} from './stage.js'
import {takeAway} from './take-away.js'

const here = mkdtempSync(join(tmpdir(), 'mturk-install-'))
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(here, {recursive: true, force: true})
})

const NAME = '@org/mturk-plugin-vault'
const tarball = join(here, 'vault.tgz')

/** Writes a package under the name of the one tarball. */
async function pack(version: string): Promise<void> {
  const folder = join(here, version)
  mkdirSync(folder)
  const oclif = {hooks: {'mturk:credential-backends': './hook.js'}}
  writeFileSync(join(folder, 'package.json'), JSON.stringify({name: NAME, version, oclif}))
  writeFileSync(join(folder, 'hook.js'), '')
  await runNpm(['pack', '--ignore-scripts', '--loglevel=silent'], {cwd: folder})
  const [packed = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  writeFileSync(tarball, readFileSync(join(folder, packed)))
}

it('installs the tarball that was looked at, though another one lies there by the time of the yes', async () => {
  vi.stubEnv('npm_config_cache', join(here, 'cache'))
  vi.stubEnv('npm_config_ignore_scripts', 'true')
  const dataDir = join(here, 'data')
  const config = {name: 'mturk-cli', dataDir, plugins: new Map()} as unknown as Config
  const version = () =>
    (JSON.parse(readFileSync(join(dataDir, 'node_modules', NAME, 'package.json'), 'utf8')) as {version: string}).version
  const look = () => stage({kind: 'tarball', spec: `file:${tarball}`}, config)

  await pack('1.0.0')
  const seen = await look()
  await pack('2.0.0')
  await install(seen, config)
  expect(version()).toBe('1.0.0')
  const record = {name: NAME, type: 'user', url: `file:${tarball}`} as const
  expect(await readRecords(dataDir)).toEqual([record])

  await install(await look(), config)
  expect(version()).toBe('2.0.0')
  expect(readdirSync(join(dataDir, 'tarballs'))).toHaveLength(1)

  expect(await takeAway([record], config)).toEqual([])
  expect(readdirSync(join(dataDir, 'tarballs'))).toEqual([])
  expect(existsSync(join(dataDir, 'node_modules', NAME))).toBe(false)
}, 60_000)
