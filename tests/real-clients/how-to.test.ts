import {describe, expect} from 'vitest'
import {fencesIn} from '../house/markdown.js'
import {pageOf} from '../e2e/recordings.js'
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
