import {describe, expect, it} from 'vitest'
import {endpointResolver, overrideNotes, type ConfiguredEndpoints} from './endpoints.js'

const PROFILE: ConfiguredEndpoints = {display: '~/.aws/config [profile lab]'}

async function whereIs(
  service: Parameters<ReturnType<typeof endpointResolver>['of']>[0],
  env: Record<string, string>,
  config?: Partial<ConfiguredEndpoints>,
) {
  const {url, overriddenBy} = await endpointResolver({
    env,
    configured: async () => (config ? {...PROFILE, ...config} : undefined),
  }).of(service)
  return [url, overriddenBy]
}

describe('where a request goes', () => {
  it.each([
    ['mturk', 'https://mturk-requester.us-east-1.amazonaws.com'],
    ['mturk-sandbox', 'https://mturk-requester-sandbox.us-east-1.amazonaws.com'],
    ['iam', 'https://iam.amazonaws.com'],
    ['sts', 'https://sts.us-east-1.amazonaws.com'],
    ['secrets-manager', 'https://secretsmanager.us-east-1.amazonaws.com'],
  ] as const)('%s is at AWS where nobody says otherwise', async (service, url) => {
    expect(await whereIs(service, {AWS_REGION: 'eu-west-1', AWS_USE_FIPS_ENDPOINT: 'true'})).toEqual([url, null])
  })

  it('takes the variable of the service before the one for all, and names it', async () => {
    const env = {AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:1', AWS_ENDPOINT_URL: 'http://127.0.0.1:2'}
    expect(await whereIs('iam', env)).toEqual(['http://127.0.0.1:1', 'AWS_ENDPOINT_URL_IAM'])
    expect(await whereIs('sts', env)).toEqual(['http://127.0.0.1:2', 'AWS_ENDPOINT_URL'])
  })

  it('writes the variable of Secrets Manager as AWS does', async () => {
    const env = {AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://vault.example'}
    expect(await whereIs('secrets-manager', env)).toEqual(['https://vault.example', 'AWS_ENDPOINT_URL_SECRETS_MANAGER'])
  })

  it('takes an empty variable as none, as Boto does', async () => {
    const env = {AWS_ENDPOINT_URL_STS: '', AWS_ENDPOINT_URL: ''}
    expect(await whereIs('sts', env, {endpointUrl: 'https://sts.example'})).toEqual([
      'https://sts.example',
      '~/.aws/config [profile lab]',
    ])
  })

  it('takes the services section before endpoint_url, and both after the variables', async () => {
    const config = {
      endpointUrl: 'https://all.example',
      services: {name: 'lab', endpointUrls: {mturk: 'https://mturk.example', iam: undefined}},
    }
    expect(await whereIs('mturk', {}, config)).toEqual(['https://mturk.example', '~/.aws/config [services lab]'])
    expect(await whereIs('iam', {}, config)).toEqual(['https://all.example', '~/.aws/config [profile lab]'])
    expect(await whereIs('mturk', {AWS_ENDPOINT_URL: 'https://variable.example'}, config)).toEqual([
      'https://variable.example',
      'AWS_ENDPOINT_URL',
    ])
  })

  it('refuses a services section that is named and not there', async () => {
    const config = {services: {name: 'gone', endpointUrls: null}}
    await expect(whereIs('iam', {}, config)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('"gone"'),
    })
  })

  it('does not crash on a config file that cannot be read', async () => {
    const endpoints = endpointResolver({
      env: {},
      configured: async () => {
        throw new Error('no config file here')
      },
    })
    expect((await endpoints.of('sts')).overriddenBy).toBeNull()
  })
})

describe('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', () => {
  const AWS_ENDPOINT_URL = 'https://variable.example'
  const AWS_IAM = 'https://iam.amazonaws.com'

  it.each(['true', 'TRUE', 'True'])('%s switches off files and variables, as in Boto', async (ignore) => {
    const env = {AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ignore}
    expect(await whereIs('iam', env, {endpointUrl: 'https://file.example'})).toEqual([AWS_IAM, null])
  })

  it.each(['1', 'yes', '', 'false', ' true'])('"%s" does not', async (ignore) => {
    const env = {AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ignore}
    expect(await whereIs('iam', env)).toEqual([AWS_ENDPOINT_URL, 'AWS_ENDPOINT_URL'])
  })

  it('may stand in the profile, where the variable is absent', async () => {
    const config = {ignoreConfiguredEndpointUrls: 'true'}
    expect(await whereIs('iam', {AWS_ENDPOINT_URL}, config)).toEqual([AWS_IAM, null])
    expect(await whereIs('iam', {AWS_ENDPOINT_URL, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ''}, config)).toEqual([
      AWS_ENDPOINT_URL,
      'AWS_ENDPOINT_URL',
    ])
  })

  it('leaves the sandbox where our own variable says, and then does not send production to AWS', async () => {
    const env = {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      MTURK_SANDBOX_ENDPOINT_URL: 'http://127.0.0.1:2',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    }
    expect(await whereIs('mturk-sandbox', env)).toEqual(['http://127.0.0.1:2', 'MTURK_SANDBOX_ENDPOINT_URL'])
    await expect(whereIs('mturk', env)).rejects.toThrow('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS is set')
  })
})

describe('production and the sandbox', () => {
  it.each([
    [{AWS_ENDPOINT_URL: 'http://127.0.0.1:1'}, 'AWS_ENDPOINT_URL'],
    [{AWS_ENDPOINT_URL_MTURK: 'http://127.0.0.1:1'}, 'AWS_ENDPOINT_URL_MTURK'],
  ])('with only production elsewhere the sandbox is not asked at AWS (%j)', async (env, variable) => {
    await expect(whereIs('mturk-sandbox', env)).rejects.toMatchObject({
      code: 'usage',
      exit: 2,
      message: expect.stringMatching(new RegExp(`^${variable} .*Set MTURK_SANDBOX_ENDPOINT_URL as well`)),
    })
  })

  it('also where the config file sends production elsewhere', async () => {
    await expect(whereIs('mturk-sandbox', {}, {endpointUrl: 'https://file.example'})).rejects.toThrow(
      '~/.aws/config [profile lab]',
    )
  })

  it('with only the sandbox elsewhere production is not asked at AWS', async () => {
    await expect(whereIs('mturk', {MTURK_SANDBOX_ENDPOINT_URL: 'http://127.0.0.1:1'})).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining('Set AWS_ENDPOINT_URL_MTURK as well'),
    })
  })

  it('the other services do not care', async () => {
    expect((await whereIs('sts', {MTURK_SANDBOX_ENDPOINT_URL: 'https://proxy.example'}))[1]).toBeNull()
    expect((await whereIs('mturk-sandbox', {AWS_ENDPOINT_URL_STS: 'https://proxy.example'}))[1]).toBeNull()
  })
})

