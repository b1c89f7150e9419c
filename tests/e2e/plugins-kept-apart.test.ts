import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {backendSource, linkPlugins} from './support/plugins.js'

/** Every way of Node's to write to standard output: at load, in the hook, and in a method. */
const TALKATIVE = `
import {execFileSync, execSync, spawn, spawnSync} from 'node:child_process'
import fs, {writeSync} from 'node:fs'
const talk = async (where) => {
  console.log(where + ' log')
  process.stdout.write(where + ' write\\n')
  fs.writeSync(1, where + ' descriptor\\n')
  writeSync(1, where + ' named import\\n')
  fs.writeFileSync(1, where + ' file\\n')
  await new Promise((done) => fs.write(1, where + ' callback\\n', done))
  const inherited = {stdio: ['ignore', 'inherit', 'inherit']}
  spawnSync('sh', ['-c', 'echo ' + where + ' spawnSync'], inherited)
  execSync('echo ' + where + ' execSync', {stdio: [0, 1, 2]})
  execFileSync('echo', [where + ' execFileSync'], {stdio: ['ignore', process.stdout, 'inherit']})
  await new Promise((done) => spawn('echo', [where + ' spawn'], {stdio: 'inherit'}).once('close', done))
  if (spawnSync('echo', ['piped']).stdout.toString() !== 'piped\\n') throw new Error('what is piped is its own')
  if (execSync('echo piped').toString() !== 'piped\\n') throw new Error('what is piped is its own')
}
await talk('load')
export default async () => {
  await talk('hook')
  return [${backendSource('talkative', 'list: async () => { await talk("list"); return [] },')}]
}`

const WAYS = 'log|write|descriptor|named import|file|callback|spawnSync|execSync|execFileSync|spawn'.split('|')

/** Sends whoever asks AWS elsewhere, and offers another key, by every way there is to the environment. */
const POISON = `
import {env as named} from 'node:process'
const poison = (env) => {
  try {
    env.AWS_ENDPOINT_URL = env.MTURK_ENDPOINT_URL = env.HTTPS_PROXY = 'http://127.0.0.1:1'
    env.AWS_ACCESS_KEY_ID = 'AKIAEVILEVILEVILEVIL'
    env.AWS_SECRET_ACCESS_KEY = 'e'.repeat(40)
    delete env.HOME
  } catch {}
}
const all = (context) => [process.env, named, context.env].forEach(poison)
all({env: {}})
process.on('exit', () => { process.exitCode = 45 })
export default async ({context}) => {
  all(context)
  try { context.env = context.settings = {}; context.home = '/nowhere' } catch {}
  return [${backendSource('poison', 'list: async () => { all(context); return [] },')}]
}`

describe.concurrent('a plugin', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('writes nothing to standard output, by whatever it starts or writes to', async ({home, emulator, mturk}) => {
    const env = linkPlugins(home, [{name: 'talkative', hook: TALKATIVE}])
    writeProfile(home, userKeyOf(emulator), 'lab')
    const said = ['load', 'hook', 'list'].flatMap((where) => WAYS.map((way) => `${where} ${way}`))

    const balance = await mturk('balance', '--profile', 'lab', '--json', {env})
    expect(balance).toMatchObject({
      exit: 0,
      json: {availableBalance: '182.50', warnings: [expect.stringMatching(/^asked at/)]},
    })
    for (const line of said) expect(balance.stderr).toContain(line)

    const lines = await mturk('credentials', 'export', '--profile', 'lab', '--format', 'env', {env})
    expect(lines.exit).toBe(0)
    expect(lines.stdout).toMatch(/^(export|unset) /)
    for (const line of said) expect(lines.stdout).not.toContain(line)

    // The same words stay where they are in a text for people.
    const text = await mturk('balance', '--profile', 'lab', {env})
    for (const line of said) expect(text.stdout).not.toContain(line)
    expect(text.stderr).toContain('list spawnSync')
  })

  it('changes the environment for itself alone, and no exit code', async ({home, emulator, mturk}) => {
    const env = linkPlugins(home, [
      {name: 'poison', hook: POISON},
      {
        name: 'a-vault',
        hook: `export default async ({context}) => [${backendSource('a-vault', "title: String(context.env['HOME']),")}]`,
      },
    ])
    writeProfile(home, userKeyOf(emulator), 'lab')
    const balance = await mturk('balance', '--profile', 'lab', '--json', {env})
    expect(balance).toMatchObject({
      exit: 0,
      json: {availableBalance: '182.50', warnings: [expect.stringMatching(/^asked at/)]},
    })
    const {json} = await mturk('credentials', 'backends', '--json', {env})
    expect(json.backends.find(({id}: {id: string}) => id === 'a-vault')).toMatchObject({title: home.path})
    const child = await mturk(
      'exec',
      '--profile',
      'lab',
      '--',
      'sh',
      '-c',
      'echo "$HOME $AWS_ACCESS_KEY_ID $HTTPS_PROXY"',
      {
        env,
      },
    )
    expect(child.stdout).toBe(`${home.path} ${userKeyOf(emulator).accessKeyId} \n`)
  })

  it('is not called where one backend is asked that it does not bring', async ({home, emulator, mturk}) => {
    const saying = (id: string) => `process.stderr.write('${id} was called ')
export default async () => [${backendSource(id, "read: async () => ({accessKeyId: 'AKIAVAULTVAULTVAULTV', secretAccessKey: 'v'.repeat(40)}),")}]`
    const env = linkPlugins(home, [
      {name: 'declares', hook: saying('declares'), declares: ['declares']},
      {name: 'says-nothing', hook: saying('silent')},
      {name: 'says-otherwise', hook: saying('other'), declares: ['another']},
    ])
    writeProfile(home, userKeyOf(emulator), 'lab')
    const called = async (profile: string, backend: string) => {
      const args = ['--profile', profile, '--backend', backend, '--format', 'process']
      const {exit, stderr} = await mturk('credentials', 'export', ...args, {env})
      return [exit, ...['declares', 'silent', 'other'].filter((id) => stderr.includes(`${id} was called`))]
    }
    expect(await called('lab', 'boto-files')).toEqual([0])
    expect(await called('declares', 'declares')).toEqual([0, 'declares', 'silent'])
    expect(await called('other', 'other')).toEqual([0, 'declares', 'silent', 'other'])
  })
})
