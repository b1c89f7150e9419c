import {copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {findRealClients} from '../tests/support/find-clients.ts'

/** What boto3 does to know the key of a profile. */
const READ = "import boto3; boto3.Session(profile_name='profile-7').get_credentials().access_key"
const KEY = ['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']

/**
 * Homes with so many profiles in both files, and what reads and stores a key there.
 * @param {readonly number[]} counts
 * @param {{node: string, mturk: string}} programs
 * @returns {{programs: import('./measure.mjs').Program[], end: () => void}}
 */
export function manyProfiles(counts, {node, mturk}) {
  const directory = mkdtempSync(join(tmpdir(), 'mturk-bench-'))
  const csv = join(directory, 'key.csv')
  writeFileSync(csv, `Access key ID,Secret access key\n${KEY.join(',')}\n`, {mode: 0o600})
  const {python} = findRealClients()
  const programs = counts.flatMap((count) => {
    const home = join(directory, String(count))
    const credentials = fill(home, count)
    const env = {HOME: home, PATH: process.env['PATH'] ?? '', AWS_EC2_METADATA_DISABLED: 'true'}
    const restore = () => copyFileSync(`${credentials}.before`, credentials)
    return [
      {
        name: `reading among ${count}`,
        command: [node, mturk, 'credentials', 'list', '--profile', 'profile-7'],
        env,
      },
      {
        name: `storing among ${count}`,
        command: [node, mturk, 'keys', 'import', csv, '--profile', 'new'],
        env,
        before: restore,
      },
      ...(python
        ? [
            {
              name: `boto3 among ${count}`,
              command: [python.path, '-c', READ],
              env: {...env, PYTHONUSERBASE: python.userBase},
            },
          ]
        : []),
    ]
  })
  return {programs, end: () => rmSync(directory, {recursive: true, force: true})}
}

/**
 * @param {string} home
 * @param {number} count
 * @returns {string} the credentials file; beside it, what it holds before a key is stored
 */
function fill(home, count) {
  mkdirSync(join(home, '.aws'), {recursive: true, mode: 0o700})
  const names = Array.from({length: count}, (_, index) => `profile-${index}`)
  const [id, secret] = KEY
  const keys = names.map((name) => `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`)
  const regions = names.map((name) => `[profile ${name}]\nregion = us-east-1\n`)
  const credentials = join(home, '.aws', 'credentials')
  for (const file of [credentials, `${credentials}.before`]) writeFileSync(file, keys.join('\n'), {mode: 0o600})
  writeFileSync(join(home, '.aws', 'config'), regions.join('\n'), {mode: 0o600})
  return credentials
}
