import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {readSettings} from './settings.js'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'mturk-settings-'))
})

afterEach(() => rm(directory, {recursive: true}))

async function settingsIn(text: string | Uint8Array, knownSections?: readonly string[]) {
  await writeFile(path.join(directory, 'config.ini'), text)
  return readSettings(directory, knownSections ? {knownSections} : {})
}

describe('config.ini', () => {
  it('may be missing, and so may its directory', async () => {
    for (const where of [directory, path.join(directory, 'not', 'there')]) {
      expect(await readSettings(where, {knownSections: []})).toMatchObject({
        allowPlainHttp: false,
        instanceMetadata: false,
        adminProfile: undefined,
        flat: {},
      })
    }
  })

  it('holds our settings and those of the backends', async () => {
    const text = [
      '\uFEFF; a comment',
      '[aws]',
      'allow-plain-http = true',
      'instance-metadata=false',
      'admin-profile = "lab admin"',
      '',
      '[secrets-manager]\r',
      'region = eu-west-1\r',
      'prefix = mturk/ ; where the keys are',
    ].join('\n')
    const settings = await settingsIn(text, ['env', 'secrets-manager'])
    expect(settings).toMatchObject({allowPlainHttp: true, instanceMetadata: false, adminProfile: 'lab admin'})
    expect(settings.flat).toEqual({
      'aws.allow-plain-http': 'true',
      'aws.instance-metadata': 'false',
      'aws.admin-profile': 'lab admin',
      'secrets-manager.region': 'eu-west-1',
      'secrets-manager.prefix': 'mturk/',
    })
  })

  it.each([
    ['[aws]\n# x\nallow-plain-htp = true', 3, 'allow-plain-htp', 'Did you mean "allow-plain-http"?'],
    ['[aws]\nadmin_profile = x', 2, 'admin_profile', 'Did you mean "admin-profile"?'],
    [
      '[aws]\ncolour = red',
      2,
      'mturk knows no setting of this name',
      'There are: allow-plain-http, instance-metadata, admin-profile.',
    ],
    ['[aws]\nallow-plain-http = yes', 2, 'allow-plain-http', 'either true or false'],
    ['[aws]\nallow-plain-http', 2, 'allow-plain-http', 'no "="'],
    ['[aws]\nadmin-profile[] = x', 2, 'admin-profile', 'a list'],
    ['[aws]\nadmin-profile = x\nadmin-profile = y', 3, 'admin-profile', 'set before, in line 2'],
    ['admin-profile = x', 1, 'admin-profile', 'before the first section'],
    ['[aws\nadmin-profile = x', 1, 'what stands there', 'before the first section'],
    ['[aws]\n\n[secrets-manger]\nregion = x', 3, '[secrets-manger]', 'Did you mean "secrets-manager"?'],
    ['[env]\n[vault]', 2, 'mturk knows no section [vault]', 'There are: aws, env, secrets-manager.'],
    ['[AWS]', 1, '[AWS]', 'Did you mean "aws"?'],
    ['[aws.more]', 1, 'mturk knows no section of this name', 'There are'],
  ])('%j is refused with its place (line %d)', async (text, line, name, words) => {
    await expect(settingsIn(text, ['env', 'secrets-manager'])).rejects.toMatchObject({
      code: 'usage',
      exit: 2,
      message: expect.stringContaining(`${path.join(directory, 'config.ini')}, line ${line}: `),
    })
    await expect(settingsIn(text, ['env', 'secrets-manager'])).rejects.toThrow(name)
    await expect(settingsIn(text, ['env', 'secrets-manager'])).rejects.toThrow(words)
  })

  it.each([
    (secret: string) => `aws_secret_access_key ${secret}`,
    (secret: string) => `aws_secret_access_key: ${secret}`,
    (secret: string) => `[aws]\n${secret} = true`,
    (secret: string) => `[aws]\n${secret}`,
    (secret: string) => `[aws]\n${secret}[] = x`,
    (secret: string) => `[vault]\n${secret} = x\n${secret} = y`,
    (secret: string) => `[${secret}]`,
    (secret: string) => `[${secret}\nx = y`,
  ])('never repeats what may be a secret (%#)', async (text) => {
    const secret = 'Wq7xPz9LmT3vKc8RbN2yHd5Jg+aaWq7xPz9LmT3v'
    const error: unknown = await settingsIn(text(secret), ['env']).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({code: 'usage', message: expect.stringMatching(/config\.ini, line \d: /)})
    expect((error as Error).message).not.toContain('Wq7xPz9')
  })

  it('is read before the backends are known, and their sections are checked when they are', async () => {
    const settings = await settingsIn('[vault]\nurl = x')
    expect(settings.flat).toEqual({'vault.url': 'x'})
    expect(() => settings.assertSectionsOf(['env'])).toThrow('line 1: mturk knows no section [vault].')
    expect(() => settings.assertSectionsOf(['vault'])).not.toThrow()
  })

  it.each(['__proto__', 'constructor', 'toString'])('a name like %s does no harm', async (name) => {
    await expect(settingsIn(`[aws]\n${name} = x\n[${name}]\ny = z`, [])).rejects.toMatchObject({exit: 2})
    expect(({} as Record<string, unknown>)['y']).toBeUndefined()
  })

  it.each([
    ['a directory', undefined],
    ['binary', Uint8Array.from([0x5b, 0xff, 0xfe, 0x5d])],
    ['full of zeros', new Uint8Array(16)],
  ])('that is %s is named', async (_, content) => {
    if (content) await writeFile(path.join(directory, 'config.ini'), content)
    else await mkdir(path.join(directory, 'config.ini'))
    await expect(readSettings(directory)).rejects.toMatchObject({
      code: 'unreadable_file',
      exit: 3,
      message: expect.stringContaining(path.join(directory, 'config.ini')),
    })
  })
})
