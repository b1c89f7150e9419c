import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {linkPlugins} from './support/plugins.js'
import {VAULT, writeVault} from './support/rotation.js'
import {secretsIn} from './support/traces.js'

const KEY = {accessKeyId: 'AKIAVAULTVAULTVAULTV', secretAccessKey: 'v'.repeat(40)}
const LINK = ['credentials', 'link-profile', 'study', '--backend', 'vault', '--profile', 'lab'] as const

/** A store that is itself asked with somebody's credentials. */
const NEEDY = `export default async ({context}) => {
  const location = {backend: 'needy', id: '1', profile: 'lab', display: 'needy lab', writable: false}
  const key = () => context.adminCredentials()
  return [{
    apiVersion: 1, id: 'needy', title: 'Needy', lookup: 'on-request', order: 400,
    probe: async () => ({state: 'available'}),
    list: async () => [{location, accessKeyId: (await key()).accessKeyId}],
    read: key,
  }]
}`

describe.concurrent('credentials link-profile', () => {
  it('answers to the letter, and mturk and its doctor know the line afterwards', async ({home, mturk}) => {
    writeVault(home, {lab: KEY})
    const env = linkPlugins(home, [{name: 'mturk-plugin-vault', hook: VAULT}])
    home.write('.aws/config', '[profile study]\nregion = us-east-1\n')
    const linked = await mturk(...LINK, '--json', {env})
    expect(linked).toMatchObject({exit: 0, stderr: ''})
    expect(linked.json).toEqual({
      profile: 'study',
      backend: 'vault',
      of: 'lab',
      accessKeyId: KEY.accessKeyId,
      credentialProcess: expect.stringMatching(
        /^\S+ \S+ credentials export --format process --backend vault --profile lab$/,
      ),
      region: null,
      writtenTo: '~/.aws/config [profile study]',
      before: 'nothing',
      inTheWay: [],
      changed: true,
    })
    const after = home.read('.aws/config')
    expect(after).toBe(`[profile study]\nregion = us-east-1\ncredential_process = ${linked.json.credentialProcess}\n`)

    const list = await mturk('credentials', 'list', '--profile', 'study', {env})
    expect(list.stdout).toContain('has tools ask mturk for the key of the backend vault and the profile lab')
    expect(list.stdout).toMatch(/vault lab +\S+ +used\n/)

    home.write('.aws/config', after.replace(/= \S+ \S+ credentials/, '= /gone/node /gone/bin/run.js credentials'))
    const doctor = await mturk('doctor', '--offline', '--json', {env})
    const [gone] = doctor.json.findings.filter(({id}: {id: string}) => id === 'credential-process-gone')
    expect(gone).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('/gone/node is not there any more'),
    })
    expect(gone.remedy).toContain('mturk credentials link-profile study --backend vault --profile lab')
  })

  it('makes no profile that would be asked for itself, and such a one is stopped where it runs', async ({
    home,
    mturk,
  }) => {
    const env = {
      ...linkPlugins(home, [{name: 'mturk-plugin-needy', hook: NEEDY}]),
      MTURK_CONFIG_DIR: home.at('config'),
    }
    home.write('config/config.ini', '[aws]\nadmin-profile = asks\n')
    home.write(
      '.aws/credentials',
      `[asks]\naws_access_key_id = ${KEY.accessKeyId}\naws_secret_access_key = ${KEY.secretAccessKey}\n`,
    )
    const refused = await mturk('credentials', 'link-profile', 'asks', '--backend', 'needy', '--profile', 'lab', {env})
    expect(refused).toMatchObject({exit: 2, stderr: expect.stringContaining('cannot get its own from there')})

    home.write('.aws/credentials', '')
    const line = `"${process.execPath}" "${process.cwd()}/packages/cli/bin/run.js" credentials export --format process --backend needy --profile lab`
    home.write('.aws/config', `[profile asks]\ncredential_process = ${line}\n`)
    const ran = await mturk('credentials', 'export', '--format', 'process', '--backend', 'needy', '--profile', 'lab', {
      env,
    })
    expect(ran).toMatchObject({exit: expect.toSatisfy((exit) => exit !== 0), stdout: ''})
    expect(ran.stderr).toContain('✖')
    expect(secretsIn(ran.stderr, KEY as unknown as Record<string, string>)).toEqual([])
  })
})
