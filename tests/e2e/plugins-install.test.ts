import {createServer} from 'node:net'
import {once} from 'node:events'
import type {AddressInfo} from 'node:net'
import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {findIsolation, mturkOffline} from './support/no-network.js'

const isolation = findIsolation()

describe.concurrent('plugins install', () => {
  it.skipIf(isolation === null)(
    'says without a network that there is none, before it would be killed',
    async ({home}) => {
      const env = {...home.env(), MTURK_DATA_DIR: home.at('data')}
      const ended = await mturkOffline(isolation ?? [], ['plugins', 'install', 'mturk-plugin-vault'], {env})
      expect(ended).toMatchObject({exit: 7})
      expect(ended.stderr).toMatch(
        /^✖ The package registry of npm cannot be reached \([A-Z_]+\), so nothing was installed\./m,
      )
      expect(ended.stderr).not.toContain('does not exist')
    },
  )

  it('says of a registry that refuses to talk what npm says of it', async ({home, mturk}) => {
    // A port that was free a moment ago, where nobody listens.
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const {port} = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const env = {MTURK_DATA_DIR: home.at('data'), MTURK_NPM_REGISTRY: `http://127.0.0.1:${port}/`}
    const {exit, stderr} = await mturk('plugins', 'install', 'mturk-plugin-vault', {env})
    expect({exit, stderr}).toMatchObject({exit: 7, stderr: expect.stringContaining('(ECONNREFUSED)')})
  })
})
