import {mkdtempSync, rmSync, utimesSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {loadBotoFile} from './boto-configuration.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mturk-boto-'))
})

afterEach(() => rmSync(directory, {recursive: true}))

it('reads a file again that another program has just emptied, and is about to fill', async () => {
  const file = join(directory, 'credentials')
  writeFileSync(file, '')
  const loading = loadBotoFile(file)
  setTimeout(() => writeFileSync(file, '[default]\nregion = us-east-1\n'), 15)
  expect(await loading).toMatchObject({state: 'read', file: {sections: [{name: 'default'}]}})
})

it('takes a file for empty that has been so for a while', async () => {
  const file = join(directory, 'credentials')
  writeFileSync(file, '')
  utimesSync(file, 1, 1)
  expect(await loadBotoFile(file)).toMatchObject({state: 'read', file: {sections: []}})
})
