import type {CredentialBackend, Key} from '@mturk-cli/core'
import {readRegion, writeRegion} from '@mturk-cli/core/files'
import {botoFiles} from '@mturk-cli/plugin-boto-files'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'

const KEY: Key = {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'}
const OLD: Key = {accessKeyId: 'AKIAOLDOLDOLDOLDOLD2', secretAccessKey: 'old'}
const PROFILES = ['default', 'lab', 'two words', 'Zoë', "it's"]

/** Every profile's key and region as boto3 sees them. */
const READ = `
import boto3
def seen(name):
    session = boto3.Session(profile_name=name)
    key = session.get_credentials()
    return [key.access_key, key.secret_key, key.token, session.region_name] if key else None
print(json.dumps({name: seen(name) for name in given["profiles"]}))
`

function open(home: Home): Required<CredentialBackend> {
  return botoFiles({env: {BOTO_CONFIG: home.at('.boto')}, home: home.path}) as Required<CredentialBackend>
}
let operations = 0
const call = () => ({signal: new AbortController().signal, operationId: `parity-${++operations}`})

describe('what mturk writes', () => {
  it('boto3 reads, for every profile', async ({home, python}) => {
    for (const profile of PROFILES) {
      await open(home).store({profile, key: KEY, expect: null}, call())
      await writeRegion(profile, {env: {}, home: home.path}, 'us-east-1')
    }
    const {json} = await python(READ, {profiles: PROFILES})
    const expected = [KEY.accessKeyId, KEY.secretAccessKey, null, 'us-east-1']
    expect(json).toEqual(Object.fromEntries(PROFILES.map((profile) => [profile, expected])))
  })

  it('the AWS CLI reads', async ({home, aws}) => {
    await open(home).store({profile: 'lab', key: KEY, expect: null}, call())
    await writeRegion('lab', {env: {}, home: home.path}, 'us-east-1')
    const get = async (name: string) => (await aws('configure', 'get', name, '--profile', 'lab')).stdout.trim()
    expect(await get('aws_access_key_id')).toBe(KEY.accessKeyId)
    expect(await get('aws_secret_access_key')).toBe(KEY.secretAccessKey)
    expect(await get('region')).toBe('us-east-1')
  })

  // Files on which `aws configure` itself goes wrong (credential-files, measured).
  it.for([
    [
      'upper-case names',
      '.aws/credentials',
      '[lab]\nAWS_ACCESS_KEY_ID = AKIAOLDOLDOLDOLDOLD2\nAWS_SECRET_ACCESS_KEY = old\n',
      'lab',
    ],
    [
      'a value on several lines',
      '.aws/credentials',
      '[lab]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD2\naws_secret_access_key = old\n  er\n',
      'lab',
    ],
    [
      'indented names',
      '.aws/credentials',
      '[lab]\n  aws_access_key_id = AKIAOLDOLDOLDOLDOLD2\n  aws_secret_access_key = old\n  region = x\n',
      'lab',
    ],
    [
      'CRLF',
      '.aws/credentials',
      '[lab]\r\naws_access_key_id = AKIAOLDOLDOLDOLDOLD2\r\naws_secret_access_key = old\r\n',
      'lab',
    ],
    [
      'a quoted profile',
      '.aws/config',
      '[profile "a b"]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD2\naws_secret_access_key = old\n',
      'a b',
    ],
    [
      'a profile behind a tab',
      '.aws/config',
      '[profile\ta]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD2\naws_secret_access_key = old\n',
      'a',
    ],
    [
      'a stale token',
      '.aws/credentials',
      '[lab]\naws_access_key_id=AKIAOLDOLDOLDOLDOLD2\naws_secret_access_key=old\naws_session_token=t\n',
      'lab',
    ],
  ] as const)('boto3 reads in a file with %s', async ([, file, content, profile], {home, python}) => {
    home.write(file, content)
    const backend = open(home)
    const [entry] = await backend.list({explicit: false, accessKeyId: OLD.accessKeyId}, call())
    if (!entry?.location) throw new Error('The old key was not found.')
    await backend.replace({location: entry.location, key: KEY, expect: OLD.accessKeyId}, call())
    const {json} = await python(READ, {profiles: [profile]})
    expect(json[profile].slice(0, 3)).toEqual([KEY.accessKeyId, KEY.secretAccessKey, null])
    expect(home.read(file).split('\r\n').length).toBe(content.split('\r\n').length)
  })

  it('is gone for boto3 when it is removed', async ({home, python}) => {
    const location = await open(home).store({profile: 'lab', key: KEY, expect: null}, call())
    await open(home).store({profile: 'default', key: KEY, expect: null}, call())
    await open(home).remove({location, expect: KEY.accessKeyId}, call())
    const {json} = await python('import boto3\nprint(json.dumps(boto3.Session().available_profiles))')
    expect(json).toEqual(['default'])
  })
})

describe('what the AWS CLI writes', () => {
  it('mturk reads', async ({home, aws}) => {
    for (const profile of PROFILES.slice(0, 3)) {
      const set = (name: string, value: string) => aws('configure', 'set', name, value, '--profile', profile)
      await set('aws_access_key_id', KEY.accessKeyId)
      await set('aws_secret_access_key', `${KEY.secretAccessKey}${profile.length}`)
      await set('region', 'us-east-1')
    }
    const backend = open(home)
    for (const profile of PROFILES.slice(0, 3)) {
      const [entry] = await backend.list({profile, explicit: true}, call())
      if (!entry?.location) throw new Error(`${profile} was not found.`)
      expect(await backend.read(entry.location, call())).toEqual({
        ...KEY,
        secretAccessKey: `${KEY.secretAccessKey}${profile.length}`,
      })
      expect(await readRegion(profile, {env: {}, home: home.path})).toMatchObject({region: 'us-east-1'})
    }
    expect(home.list()).toEqual(['.aws/config', '.aws/credentials'])
  })
})
