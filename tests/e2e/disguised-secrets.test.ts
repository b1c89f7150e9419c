import {describe, expect} from 'vitest'
import {it} from '../support/fixtures.js'
import {userKeyOf, writeProfile} from './support/account.js'
import {newSecret} from './support/runs/index.js'
import {secretsIn} from './support/traces.js'

const COMMANDS = [
  ['doctor', '--offline'],
  ['doctor'],
  ['doctor', '--fix', '--dry-run'],
  ['credentials', 'list'],
  ['link-check'],
  ['link-check', '--all-profiles'],
  ['balance', '--all-profiles'],
  ['init', '--yes'],
  ['iam', 'list-users'],
] as const

/** `aws configure` asks for the region right after the secret, and a name of a profile is typed as quickly. */
describe.concurrent('a secret where a name belongs', () => {
  it.override('emulatorOptions', {scenario: 'linked'})

  for (const command of COMMANDS) {
    for (const more of [[], ['--json']]) {
      it(`is covered by ${[...command, ...more].join(' ')}`, async ({home, emulator, mturk}) => {
        const [region, profile, section, inEnvironment] = [newSecret(), newSecret(), newSecret(), newSecret()]
        const secrets = {region, profile, section, inEnvironment}
        const {accessKeyId, secretAccessKey} = userKeyOf(emulator)
        writeProfile(home, {accessKeyId, secretAccessKey})
        const key = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
        home.write('.aws/config', `[default]\nregion = ${region}\n[profile ${profile}]\nregion = us-east-1\n`)
        home.write('.aws/credentials', `[default]\n${key}[profile ${section}]\n${key}`)
        for (const env of [
          {},
          {AWS_DEFAULT_REGION: inEnvironment},
          {AWS_PROFILE: inEnvironment},
          {AWS_PROFILE: profile},
        ]) {
          const {stdout, stderr} = await mturk(...command, ...more, {env, cwd: home.path})
          expect(secretsIn(stdout + stderr, {...secrets, secretAccessKey})).toEqual([])
        }
        // The last one is a file that Boto refuses, for the name that stands there twice.
        home.write('.aws/credentials', `[${section}]\n${section} = 1\n${section.toLowerCase()} = 2\n`)
        const {stdout, stderr} = await mturk(...command, ...more, {cwd: home.path})
        expect(secretsIn((stdout + stderr).toLowerCase(), {section: section.toLowerCase()})).toEqual([])
      })
    }
  }
})
