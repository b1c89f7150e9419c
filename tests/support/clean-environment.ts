import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll} from 'vitest'

/**
 * Before each test file: nothing that the person at the keyboard has set up reaches a test, and nothing that a test does
 * reaches their home.
 */
for (const name of Object.keys(process.env)) {
  if (/^(AWS|BOTO|MTURK|OCLIF|PSITURK|XDG)_/.test(name) || name === 'DEBUG') delete process.env[name]
}
const home = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-test-')))
process.env['HOME'] = home
process.env['USERPROFILE'] = home

afterAll(() => rmSync(home, {recursive: true, force: true}))
