import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {botoFiles} from './backend.js'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mturk-circles-'))
  mkdirSync(join(home, '.aws'))
})
afterEach(() => rmSync(home, {recursive: true}))

const asking = (name: string, other: string) =>
  `[profile ${name}]\ncredential_process = /opt/bin/mturk credentials export --format process --profile ${other}\n`

async function listed(config: string, profile?: string) {
  writeFileSync(join(home, '.aws/config'), config)
  const backend = botoFiles({env: {BOTO_CONFIG: join(home, '.boto')}, home})
  const {signal} = new AbortController()
  return backend.list({...(profile === undefined ? {} : {profile}), explicit: true}, {signal})
}

it('tells of two profiles that ask each other, and lists the others all the same', async () => {
  const fine = '[profile fine]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD2\naws_secret_access_key = s\n'
  const config = asking('a', 'b') + asking('b', 'c') + asking('c', 'a') + asking('aside', 'a') + fine
  const all = await listed(config)
  expect(all.flatMap(({accessKeyId}) => accessKeyId ?? [])).toEqual(['AKIAOLDOLDOLDOLDOLD2'])
  for (const name of ['a', 'b', 'c']) {
    const [entry] = (await listed(config, name)).filter(({problem}) => problem !== undefined)
    expect(entry?.problem?.message).toContain('for this very profile')
  }
  const [aside] = (await listed(config, 'aside')).filter(({problem}) => problem !== undefined)
  expect(aside?.problem?.code).toBe('credential_process')
})

it('gives up on a row of profiles that has no end to speak of', async () => {
  const row = Array.from({length: 3000}, (_, index) => asking(`p${index}`, `p${index + 1}`)).join('')
  expect((await listed(row, 'p0')).map(({problem}) => problem?.code)).toContain('credential_process')
})
