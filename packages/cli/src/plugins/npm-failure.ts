import {printable} from '@mturk-cli/command'
import {Exit, MturkError, run, say, usageError, type Remedy} from '@mturk-cli/core'

import type {NpmAnswer} from './npm.js'
import type {PackageSpec} from './package-spec.js'

const UNREACHABLE: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'EIDLETIMEOUT',
  'ENETUNREACH',
  'ENOTFOUND',
  'ERR_SOCKET_TIMEOUT',
  'ETIMEDOUT',
])

/** npm's own word for what is wrong, in ours. Its details quote what a registry answered, so little of them is shown. */
export function npmFailure({stdout}: Pick<NpmAnswer, 'stdout'>, {spec, kind}: PackageSpec): MturkError {
  const {code, summary, detail} = saidBy(stdout)
  const [scope] = /^@[^/]+(?=\/)/.exec(spec) ?? []
  if (UNREACHABLE.has(code)) return unreachable(code, spec)
  if (code === 'ENOTCACHED') return notCached(spec)
  if (code === 'E401' || code === 'E403' || code === 'ENEEDAUTH') return refused(code, spec)
  if (code === 'E404') return missing(spec, scope)
  if (code === 'ETARGET') {
    const name = spec.replace(/(?<=.)@.*/, '')
    return usageError(`There is no such version of ${name}: ${spec}.`, [run('mturk plugins install', name)])
  }
  if (code === 'EALLOWGIT')
    return failed(spec, 'it depends on a package from git, and only a plugin itself may come from there.', [])
  if (kind === 'tarball' && (code === 'ENOENT' || code === 'TAR_BAD_ARCHIVE' || code === 'EINVAL')) {
    return usageError(`${spec.replace(/^file:/, '')} is not there, or is no tarball of a package.`)
  }
  if (kind === 'git') {
    const last = detail.split('\n').find((line) => line.startsWith('fatal: ')) ?? summary
    return failed(spec, `git says: ${last}`, [say('Try `git ls-remote` with that address: it asks in the same way.')])
  }
  return failed(spec, `npm says: ${code} ${summary}`, [say('npm keeps a log of what it did in ~/.npm/_logs.')])
}

function saidBy(stdout: string): {code: string; summary: string; detail: string} {
  try {
    const {error = {}} = JSON.parse(stdout) as {error?: Record<string, string | number>}
    const text = (name: string) => (error[name] === undefined ? '' : clean(String(error[name])))
    return {code: text('code'), summary: text('summary'), detail: text('detail')}
  } catch {
    return {code: '', summary: 'nothing that could be read', detail: ''}
  }
}

/** Without a terminal's commands, and without a name and a password in an address. */
function clean(text: string): string {
  return withoutPassword(printable(text))
}

export function withoutPassword(text: string): string {
  return text.replaceAll(/(?<=[a-z+]:\/\/)[^/@\s]+@/g, '')
}

function unreachable(code: string, spec: string): MturkError {
  return new MturkError({
    code: 'unreachable',
    exit: Exit.unavailable,
    message: `The package registry of npm cannot be reached (${code}), so nothing was installed. It was asked for ${withoutPassword(spec)}.`,
    remedy: [
      say('Check the network, a VPN, a proxy or a firewall, then try again. `npm ping` asks the same registry.'),
      say('What was installed here before, npm may still have: put npm_config_offline=true before the command.'),
    ],
  })
}

function notCached(spec: string): MturkError {
  return new MturkError({
    code: 'unreachable',
    exit: Exit.unavailable,
    message: `npm is told to do without a network (offline), and has not kept ${withoutPassword(spec)} or something that it needs. Nothing was installed.`,
    remedy: [say('Take npm_config_offline away, or install from a tarball.')],
  })
}

function refused(code: string, spec: string): MturkError {
  return new MturkError({
    code: 'registry_refused',
    exit: Exit.usage,
    message: `The registry refuses to hand out ${spec}: the token in .npmrc is missing, wrong, or may not read it (${code}). Nothing was installed.`,
    remedy: [
      say(
        'Put the token of your registry into ~/.npmrc, as //HOST/:_authToken=${NPM_TOKEN}, or sign in with `npm login`.',
      ),
    ],
  })
}

function missing(spec: string, scope: string | undefined): MturkError {
  const remedy: Remedy[] = [say('Check how the name is written.')]
  if (scope !== undefined) {
    remedy.push(say(`If ${scope} has a registry of its own, ~/.npmrc must name it: ${scope}:registry=https://HOST/`))
  }
  return usageError(`The registry has no package ${spec}, or does not show it to you. Nothing was installed.`, remedy)
}

function failed(spec: string, words: string, remedy: readonly Remedy[]): MturkError {
  return new MturkError({
    code: 'unknown',
    exit: Exit.unknown,
    message: `${withoutPassword(spec)} cannot be had: ${words}`.replace(/\.?$/, '.'),
    remedy,
  })
}
