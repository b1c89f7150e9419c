import {chmodSync, readFileSync} from 'node:fs'
import {delimiter} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {expectAllOn, keysOf, withScene} from '../e2e/support/rotation.js'
import {fencesIn} from '../house/markdown.js'
import {pageOf} from '../e2e/recordings.js'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'

const SANDBOX = 'https://mturk-requester-sandbox.us-east-1.amazonaws.com'

const examples = (file: string, language: string) =>
  fencesIn(pageOf(file)).flatMap((fence) => (fence.language === language ? [fence.body.trimEnd()] : []))

/** The profiles that the pages name, stored as the pages say. */
function csv({accessKeyId, secretAccessKey}: {accessKeyId: string; secretAccessKey: string}): string {
  return `Access key ID,Secret access key\n${accessKeyId},${secretAccessKey}\n`
}

describe('the examples of the how-to pages', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  it('bring the balance with boto3', async ({home, emulator, mturk, python}) => {
    const file = home.write('anna_accessKeys.csv', csv(emulator.userKey ?? emulator.rootKey))
    await mturk('keys', 'import', file)
    await mturk('keys', 'import', file, '--profile', 'anna')
    const sources = examples('docs/how-to/boto3.md', 'python')
    expect(sources).toHaveLength(2)
    for (const source of sources) {
      expect(source).toContain(SANDBOX)
      const {stdout, stderr} = await python(source.replaceAll(SANDBOX, emulator.sandboxEndpoint))
      expect({source, stdout, stderr}).toMatchObject({stdout: '10000.00\n'})
    }
  })

  it('bring the balance with the AWS CLI', async ({home, emulator, mturk, aws}) => {
    const file = home.write('anna_accessKeys.csv', csv(emulator.userKey ?? emulator.rootKey))
    await mturk('keys', 'import', file)
    await mturk('keys', 'import', file, '--profile', 'anna')
    const commands = examples('docs/how-to/aws-cli.md', 'sh')
    expect(commands).toHaveLength(2)
    for (const command of commands) {
      const [program, ...args] = command.split(' ')
      const before = args.slice(0, args.indexOf('--endpoint-url'))
      expect([program, args.slice(before.length)]).toEqual(['aws', ['--endpoint-url', SANDBOX]])
      const {json} = await aws(...before, {endpoint: emulator.sandboxEndpoint})
      expect({command, json}).toEqual({command, json: {AvailableBalance: '10000.00'}})
    }
  })
})

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

describe.skipIf(process.platform === 'win32')('the lines for cron', () => {
  withScene('rotate quarter after quarter, and finish what there is to finish', async ({scene}) => {
    const {home, env, emulator} = scene
    const [crontab = ''] = examples('docs/how-to/rotate.md', '').filter((body) => body.includes('m h dom mon dow'))
    const lines = crontab.split('\n').filter((line) => !line.startsWith('#'))
    const times = lines.map((line) => /^0 [45] 1 1,4,7,10 \* +(?=mturk )/.exec(line)?.[0] ?? '')
    expect(times.map((time) => time.length > 0)).toEqual([true, true])
    const [rotate = '', resume = ''] = lines.map((line, index) => line.slice(times[index]?.length))
    chmodSync(home.write('bin/mturk', `#!/bin/sh\nexec "${process.execPath}" "${RUN_JS}" "$@"\n`), 0o700)
    const PATH = [home.at('bin'), '/usr/bin', '/bin'].join(delimiter)
    const log = home.write('rotation.log', '')
    /** What the line ends with, and what it added to the log. */
    const cron = async (line: string) => {
      const before = readFileSync(log, 'utf8').length
      const {exit} = await runChild('/bin/sh', ['-c', line], {env: {...env, PATH}, cwd: home.path})
      return {exit, json: JSON.parse(readFileSync(log, 'utf8').slice(before))}
    }

    const first = await cron(rotate)
    expect(first).toMatchObject({exit: 0, json: {rotated: true, pending: []}})
    const message = expect.stringContaining('No rotation is open') as string
    expect(await cron(resume)).toMatchObject({exit: 2, json: {error: {message}}})
    const second = await cron(rotate)
    expect(second).toMatchObject({exit: 0, json: {oldKey: {accessKeyId: first.json.newKey.accessKeyId}}})
    const {accessKeyId} = second.json.newKey as {accessKeyId: string}
    expect(keysOf(emulator)).toEqual({[accessKeyId]: 'Active'})
    await expectAllOn(scene, accessKeyId)
  })
})
