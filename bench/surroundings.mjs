import {fork, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {findRealClients} from '../tests/support/find-clients.ts'

/**
 * The emulator, and a home with a key that works there, in each of these profiles.
 * @param {{profiles?: readonly string[], latency?: number}} [options] milliseconds that each answer keeps waiting
 * @returns {Promise<{endpoint: string, env: Record<string, string>, end: () => void}>}
 */
export async function surroundings({profiles = ['default'], latency = 0} = {}) {
  const child = fork(fileURLToPath(new URL('emulator-process.mjs', import.meta.url)), [String(latency)])
  const [{endpoint, environment, key}] = await once(child, 'message')
  const home = mkdtempSync(join(tmpdir(), 'mturk-bench-'))
  mkdirSync(join(home, '.aws'), {mode: 0o700})
  const lines = profiles.flatMap((profile) => [
    `[${profile}]`,
    `aws_access_key_id = ${key.accessKeyId}`,
    `aws_secret_access_key = ${key.secretAccessKey}`,
  ])
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

/**
 * `aws configure export-credentials`, what the AWS CLI has for a `credential_process`; undefined where there is none, or one
 * that does not know it, as version 1.
 * @param {Record<string, string>} env
 * @returns {{command: string[], env: Record<string, string>} | undefined}
 */
export function awsExport(env) {
  const {aws, python} = findRealClients()
  if (aws === null) return undefined
  const command = [aws, 'configure', 'export-credentials', '--format', 'process']
  const more = {AWS_PAGER: '', ...(python ? {PYTHONUSERBASE: python.userBase} : {})}
  const {status} = spawnSync(aws, command.slice(1), {env: {...env, ...more}, stdio: 'ignore'})
  return status === 0 ? {command, env: more} : undefined
}
