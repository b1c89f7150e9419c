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
 * @param {Record<string, string>} env
 */
export function awsBalance(endpoint, env) {
  return awsCli(['mturk', 'get-account-balance', '--endpoint-url', endpoint, '--region', 'us-east-1'], env)
}

/**
 * `aws configure export-credentials`, what the AWS CLI has for a `credential_process`; undefined where there is none, or one
 * that does not know it, as version 1.
 * @param {Record<string, string>} env
 */
export function awsExport(env) {
  return awsCli(['configure', 'export-credentials', '--format', 'process'], env)
}

/**
 * The least that an AWS CLI of any version does with a profile: one line of it. Undefined where there is none.
 * @param {Record<string, string>} env
 */
export function awsConfigureGet(env) {
  return awsCli(['configure', 'get', 'aws_access_key_id', '--profile', 'default'], env)
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {{command: string[], env: Record<string, string>} | undefined} undefined where it does not work
 */
function awsCli(args, env) {
  const {aws, python} = findRealClients()
  if (aws === null) return undefined
  const more = {...env, AWS_PAGER: '', ...(python ? {PYTHONUSERBASE: python.userBase} : {})}
  const {status} = spawnSync(aws, args, {env: more, stdio: 'ignore'})
  return status === 0 ? {command: [aws, ...args], env: more} : undefined
}
