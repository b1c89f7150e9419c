import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {envelope} from './support/expected.js'
import {backendSource, linkPlugins} from './support/plugins.js'

const FILE = '.config/mturk/config.ini'

describe.skipIf(process.platform === 'win32').concurrent('config', () => {
  it('sets, shows and takes out a setting of ours, in a file for its owner alone', async ({home, mturk}) => {
    const set = await mturk('config', 'set', 'admin-profile', 'lab admin', '--json')
    const name = 'aws.admin-profile'
    const file = home.at(FILE)
    expect(set).toMatchObject({exit: 0, json: {name, value: 'lab admin', previous: null, changed: true, file}})
    expect(home.read(FILE)).toBe('[aws]\nadmin-profile = lab admin\n')
    expect(home.mode(FILE)).toBe('600')
    expect(await mturk('config', 'get', name)).toMatchObject({exit: 0, stdout: 'lab admin\n', stderr: ''})
    expect(await mturk('config', 'get', 'aws.instance-metadata')).toMatchObject({exit: 0, stdout: 'false\n'})
    const list = await mturk('config', 'list', '--json')
    expect(list.json.settings).toContainEqual(expect.objectContaining({name, value: 'lab admin', default: null}))
    expect((await mturk('config', 'list')).stdout).toContain('aws.admin-profile = lab admin')
    const gone = await mturk('config', 'unset', name, '--json')
    expect(gone).toMatchObject({exit: 0, json: {value: null, previous: 'lab admin', changed: true}})
    expect(await mturk('config', 'get', name)).toMatchObject({exit: 0, stdout: '', stderr: ''})
    expect(home.list().filter((each) => each.startsWith('.config'))).toEqual([FILE])
  })

  it('changes nothing in a rehearsal, and says so', async ({home, mturk}) => {
    home.write(FILE, '[aws]\nadmin-profile = a\n')
    const before = home.snapshot()
    const set = await mturk('config', 'set', 'aws.admin-profile', 'b', '--dry-run', '--json')
    expect(set.json).toMatchObject({value: 'b', previous: 'a', changed: false, dryRun: true})
    const unset = await mturk('config', 'unset', 'aws.admin-profile', '--dry-run')
    expect(unset).toMatchObject({exit: 0, stdout: expect.stringContaining('would be taken out')})
    expect(home.snapshot()).toEqual(before)
  })

  it('refuses a name that there is not, a wrong value and a secret, and writes nothing', async ({home, mturk}) => {
    const secret = 'aB3/'.repeat(10)
    for (const [args, words] of [
      [['set', 'aws.admin-profil', 'x'], /Did you mean "admin-profile"\?/],
      [['get', 'awz.admin-profile'], /Did you mean "aws"\?/],
      [['unset', 'colour'], /There are: allow-plain-http/],
      [['set', 'aws.instance-metadata', 'yes'], /either true or false/],
      [['set', 'aws.admin-profile', secret], /the look of a secret/],
    ] as const) {
      const refused = await mturk('config', ...args, '--json')
      expect(refused).toMatchObject({exit: 2, json: envelope('usage', 2, words)})
      expect(refused.stdout + refused.stderr).not.toContain(secret)
    }
    expect(home.list()).toEqual([])
  })

  it('mends a file that every other command refuses', async ({home, mturk}) => {
    home.write(FILE, '[aws]\ncolour = red\ninstance-metadata = yes\n\n[gone]\nurl = x\n')
    expect(await mturk('credentials', 'list')).toMatchObject({exit: 2})
    for (const args of [
      ['unset', 'aws.colour'],
      ['set', 'instance-metadata', 'true'],
      ['unset', 'gone.url'],
    ])
      expect(await mturk('config', ...args)).toMatchObject({exit: 0})
    expect(await mturk('credentials', 'list')).toMatchObject({exit: 0})
    expect(home.read(FILE)).toBe('[aws]\ninstance-metadata = true\n\n')
  })

  it('knows the settings of a plugin that says which it has, and takes any name of one that does not', async ({
    home,
    mturk,
  }) => {
    const settings = `settings: [{name: 'region', kind: 'string', meaning: 'Where it is.', default: 'here', values: ['here', 'there']}]`
    const env = linkPlugins(home, [
      {name: 'tidy', hook: `export default async () => [${backendSource('tidy', settings)}]`},
      {name: 'loose', hook: `export default async () => [${backendSource('loose', '')}]`},
    ])
    const list = await mturk('config', 'list', '--json', {env})
    const region = {name: 'tidy.region', value: null, default: 'here', kind: 'string', values: ['here', 'there']}
    expect(list.json.settings).toContainEqual({...region, meaning: 'Where it is.'})
    expect(await mturk('config', 'set', 'tidy.regin', 'here', {env})).toMatchObject({exit: 2})
    expect(await mturk('config', 'set', 'tidy.region', 'nowhere', {env})).toMatchObject({exit: 2})
    expect(await mturk('config', 'set', 'tidy.region', 'there', {env})).toMatchObject({exit: 0})
    const loose = await mturk('config', 'set', 'loose.any', 'thing', {env})
    expect(loose).toMatchObject({exit: 0, stdout: expect.stringContaining('the name was not checked')})
    expect((await mturk('config', 'list', {env})).stdout).toContain('loose.any = thing')
    home.write(FILE, '[tidy]\nregoin = here\n')
    expect(await mturk('credentials', 'list', {env})).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining('Did you mean "region"?'),
    })
  })
})
