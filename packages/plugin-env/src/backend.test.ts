import {describeBackend} from '@mturk-cli/core/testing'
import {describe, expect, it} from 'vitest'
import {environmentVariables} from './backend.js'
import hook from './hook.js'

const ID = 'AKIAENVENVENVENVENV2'
const call = () => ({signal: new AbortController().signal})
const list = (env: Record<string, string>, explicit = false) =>
  environmentVariables({env}).list({profile: 'default', explicit}, call())

describeBackend(
  'env',
  {
    plugin: '@mturk-cli/plugin-env',
    can: [],
    create() {
      const env: Record<string, string> = {}
      return {
        open: () => environmentVariables({env}),
        seed: (_, key) => {
          env['AWS_ACCESS_KEY_ID'] = key.accessKeyId
          env['AWS_SECRET_ACCESS_KEY'] = key.secretAccessKey
        },
      }
    },
  },
  {describe, it},
)

describe('the environment', () => {
  it('names the variable that would have to be changed', async () => {
    const [entry] = await list({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: 's'})
    expect(entry).toEqual({
      accessKeyId: ID,
      location: {
        backend: 'env',
        id: 'AWS_ACCESS_KEY_ID',
        profile: null,
        display: 'AWS_ACCESS_KEY_ID',
        writable: false,
        why: 'it is the environment variable AWS_ACCESS_KEY_ID of this shell; change it where it is set',
      },
    })
  })

  it('takes the older token name first, and an empty one for none', async () => {
    const env = {AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 'new'}
    const token = async (more: Record<string, string>) => {
      const backend = environmentVariables({env: {...env, ...more}})
      const [entry] = await backend.list({explicit: false}, call())
      return (await backend.read(entry!.location!, call())).sessionToken
    }
    expect(await token({AWS_SECURITY_TOKEN: 'old'})).toBe('old')
    expect(await token({AWS_SECURITY_TOKEN: ''})).toBe('new')
    expect(await token({AWS_SESSION_TOKEN: ''})).toBeUndefined()
  })

  it('is ignored, with a word about it, when a profile is named', async () => {
    const [entry] = await list({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: 's'}, true)
    expect(entry).toMatchObject({
      accessKeyId: ID,
      problem: {code: 'ignored_by_profile', severity: 'note', stops: 'entry'},
    })
  })

  it('stops the lookup at an id without a secret, as Boto does', async () => {
    expect((await list({AWS_ACCESS_KEY_ID: ID}))[0]?.problem).toMatchObject({
      code: 'partial_credentials',
      stops: 'backend',
    })
  })

  it.each([
    ['2020-01-01T00:00:00Z', true],
    ['2120-01-01T00:00:00+00:00', false],
    ['2120-01-01T00:00:00', true],
    ['soon', true],
    ['', false],
  ])('refuses a key that ends at %j, as Boto does: %s', async (time, isRefused) => {
    const [entry] = await list({AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: 's', AWS_CREDENTIAL_EXPIRATION: time})
    const remedy = expect.stringContaining('unset AWS_CREDENTIAL_EXPIRATION')
    const refused = expect.objectContaining({code: 'malformed_credentials', stops: 'backend', remedy})
    expect(entry?.problem).toEqual(isRefused ? refused : undefined)
  })

  it('passes over a secret without an id, as Boto does, and says so', async () => {
    const [entry] = await list({AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: 's'})
    expect(entry).toMatchObject({
      location: {display: 'AWS_SECRET_ACCESS_KEY'},
      problem: {code: 'partial_credentials', severity: 'note', stops: 'entry'},
    })
    expect(entry).not.toHaveProperty('accessKeyId')
  })

  it.each([
    ['AWS_SECRET_ACCESSS_KEY', 'AWS_SECRET_ACCESS_KEY', 10],
    ['AWS_SECRETE_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY', 43],
    ['aws_access_key_id', 'AWS_ACCESS_KEY_ID', 21],
    ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY', 21],
    ['AWS_ACCES_KEY_ID', 'AWS_ACCESS_KEY_ID', 10],
    ['AWS-ACCESS-KEY-ID', 'AWS_ACCESS_KEY_ID', 10],
    ['AWS_SECRET_KEY', 'AWS_SECRET_ACCESS_KEY', 10],
    ['AWS_SESION_TOKEN', 'AWS_SESSION_TOKEN', 10],
  ])('points from %s to %s (pain %i)', async (wrong, right) => {
    const entries = await list({[wrong]: 'marker'})
    expect(entries).toMatchObject([
      {
        location: {display: wrong, writable: false},
        problem: {code: 'misspelt_name', severity: 'warning', stops: 'entry'},
      },
    ])
    expect(entries[0]?.problem?.message).toContain(`looks like ${right},`)
    expect(JSON.stringify(entries)).not.toContain('marker')
  })

  it('says nothing of other variables, nor of a misspelling beside the right name', async () => {
    const right = {AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: 's'}
    expect(
      await list({AWS_REGION: 'x', AWS_PROFILE: 'y', AWS_SECURITY_TOKEN: 't', PATH: 'p', AWS_ACCESS: 'z'}),
    ).toEqual([])
    expect(await list({...right, aws_access_key_id: ID, AWS_SECRET_ACCESSS_KEY: 's'})).toHaveLength(1)
  })

  it('answers the hook with one backend, which stands first in line', async () => {
    const context = {
      apiVersion: 1,
      env: {},
      home: '/nowhere',
      settings: {},
      interactive: false,
      adminCredentials: () => Promise.reject(new Error('not asked for')),
    } as const
    const backends = await hook({context})
    expect(backends.map(({id, order, lookup}) => ({id, order, lookup}))).toEqual([
      {id: 'env', order: 100, lookup: 'default'},
    ])
  })
})
