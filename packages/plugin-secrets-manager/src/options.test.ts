import {expect, it} from 'vitest'
import {readOptions, secretsManagerSettings} from './options.js'

function complaintOf(name: string, value: string): string | undefined {
  return secretsManagerSettings.find((setting) => setting.name === name)?.check(value)
}

const REFUSED: readonly (readonly [name: string, value: string, words: RegExp])[] = [
  ['region', 'eu central', /name of a region/],
  ['prefix', 'a b;c', /names of secrets/],
  ['kms-key', 'alias mturk', /alias of a KMS key/],
  ['tags', 'aws:x=1', /no name with aws:/],
  ['tags', 'team', /name=value/],
  ['recovery-days', '6', /^is 7 to 30\.$/],
  ['recovery-days', '31', /^is 7 to 30\.$/],
  ['cache-seconds', '3601', /^is 0 to 3600\.$/],
  ['cache-seconds', '1e3', /^is 0 to 3600\.$/],
  ['cache-seconds', '-5', /^is 0 to 3600\.$/],
]

it.each(REFUSED)('%s cannot be %j, whether it is typed or stands in the file', async (name, value, words) => {
  expect(complaintOf(name, value)).toMatch(words)
  const settings = {'secrets-manager.region': 'eu-central-1', [`secrets-manager.${name}`]: value}
  const found = await readOptions({env: {}, home: '/nowhere', settings})
  expect(found).toMatchObject({remedy: expect.stringContaining('mturk config set secrets-manager.')})
})

it.each([
  ['region', 'us-gov-west-1'],
  ['prefix', 'lab/keys.'],
  ['kms-key', 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  ['kms-key', 'alias/mturk'],
  ['tags', 'team=lab, cost=12'],
  ['recovery-days', '7'],
  ['cache-seconds', '3600'],
])('%s may be %s', (name, value) => {
  expect(complaintOf(name, value)).toBeUndefined()
})
