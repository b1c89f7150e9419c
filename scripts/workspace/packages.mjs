import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {run, runNpm, runQuietly, tool} from './processes.mjs'
import {Trouble} from './trouble.mjs'

/**
 * Looks at every package as a registry would get it: do its files, its `exports` and its types agree (publint, attw)?
 * Asks no registry.
 * @param {string} node
 * @returns {Promise<number>} exit code
 */
export function checkPackages(node) {
  return withPacked(async (files) => {
    let failed = 0
    for (const file of files) {
      const complaints = [
        await run(node, [tool('publint'), 'run', file, '--strict']),
        // Our packages are ES modules throughout, and promise nothing to resolvers that know no `exports`.
        await runQuietly(node, [tool('@arethetypeswrong/cli', 'attw'), file, '--profile', 'esm-only', '--no-emoji']),
      ]
      if (complaints.some((exit) => exit !== 0)) failed++
    }
    console.error(failed === 0 ? `${files.length} packages are as they should be.` : `${failed} packages are not.`)
    return failed === 0 ? 0 : 1
  })
}

/**
 * Packs every package of ours, as it is built now, into a directory that is gone afterwards.
 * @template T
 * @param {(files: string[]) => Promise<T>} work gets the whole paths
 */
export async function withPacked(work) {
  const folder = mkdtempSync(join(tmpdir(), 'mturk-packed-'))
  try {
    const args = ['pack', '--workspace', 'packages', '--ignore-scripts', '--pack-destination', folder]
    if ((await runNpm([...args, '--loglevel=error'], {quiet: true})) !== 0) throw new Trouble('`npm pack` failed.')
    return await work(readdirSync(folder).map((file) => join(folder, file)))
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
