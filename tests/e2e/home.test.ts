import {existsSync, mkdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import {envelope} from './support/expected.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))

/** A user id that no system gives to anybody. */
const UNKNOWN_USER = 54_321

describe.skipIf(process.platform === 'win32')('a machine without a home directory', () => {
  it('is told so where HOME is relative, and nothing is made there', async ({home, mturk}) => {
    mkdirSync(home.at('work'))
    const options = {cwd: home.at('work'), env: {HOME: 'relative', MTURK_CACHE_DIR: undefined}}
    const {exit, json} = await mturk('credentials', 'list', '--json', options)
    expect({exit, json}).toEqual({exit: 2, json: envelope('usage', 2, /"relative", which is no whole path/)})
    expect(existsSync(home.at('work/relative'))).toBe(false)
  })

  it.skipIf(process.getuid?.() !== 0)(
    'is told so in one sentence where nobody knows the user',
    async ({home, skip}) => {
      const command = ['--reuid', String(UNKNOWN_USER), '--clear-groups', process.execPath, RUN_JS, '--version']
      const {PATH} = home.env()
      const mayRead = await runChild('setpriv', [...command.slice(0, 3), 'test', '-r', RUN_JS], {env: {PATH}})
      if (mayRead.exit !== 0) skip('Nobody else may read this checkout.')
      const {exit, stderr} = await runChild('setpriv', command, {env: {PATH}})
      expect({exit, stderr}).toEqual({
        exit: 2,
        stderr: expect.stringMatching(/^✖ There is no home directory[^\n]*\n\n {2}Set HOME[^\n]*\n$/) as string,
      })
    },
  )
})
