import {cpSync, mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {describe, expect} from 'vitest'
import {rowsIn} from '../house/markdown.js'
import {root} from '../house/sources.js'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {startLocalRegistry} from '../support/local-registry.js'
import {pageOf} from './recordings.js'
import {keyCsv} from './support/account.js'
import {commandsIn} from './support/commands.js'
import {startPrivateRegistry} from './support/private-registry.js'
import {SELF_ROTATION, USER} from './support/rotation.js'

const README = pageOf('examples/template/README.md')
const PLUGIN = '@acme/mturk-plugin-safe'

/** What somebody puts in place of the names there. */
const NAMES: Readonly<Record<string, string>> = {
  '@example/mturk-plugin-vault': PLUGIN,
  '"vault"': '"acme-safe"',
  "'vault'": "'acme-safe'",
  '.vault': '.acme-safe',
  'Our vault': 'The safe of Acme',
}

/** The template with other names in the places that its README says, each of which must be there. */
function instantiate(home: Home): string {
  const folder = home.at('safe')
  const filter = (file: string) => !/node_modules|dist$/.test(file)
  cpSync(join(root, 'examples/template'), folder, {recursive: true, filter})
  const spans = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span)
  const rows = rowsIn(README).map(([old, where]) => ({old: spans(old)[0] ?? '', files: spans(where)}))
  const places = rows.filter(({old}) => old !== '')
  expect(places.map(({old}) => old)).toEqual(Object.keys(NAMES))
  for (const {old, files} of places) {
    for (const file of files) {
      const before = home.read(`safe/${file}`)
      expect(before, file).toContain(old)
      home.write(`safe/${file}`, before.replaceAll(old, NAMES[old] ?? ''))
    }
  }
  return folder
}

describe.skipIf(process.platform === 'win32')('the template, made into a plugin of another name', () => {
  it(
    'is built, tested, published, installed by a member, and from then on a place like any of ours',
    {
      timeout: 300_000,
    },
    async ({home, emulator, mturk}) => {
      const cwd = instantiate(home)
      const storage = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-acme-')))
      const [packages, acme] = await Promise.all([startLocalRegistry(home.at('npm')), startPrivateRegistry(storage)])
      try {
        const scope = `@acme:registry=${acme.url}\n`
        const author = {
          ...home.env(),
          ...packages.environment,
          npm_config_userconfig: home.write(
            'author/.npmrc',
            `${scope}//${new URL(acme.url).host}/:_authToken=${acme.token}\n`,
          ),
          PATH: [commandsIn(home), '/usr/bin', '/bin'].join(delimiter),
        }
        const lines = [...README.text.matchAll(/^\d+\. `(npm [^`]+)`/gm)].map(([, line = '']) => line)
        expect(lines).toHaveLength(2)
        const printed: string[] = []
        for (const line of lines) {
          const ended = await runChild('/bin/sh', ['-c', line], {cwd, env: author, timeout: 200_000})
          expect({line, ...ended}).toMatchObject({exit: 0})
          printed.push(ended.stdout)
        }
        expect(printed[0]).toMatch(/^(# |ℹ )pass 2\d$/m)

        for (const each of ['production', 'sandbox'] as const) emulator.link(each)
        emulator.createUser(USER, {
          policies: ['AmazonMechanicalTurkFullAccess'],
          inlinePolicies: {'mturk-self-rotation': SELF_ROTATION},
        })
        const key = emulator.createAccessKey(USER)
        home.write('.npmrc', `${scope}registry=http://127.0.0.1:1/\n`)
        const env = {MTURK_DATA_DIR: home.at('data')}
        const member = async (...args: string[]) => {
          const ended = await mturk(...args, {env})
          expect({args, ...ended}).toMatchObject({exit: 0})
          return ended
        }
        const {json: installed} = await member('plugins', 'install', PLUGIN, '--yes', '--json')
        const backend = {id: 'acme-safe', title: 'The safe of Acme', lookup: 'default', order: 300, writable: true}
        expect(installed).toMatchObject({plugin: {name: PLUGIN, declaredBackends: ['acme-safe']}, backends: [backend]})
        expect(installed.warnings ?? []).toEqual([])

        const csv = home.write('key.csv', keyCsv(key))
        await member('keys', 'import', csv, '--profile', 'lab', '--backend', 'acme-safe')
        await member('credentials', 'link-profile', 'study', '--backend', 'acme-safe', '--profile', 'lab', '--yes')
        const {json: rotated} = await member('keys', 'rotate', '--profile', 'lab', '--json')
        expect(rotated.storedIn).toMatchObject([{backend: 'acme-safe', display: 'acme-safe lab'}])
        const line = /^credential_process ?= ?(.+)$/m.exec(home.read('.aws/config'))?.[1] ?? ''
        const {PATH} = author
        const handed = await runChild('/bin/sh', ['-c', line], {env: {...home.env(), ...env, PATH}})
        expect(JSON.parse(handed.stdout)).toMatchObject({AccessKeyId: rotated.newKey.accessKeyId})
        expect((await member('balance', '--profile', 'lab')).stdout).toMatch(/\$\d.* available/)
        await member('doctor', '--offline', '--profile', 'lab')
      } finally {
        await Promise.all([packages.stop(), acme.stop()])
        rmSync(storage, {recursive: true, force: true})
      }
    },
  )
})
