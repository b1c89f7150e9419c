import {expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {backendSource, linkPlugins} from './support/plugins.js'

it('says before a plugin goes which profiles ask for its keys, and afterwards what they lack', async ({
  home,
  mturk,
}) => {
  const env = linkPlugins(home, [
    {name: 'mturk-plugin-safe', hook: `export default async () => [${backendSource('safe')}]`},
  ])
  const line = '/usr/bin/mturk credentials export --format process --backend safe --profile safe'
  home.write('.aws/config', `[profile lena-tools]\ncredential_process = ${line}\n`)
  const asked = await mturk('plugins', 'uninstall', 'mturk-plugin-safe', {env})
  const words = 'The profile lena-tools asks the backend safe for its key (credential_process in ~/.aws/config)'
  expect(asked).toMatchObject({exit: 9, stdout: expect.stringContaining(`! ${words}, and would have none.`)})
  expect(asked.stderr).toContain('mturk plugins uninstall mturk-plugin-safe --yes')

  const {exit, json} = await mturk('plugins', 'uninstall', 'mturk-plugin-safe', '--yes', '--json', {env})
  expect({exit, json}).toMatchObject({exit: 0, json: {warnings: [expect.stringContaining(words)]}})
  const doctor = await mturk('doctor', '--offline', '--json', {env})
  const message = expect.stringMatching(
    /\[lena-tools\] asks .* the backend safe, which no plugin that is installed brings/,
  )
  expect(doctor.json.findings).toContainEqual(
    expect.objectContaining({id: 'missing-backend', severity: 'error', message}),
  )
  const named = await mturk('credentials', 'export', '--format', 'process', '--backend', 'safe', {env})
  expect(named).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('"safe": no plugin that is installed brings it'),
  })
})
