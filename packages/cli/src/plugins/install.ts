import {mkdir, readdir, rm, writeFile} from 'node:fs/promises'
import {createHash} from 'node:crypto'
import {join} from 'node:path'

import type {Config} from '@mturk-cli/command/oclif'
import {Exit, MturkError, run} from '@mturk-cli/core'

import {runOclifs} from './delegate.js'
import {commitOf, isSame, lockedIn} from './locked.js'
import {npmFailure} from './npm-failure.js'
import {npmFlags, restrainNpm, runNpm} from './npm.js'
import {addRecord, readManifest} from './records.js'
import type {Candidate} from './stage.js'

/** In the data directory; npm wants a tarball to stay where it was installed from. */
const TARBALLS = 'tarballs'

/**
 * Installs the very package that was looked at, where oclif looks for plugins: its version, its commit, or the bytes of its
 * tarball. What npm has in its cache since the look counts before what a registry says by now, so that nothing that was
 * published in between comes in, as a package that this one needs, either.
 *
 * oclif's own command asks the registry anew, and would have to be told afterwards what it should have fetched.
 *
 * @throws MturkError
 */
export async function install(candidate: Candidate, config: Config): Promise<void> {
  const {name, version, spec, locked} = candidate
  const {dataDir} = config
  restrainNpm()
  await mkdir(dataDir, {recursive: true})
  const flags = [...npmFlags(config, dataDir), '--save', '--save-exact', '--prefer-offline', '--loglevel=silent']
  const answer = await runNpm(['install', await exactly(candidate, dataDir), ...flags], {cwd: dataDir})
  if (answer.exit !== 0) throw npmFailure(answer, spec)
  const came = (await lockedIn(dataDir)).get(name)
  if (!came || !isSame(came, locked)) {
    // Only where a registry has put another package under the same version and lets nobody keep one.
    await runOclifs(config, 'plugins:uninstall', [name])
    throw new MturkError({
      code: 'conflict',
      exit: Exit.interrupted,
      message: `Another ${name} than the ${version} that was shown came meanwhile, so it was taken away again.`,
      remedy: [run('mturk plugins install', spec.spec)],
    })
  }
  await addRecord(recordOf(candidate), config)
  await sweepTarballs(dataDir)
}

/** A spec that can mean one package only. */
async function exactly({name, version, spec, locked, tarball}: Candidate, dataDirectory: string): Promise<string> {
  const commit = commitOf(locked)
  if (spec.kind === 'git' && commit !== undefined) return `${spec.spec.replace(/#.*$/s, '')}#${commit}`
  if (tarball === undefined) return `${name}@${version}`
  await mkdir(join(dataDirectory, TARBALLS), {recursive: true})
  const digest = createHash('sha256').update(tarball).digest('hex').slice(0, 12)
  const file = join(TARBALLS, `${name.replace(/^@/, '').replace('/', '-')}-${digest}.tgz`)
  await writeFile(join(dataDirectory, file), tarball)
  return `file:${join(dataDirectory, file)}`
}

/** As a person asked for it, so that `plugins update` asks for the same. */
function recordOf({name, spec}: Candidate) {
  if (spec.kind !== 'registry') return {name, type: 'user', url: spec.spec} as const
  return {name, type: 'user', tag: spec.spec.slice(name.length + 1) || 'latest'} as const
}

/** Takes away the tarballs that no plugin comes from any more. */
export async function sweepTarballs(dataDirectory: string): Promise<void> {
  const {dependencies = {}} = await readManifest(dataDirectory)
  const used = Object.values(dependencies)
  const folder = join(dataDirectory, TARBALLS)
  const files = await readdir(folder).catch(() => [])
  const left = files.filter((file) => !used.some((spec) => spec.endsWith(`${TARBALLS}/${file}`)))
  await Promise.all(left.map((file) => rm(join(folder, file), {force: true})))
}
