import {statSync} from 'node:fs'
import {homedir} from 'node:os'
import {resolve} from 'node:path'

import {run, say, usageError, type MturkError} from '@mturk-cli/core'

/** A package as a person named it. */
export interface PackageSpec {
  readonly kind: 'registry' | 'tarball' | 'git'
  /** What npm and oclif's plugin take for it. */
  readonly spec: string
}

const NAME = '[a-z0-9~][a-z0-9._~-]*'
const SCOPED = new RegExp(`^@${NAME}/${NAME}(@[^/:@\\s]+)?$`)
const UNSCOPED = new RegExp(`^${NAME}(@[^/:@\\s]+)?$`)
const GIT = /^(git(\+[a-z]+)?:|ssh:|git@|(github|gitlab|bitbucket|gist):)|^[a-z+]+:.*\.git(#.*)?$/
const HOSTED = /^https:\/\/(github\.com|gitlab\.com|bitbucket\.org)\/[\w.-]+\/[\w.-]+(#.*)?$/
const GITHUB = /^[A-Za-z0-9][\w.-]*\/[\w.-]+(#.+)?$/
const TARBALL = /\.(tgz|tar\.gz)$/

/**
 * What was typed after `mturk plugins install`. oclif's plugin takes any word for a package of the public registry, so a
 * short name would be whatever a stranger has published under it: that is refused.
 *
 * @throws MturkError `usage`
 */
export function packageSpec(typed: string, cwd: string): PackageSpec {
  const named = typed.startsWith('npm:') ? typed.slice('npm:'.length) : typed
  if (SCOPED.test(named)) return {kind: 'registry', spec: named}
  if (named !== typed || (typed.startsWith('mturk-plugin-') && !TARBALL.test(typed))) {
    if (UNSCOPED.test(named)) return {kind: 'registry', spec: named}
    throw unreadable(typed)
  }
  if (GIT.test(typed) || HOSTED.test(typed)) return {kind: 'git', spec: typed}
  if (/^https?:\/\//.test(typed)) return {kind: 'tarball', spec: typed}
  const path = resolve(cwd, typed.replace(/^file:(\/\/(?=\/))?/, '').replace(/^~(?=[\\/])/, homedir()))
  if (isDirectory(path)) throw useLink(typed, path)
  if (TARBALL.test(typed)) return {kind: 'tarball', spec: `file:${path}`}
  if (GITHUB.test(typed)) return {kind: 'git', spec: `github:${typed}`}
  throw UNSCOPED.test(typed) ? shortName(typed) : unreadable(typed)
}

function isDirectory(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false
}

function useLink(typed: string, path: string): MturkError {
  return usageError(`${typed} is a folder. A plugin in a folder is linked, not installed.`, [
    run('mturk plugins link', path),
  ])
}

function shortName(typed: string): MturkError {
  return usageError(
    `"${typed}" is a short name, and anybody can have published something under it. Nothing was asked of a registry.`,
    [
      run('mturk plugins install', `@ORGANISATION/mturk-plugin-${typed}`),
      run('mturk plugins install', `mturk-plugin-${typed}`),
      say(`If the package is really called ${typed}: \`mturk plugins install npm:${typed}\``),
    ],
  )
}

function unreadable(typed: string): MturkError {
  return usageError(`"${typed}" is no name of a package, no tarball (.tgz) and no git repository.`, [
    run('mturk plugins install --help'),
  ])
}
