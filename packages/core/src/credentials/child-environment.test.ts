import {describe, expect, it} from 'vitest'
import {wrapKey} from './access-key.js'
import {childEnvironment} from './child-environment.js'

const key = wrapKey({accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: 's'.repeat(40)})
const KEY = {AWS_ACCESS_KEY_ID: 'AKIAABCDEFGHIJKLMNOP', AWS_SECRET_ACCESS_KEY: 's'.repeat(40)}
const region = 'us-east-1'

describe('the environment of a program that is to use one key', () => {
  it.each([
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_CREDENTIAL_FILE',
    'AWS_CREDENTIAL_EXPIRATION',
    'AWS_ACCESS_KEY',
    'AWS_SECRET_KEY',
    'AWS_ROLE_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN',
    'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    'AWS_ACCOUNT_ID',
    'PSITURK_AWS_ACCESS_KEY_ID',
  ])('is without %s, in capitals or not', (name) => {
    const env = {[name]: 'other', [name.toLowerCase()]: 'other', AWS_REGION: region}
    expect(childEnvironment(env, key, {region})).toEqual({...KEY, AWS_REGION: region})
  })

  it('keeps what does not choose a key: files, endpoints, retries, a switched-off metadata service', () => {
    const env = {
      AWS_SHARED_CREDENTIALS_FILE: '/a',
      AWS_CONFIG_FILE: '/b',
      BOTO_CONFIG: '/c',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_MAX_ATTEMPTS: '3',
      AWS_EC2_METADATA_DISABLED: 'true',
      PATH: '/bin',
      AWS_DEFAULT_REGION: 'eu-west-1',
    }
    expect(childEnvironment(env, key, {region})).toEqual({...env, ...KEY})
  })

  it('has a region under both names where there is none, and what the profile sets where that is missing', () => {
    const env = {AWS_REGION: '', AWS_ENDPOINT_URL: 'https://mine'}
    const variables = {AWS_ENDPOINT_URL: 'https://profile', AWS_ENDPOINT_URL_IAM: 'https://iam'}
    expect(childEnvironment(env, key, {region, variables})).toEqual({
      ...KEY,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: 'https://mine',
      AWS_ENDPOINT_URL_IAM: 'https://iam',
    })
  })

  it('has the token of a temporary key', () => {
    const temporary = wrapKey({accessKeyId: 'ASIAABCDEFGHIJKLMNOP', secretAccessKey: 'x', sessionToken: 'mine'})
    const env = {AWS_SESSION_TOKEN: 'other', AWS_SECURITY_TOKEN: 'other'}
    expect(childEnvironment(env, temporary, {region})).toMatchObject({AWS_SESSION_TOKEN: 'mine'})
    expect(childEnvironment(env, temporary, {region})).not.toHaveProperty('AWS_SECURITY_TOKEN')
  })
})