describe('an emulator on this computer', () => {
  it.each([
    ['sts', 'MTURK_SANDBOX_ENDPOINT_URL', 'AWS_ENDPOINT_URL_STS'],
    ['iam', 'MTURK_SANDBOX_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IAM'],
    ['sts', 'AWS_ENDPOINT_URL_MTURK', 'AWS_ENDPOINT_URL_STS'],
    ['iam', 'AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_IAM'],
    ['mturk', 'AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_MTURK'],
    ['mturk-sandbox', 'AWS_ENDPOINT_URL_STS', 'MTURK_SANDBOX_ENDPOINT_URL'],
    ['secrets-manager', 'AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL_SECRETS_MANAGER'],
    ['iam', 'AWS_ENDPOINT_URL_SECRETS_MANAGER', 'AWS_ENDPOINT_URL_IAM'],
  ] as const)('is not mixed with AWS: %s, where %s is here', async (service, here, wanted) => {
    await expect(whereIs(service, {[here]: 'http://127.0.0.1:1'})).rejects.toMatchObject({
      code: 'usage',
      exit: 2,
      message: expect.stringMatching(new RegExp(`^${here} .*Set ${wanted} as well, or remove ${here}`)),
    })
  })

  it('is not mixed with AWS where the config file speaks of it either', async () => {
    const services = {name: 'local', endpointUrls: {mturk: 'http://localhost:4566'}}
    await expect(whereIs('sts', {}, {services})).rejects.toThrow('~/.aws/config [services local]')
  })
})

describe('what was asked instead of AWS', () => {
  it('is said once for each address', async () => {
    const env = {AWS_ENDPOINT_URL: 'http://127.0.0.1:1', MTURK_SANDBOX_ENDPOINT_URL: 'http://127.0.0.1:2'}
    expect(await overrideNotes(endpointResolver({env}), ['sts', 'iam', 'mturk', 'mturk-sandbox'])).toEqual([
      'asked at http://127.0.0.1:1 (AWS_ENDPOINT_URL) instead of AWS',
      'asked at http://127.0.0.1:2 (MTURK_SANDBOX_ENDPOINT_URL) instead of AWS',
    ])
    expect(await overrideNotes(endpointResolver({env: {}}), ['sts', 'mturk'])).toEqual([])
  })
})

describe('an endpoint that is refused', () => {
  const refusal = (url: string, allowPlainHttp = false) =>
    endpointResolver({env: {AWS_ENDPOINT_URL: url}, allowPlainHttp}).of('sts')

  it.each([
    'http://localhost:4566',
    'http://LOCALHOST:4566',
    'http://127.0.0.1:4566',
    'http://127.8.9.10',
    'http://[::1]:4566',
    'http://2130706433:4566',
    'https://elsewhere.example',
    'https://10.0.0.1:8443/prefix/',
  ])('%s is fine', async (url) => {
    expect((await refusal(url)).overriddenBy).toBe('AWS_ENDPOINT_URL')
  })

  it.each([
    'http://elsewhere.example',
    'http://10.0.0.1:4566',
    'http://127.0.0.1.elsewhere.example',
    'http://localhost.elsewhere.example',
    'http://[::ffff:127.0.0.1]:4566',
    'http://0.0.0.0:4566',
    'http://128.0.0.1',
  ])('%s would carry secrets in the open', async (url) => {
    await expect(refusal(url)).rejects.toMatchObject({
      code: 'usage',
      exit: 2,
      message: expect.stringContaining('plain http'),
    })
    expect((await refusal(url, true)).overriddenBy).toBe('AWS_ENDPOINT_URL')
  })

  it.each([
    'elsewhere.example',
    'ftp://elsewhere.example',
    'http://',
    'https:///',
    '%',
    ' ',
    'javascript:alert(1)',
    'localhost:4566',
  ])('"%s" is no address', async (url) => {
    await expect(refusal(url)).rejects.toMatchObject({exit: 2, message: expect.stringContaining('AWS_ENDPOINT_URL')})
  })

  it.each([
    'https://ann:p4ss@elsewhere.example',
    'https://p4ss@elsewhere.example',
    'https://elsewhere.example?key=p4ss',
    'h ttp://ann:p4ss@x',
  ])('what may be a password is not repeated (%s)', async (url) => {
    const error = await refusal(url).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({exit: 2})
    expect(String(error)).not.toContain('p4ss')
  })

  it('a region that is no region never becomes a host name', async () => {
    await expect(endpointResolver({env: {}}).of('secrets-manager', 'evil.example/')).rejects.toMatchObject({exit: 2})
  })
})
