import {fileURLToPath} from 'node:url'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'

const RUN_JS = fileURLToPath(new URL('../../packages/cli/bin/run.js', import.meta.url))
const ANN = {accessKeyId: 'AKIAANNANNANNANNANNA', secretAccessKey: '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'}
const LINES = `aws_access_key_id = ${ANN.accessKeyId}\naws_secret_access_key = ${ANN.secretAccessKey}\n`

function importing(home: Home): string[] {
  const csv = `Access key ID,Secret access key\n${ANN.accessKeyId},${ANN.secretAccessKey}\n`
  return ['keys', 'import', home.write('keys.csv', csv), '--profile', 'ann']
}

describe.concurrent('a key that is stored', () => {
  it('goes into a sound file though its neighbour is broken, with a warning that names file, line and mend', async ({
    home,
    mturk,
  }) => {
    const config = 'region = us-east-1\n[profile ann]\naws_session_token = stale\n'
    home.write('.aws/config', config)
    home.write('.aws/credentials', '# mine\r\n[other]\r\nregion=x\r\n')
    const {exit, json, stderr} = await mturk(...importing(home), '--json')
    expect({exit, stderr}).toEqual({exit: 0, stderr: ''})
    expect(json.warnings).toEqual([
      '~/.aws/config, line 1: this line stands before any section. Boto refuses the whole file, for every profile. ' +
        'Put a line with the section above it: [default] in the credentials and config files, [Credentials] in a Boto file.',
    ])
    expect(home.read('.aws/config')).toBe(config)
    expect(home.read('.aws/credentials')).toContain('# mine\r\n[other]\r\nregion=x\r\n')
    const {stdout} = await mturk(...importing(home))
    expect(stdout).toContain('! ~/.aws/config, line 1: this line stands before any section.')
  })

  it('leaves ~/.boto alone, though a key stands there', async ({home, mturk}) => {
    const boto = '[Credentials]\naws_access_key_id = AKIAOLDOLDOLDOLDOLD2\naws_secret_access_key = old\n'
    home.write('.boto', boto)
    expect(await mturk(...importing(home))).toMatchObject({exit: 0})
    expect([home.read('.boto'), home.read('.aws/credentials')]).toEqual([boto, `[ann]\n${LINES}`])
  })

  for (const umask of ['000', '022', '777']) {
    it.skipIf(process.platform === 'win32')(`is for its owner only under umask ${umask}`, async ({home}) => {
      const args = ['-c', `umask ${umask}; exec "$@"`, 'sh', process.execPath, RUN_JS, ...importing(home)]
      expect(await runChild('sh', args, {env: home.env()})).toMatchObject({exit: 0, stderr: ''})
      expect([home.mode('.aws'), home.mode('.aws/credentials')]).toEqual(['700', '600'])
    })
  }
})
