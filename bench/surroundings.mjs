import {fork} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {findRealClients} from '../tests/support/find-clients.ts'

/**
 * The emulator, and a home with a key that works there.
 * @returns {Promise<{endpoint: string, env: Record<string, string>, end: () => void}>}
 */
export async function surroundings() {
  const child = fork(fileURLToPath(new URL('emulator-process.mjs', import.meta.url)))
  const [{endpoint, environment, key}] = await once(child, 'message')
  const home = mkdtempSync(join(tmpdir(), 'mturk-bench-'))
  mkdirSync(join(home, '.aws'), {mode: 0o700})
  const lines = [
    '[default]',
    `aws_access_key_id = ${key.accessKeyId}`,
    `aws_secret_access_key = ${key.secretAccessKey}`,
  ]
  writeFileSync(join(home, '.aws', 'credentials'), `${lines.join('\n')}\n`, {mode: 0o600})
  writeFileSync(join(home, '.aws', 'config'), '[default]\nregion = us-east-1\n', {mode: 0o600})
  const end = () => {
    child.disconnect()
    rmSync(home, {recursive: true, force: true})
  }
  return {endpoint, env: {HOME: home, PATH: process.env['PATH'] ?? '', ...environment}, end}
}

/**
 * `aws mturk get-account-balance`, or undefined where there is no AWS CLI.
 * @param {string} endpoint
 * @returns {{command: string[], env: Record<string, string>} | undefined}
 */
export function awsBalance(endpoint) {
  const {aws, python} = findRealClients()
  if (aws === null) return undefined
  const command = [aws, 'mturk', 'get-account-balance', '--endpoint-url', endpoint, '--region', 'us-east-1']
  return {command, env: {AWS_PAGER: '', ...(python ? {PYTHONUSERBASE: python.userBase} : {})}}
}
