import path from 'node:path'
import {dallingerSources} from './dallinger.js'
import {dotenvSource, iniSource, type Source, type Surroundings} from './source.js'
import {version1Sources} from './version-1.js'
import {version2Files, version2Variables} from './version-2.js'
import {version3Files, version3Variables} from './version-3.js'

/** Every place where any version of psiTurk, or Dallinger, ever looked: psiTurk 3's order, then the older ones. */
export async function findSources(surroundings: Surroundings): Promise<readonly Source[]> {
  const all = [
    ...version3Variables(),
    ...(await version3Files(surroundings)),
    ...version2Variables(),
    ...version1Sources(surroundings),
    ...version2Files(surroundings),
    ...dallingerSources(surroundings),
  ]
  const files = all.map((source) => (source.kind === 'variables' ? source.display : source.file))
  return all.filter((_, index) => files.indexOf(files[index] as string) === index)
}

/** A file that a person named: what it is to psiTurk shows in its place; anywhere else it is just that file. */
export async function namedSource(file: string, surroundings: Surroundings): Promise<Source> {
  const absolute = path.resolve(surroundings.workingDirectory, file)
  const known = await findSources(surroundings)
  const same = known.find((source) => source.kind !== 'variables' && source.file === absolute)
  if (same) return same
  return /^\.env(\..+)?$/.test(path.basename(absolute))
    ? dotenvSource('named', absolute, surroundings)
    : iniSource(
        'named',
        absolute,
        surroundings,
        /^\.(psiturkconfig|psiturkrc|dallingerconfig)$/.test(path.basename(absolute)),
      )
}
