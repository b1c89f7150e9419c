import {copyFile, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import type {Config} from '@mturk-cli/command/oclif'

import {declaredIn, type Incoming} from './declared.js'
import {missingHook} from './folder.js'
import {lockedIn, type Locked} from './locked.js'
import {npmFailure, withoutPassword} from './npm-failure.js'
import {npmFlags, restrainNpm, runNpm, type NpmAnswer} from './npm.js'
import type {PackageSpec} from './package-spec.js'
import {assertNotOurs} from './taken.js'

/** A plugin that could be installed. */
export interface Candidate extends Incoming {
  readonly spec: PackageSpec
  readonly locked: Locked
  /** The bytes that were looked at, of one that was named as a tarball: the file may be another by the time of the yes. */
  readonly tarball: Buffer | undefined
  /** A registry was not asked, or did not answer, and npm took what it had kept. */
  readonly isFromCache: boolean
}

/**
 * Fetches a plugin into a temporary directory, as npm would install it, and looks at what came. None of its code runs, and
 * nothing of the person's is changed but npm's cache.
 *
 * @throws MturkError where it cannot be had, or is no plugin
 */
export async function stage(spec: PackageSpec, config: Config): Promise<Candidate> {
  restrainNpm()
  const folder = await mkdtemp(join(tmpdir(), 'mturk-plugin-'))
  try {
    await writeFile(join(folder, 'package.json'), '{}')
    await likeDataDirectory(config, folder)
    const tarball = spec.kind === 'tarball' ? await fetchTarball(spec, folder, config) : undefined
    const what = tarball === undefined ? spec.spec : `file:${join(folder, tarball)}`
    // As it will be installed, but elsewhere; and asking whether what npm has kept is still what there is.
    const flags = [...npmFlags(config, folder), '--prefer-online', '--loglevel=http']
    const answer = await runNpm(['install', what, ...flags], {cwd: folder})
    if (answer.exit !== 0) throw npmFailure(answer, spec)
    const candidate = {
      ...(await lookAt(spec, folder)),
      tarball: tarball === undefined ? undefined : await readFile(join(folder, tarball)),
      isFromCache: isKept(answer),
    }
    assertNotOurs(candidate.name, config)
    return candidate
  } finally {
    await rm(folder, {recursive: true, force: true, maxRetries: 3})
  }
}

/** Puts it into the folder as it is; answers its name. */
async function fetchTarball(spec: PackageSpec, folder: string, config: Config): Promise<string> {
  const flags = [...npmFlags(config, folder), '--pack-destination', folder, '--prefer-online', '--loglevel=silent']
  const answer = await runNpm(['pack', spec.spec, ...flags], {cwd: folder})
  const file = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  if (answer.exit !== 0 || file === undefined) throw npmFailure(answer, spec)
  return file
}

/**
 * Where a registry cannot be reached npm takes what it has kept, without a word: only its log has it (make-fetch-happen,
 * `x-local-cache-status`). Told to ask, it says `hit` only where it is also told to do without a network.
 */
function isKept({stderr}: NpmAnswer): boolean {
  return /\(cache (stale|hit)\)/.test(stderr)
}

/** npm reads a .npmrc beside the package.json that it installs for. The file may hold a token, so it is not copied where a link will do. */
async function likeDataDirectory({dataDir}: Config, folder: string): Promise<void> {
  const theirs = join(dataDir, '.npmrc')
  const ours = join(folder, '.npmrc')
  await symlink(theirs, ours).catch(() => copyFile(theirs, ours).catch(() => undefined))
}

async function lookAt(spec: PackageSpec, folder: string): Promise<Omit<Candidate, 'tarball' | 'isFromCache'>> {
  const {dependencies = {}} = await json<{dependencies?: Record<string, string>}>(join(folder, 'package.json'))
  const [name = ''] = Object.keys(dependencies)
  const packages = await lockedIn(folder)
  const manifest = await json<unknown>(join(folder, 'node_modules', name, 'package.json'))
  const declared = declaredIn(manifest, withoutPassword(spec.spec))
  const locked = packages.get(name) ?? {}
  return {
    ...declared,
    spec,
    locked,
    source: sourceOf(spec, locked),
    others: [...packages.keys()].filter((other) => other !== name),
    lacks: missingHook(manifest, join(folder, 'node_modules', name)),
    hasScripts: [...packages.values()].some(({hasInstallScript}) => hasInstallScript),
  }
}

/** The lock names a local file from where it stood itself. */
function sourceOf({kind, spec}: PackageSpec, {resolved}: Locked): string {
  const address = resolved === undefined || resolved.startsWith('file:') ? spec : resolved
  // A whole commit id has the look of a secret.
  return `${kind} ${withoutPassword(address).replace(/(?<=#[0-9a-f]{12})[0-9a-f]+$/, '')}`
}

async function json<Shape>(file: string): Promise<Shape> {
  return JSON.parse(await readFile(file, 'utf8')) as Shape
}
