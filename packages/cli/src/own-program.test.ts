import {mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {expect, it, onTestFinished} from 'vitest'

import {ownProgram} from './own-program.js'

function fixture() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-program-')))
  onTestFinished(() => rmSync(root, {recursive: true, force: true}))
  const at = (...path: string[]) => join(root, ...path)
  const file = (...path: string[]) => {
    mkdirSync(join(at(...path), '..'), {recursive: true})
    writeFileSync(at(...path), '')
    return at(...path)
  }
  const link = (target: string, ...path: string[]) => {
    mkdirSync(join(at(...path), '..'), {recursive: true})
    symlinkSync(target, at(...path))
    return at(...path)
  }
  return {at, file, link}
}

const node = process.platform === 'win32' ? 'node.exe' : 'node'

it.skipIf(process.platform === 'win32')('names Node as PATH has it, so that an update is followed', async () => {
  const {at, file, link} = fixture()
  const execPath = file('Cellar', 'node', '24.1.0', 'bin', node)
  const script = link(file('lib', 'mturk-cli', 'bin', 'run.js'), 'bin', 'mturk')
  const stable = link(execPath, 'bin', node)
  file('elsewhere', node)
  const searchPath = ['relative', at('nothing'), at('elsewhere'), at('bin')].join(delimiter)
  expect(await ownProgram({execPath, script, searchPath})).toEqual({words: [stable, script], warnings: []})
  expect(await ownProgram({execPath, script, searchPath: undefined})).toMatchObject({words: [execPath, script]})
})

it.skipIf(process.platform === 'win32')('names nothing that goes when a shell ends', async () => {
  const {at, file, link} = fixture()
  const execPath = file('fnm', 'node-versions', 'v24', 'bin', node)
  link(execPath, 'fnm_multishells', '12_34', 'bin', node)
  const run = file('fnm', 'node-versions', 'v24', 'lib', 'mturk-cli', 'bin', 'run.js')
  const script = link(run, 'fnm_multishells', '12_34', 'bin', 'mturk')
  const {words, warnings} = await ownProgram({execPath, script, searchPath: at('fnm_multishells', '12_34', 'bin')})
  expect(words).toEqual([execPath, run])
  expect(warnings).toEqual([expect.stringContaining('version manager')])
})

it('warns of a cache that npx empties', async () => {
  const script = '/home/ann/.npm/_npx/0123/node_modules/mturk-cli/bin/run.js'
  const {warnings} = await ownProgram({execPath: '/usr/bin/node', script, searchPath: ''})
  expect(warnings).toEqual([expect.stringContaining('Install it, and link the profile again.')])
})
