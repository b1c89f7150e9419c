import {expect, it} from 'vitest'
import {readValue, writeValue} from './value.js'

const KEY = {accessKeyId: 'AKIAAAAAAAAAAAAAAAA2', secretAccessKey: 'marker/SecretOfKeyA+0123456789abcdefghij'}
const NEXT = {accessKeyId: 'AKIABBBBBBBBBBBBBBB3', secretAccessKey: 'marker/SecretOfKeyB+0123456789abcdefghij'}

it.each([
  ['aws_access_key_id', 'aws_secret_access_key'],
  ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ['AccessKeyId', 'SecretAccessKey'],
  ['accessKeyId', 'secretAccessKey'],
])('reads a key under %s, and puts the next one where it was', (id, secret) => {
  const before = readValue(JSON.stringify({[id]: KEY.accessKeyId, [secret]: KEY.secretAccessKey, owner: 'lab'}))
  if (!('key' in before)) throw new Error(before.problem)
  expect(before.key).toEqual(KEY)
  expect(JSON.parse(writeValue(NEXT, before.members))).toEqual({
    [id]: NEXT.accessKeyId,
    [secret]: NEXT.secretAccessKey,
    owner: 'lab',
  })
})

it('keeps members that it does not know as they are written', () => {
  const text = `{"note":"a","big":12345678901234567890123,"aws_access_key_id":"${KEY.accessKeyId}","aws_secret_access_key":"${KEY.secretAccessKey}","__proto__":{"x":1.50}}`
  const before = readValue(text)
  if (!('key' in before)) throw new Error(before.problem)
  expect(writeValue(KEY, before.members)).toBe(text)
})

it('leaves no session token beside a long-lived key', () => {
  const before = readValue(writeValue(KEY).replace('{', '{"aws_session_token":"marker/token",'))
  if (!('key' in before)) throw new Error(before.problem)
  expect(before.key).toHaveProperty('sessionToken', 'marker/token')
  expect(writeValue(NEXT, before.members)).not.toContain('token')
})

it.each([
  ['bytes', undefined],
  ['text', KEY.secretAccessKey],
  ['a list', '[1]'],
  ['half a key', `{"aws_access_key_id":"${KEY.accessKeyId}"}`],
  ['a password', '{"username":"a","password":"marker/x"}'],
  ['two keys', `${writeValue(KEY).slice(0, -1)},"AccessKeyId":"A","SecretAccessKey":"marker/b"}`],
])('says of %s that it is no key, and repeats nothing of it', (_, text) => {
  const held = readValue(text)
  expect(held).toHaveProperty('problem')
  expect(JSON.stringify(held)).not.toContain('marker')
})

it('tells a secret that may well hold a key from one that holds something else', () => {
  const two = {aws_access_key_id: 'AKIA1', aws_secret_access_key: 's', AccessKeyId: 'AKIA2', SecretAccessKey: 't'}
  for (const text of [undefined, 'AKIA1:s', JSON.stringify(two)])
    expect(readValue(text)).toMatchObject({mayHoldKey: true})
  expect(readValue('{"password":"x"}')).toMatchObject({mayHoldKey: false})
})
