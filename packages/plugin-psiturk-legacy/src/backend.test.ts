import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describeBackend} from '@mturk-cli/core/testing'
import {describe, expect, it} from 'vitest'
import {psiturkLegacy} from './backend.js'

const FILES = {
  '.psiturkconfig': (id: string, secret: string) =>
    `# mine\r\n[AWS Access]\r\naws_access_key_id : ${id}\r\nAWS_SECRET_ACCESS_KEY=${secret}\r\n[Database Parameters]\r\ndatabase_url = x\r\n`,
  'project/.env': (id: string, secret: string) =>
    `PSITURK_LOGLEVEL=1\nexport PSITURK_AWS_ACCESS_KEY_ID='${id}'\nPSITURK_AWS_SECRET_ACCESS_KEY=${secret} # mine\n`,
} as const

for (const [file, content] of Object.entries(FILES)) {
  describeBackend(
    `psiturk-legacy (${file})`,
    {
      // New keys belong elsewhere, so it has no store.
      can: ['replace', 'remove'],
      plugin: '@mturk-cli/plugin-psiturk-legacy',
      create() {
        const home = mkdtempSync(join(tmpdir(), 'mturk-psiturk-'))
        const project = mkdtempSync(join(home, 'project'))
        const path = join(file.startsWith('project') ? project : home, file.replace(/^project\//, ''))
        return {
          open: () => psiturkLegacy({env: {}, home}, project),
          seed: (_profile, {accessKeyId, secretAccessKey}) =>
            writeFileSync(path, content(accessKeyId, secretAccessKey)),
          close: () => rmSync(home, {recursive: true}),
        }
      },
    },
    {describe, it},
  )
}

const ID = 'AKIAABCDEFGHIJKLMNOP'
const SECRET = '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'

describe('what stands beside a key', () => {
  const call = {signal: new AbortController().signal, operationId: 'once'}

  it.each(Object.entries(FILES))('stays to the byte when the key goes: %s', async (file, content) => {
    const home = mkdtempSync(join(tmpdir(), 'mturk-psiturk-'))
    const path = join(home, file.replace(/^project\//, ''))
    writeFileSync(path, content(ID, SECRET))
    const backend = psiturkLegacy({env: {}, home}, home)
    const [entry] = await backend.list({explicit: false}, call)
    if (!entry?.location) throw new Error('It lists nothing.')
    await backend.remove?.({location: entry.location, expect: ID}, call)
    const kept = content(ID, SECRET)
      .split(/(?<=\n)/)
      .filter((line) => !/access_key/i.test(line))
    expect(readFileSync(path, 'utf8')).toBe(kept.join(''))
    expect(kept.length).toBeGreaterThan(0)
    rmSync(home, {recursive: true})
  })

  it('takes no part in the default lookup, and names the command that moves its keys', async () => {
    const backend = psiturkLegacy({env: {}, home: '/nowhere'}, '/nowhere')
    expect(backend).toMatchObject({lookup: 'on-request', migrateCommand: 'mturk psiturk migrate'})
    expect(backend).not.toHaveProperty('store')
  })

  it('is not changed where a file holds two different keys: one of them is not meant', async () => {
    const home = mkdtempSync(join(tmpdir(), 'mturk-psiturk-'))
    const text = `AWS_ACCESS_KEY_ID=AKIAOTHEROTHEROTHERS\nAWS_SECRET_ACCESS_KEY=${SECRET}\n${FILES['project/.env'](ID, SECRET)}`
    writeFileSync(join(home, '.env'), text)
    const backend = psiturkLegacy({env: {}, home}, home)
    const [entry] = await backend.list({explicit: false}, call)
    if (!entry?.location) throw new Error('It lists nothing.')
    expect(entry).toMatchObject({accessKeyId: ID, location: {writable: false, why: 'it holds two different keys'}})
    const {location} = entry
    const key = {accessKeyId: 'AKIANEWNEWNEWNEWNEWN', secretAccessKey: SECRET}
    await expect(backend.remove?.({location, expect: ID}, call)).rejects.toThrow(/two different keys/)
    const other = {...call, operationId: 'twice'}
    await expect(backend.replace?.({location, expect: ID, key}, other)).rejects.toThrow(/two different keys/)
    expect(readFileSync(join(home, '.env'), 'utf8')).toBe(text)
    rmSync(home, {recursive: true})
  })

  it('refuses to change a variable, and names it', async () => {
    const env = {PSITURK_AWS_ACCESS_KEY_ID: ID, PSITURK_AWS_SECRET_ACCESS_KEY: SECRET}
    const backend = psiturkLegacy({env, home: '/nowhere'}, '/nowhere')
    const [entry] = await backend.list({explicit: false}, call)
    expect(entry).toMatchObject({accessKeyId: ID, location: {writable: false, display: 'PSITURK_AWS_ACCESS_KEY_ID'}})
    if (!entry?.location) throw new Error('It lists nothing.')
    await expect(backend.remove?.({location: entry.location, expect: ID}, call)).rejects.toThrow(
      /PSITURK_AWS_ACCESS_KEY_ID: a variable of the environment/,
    )
  })
})
