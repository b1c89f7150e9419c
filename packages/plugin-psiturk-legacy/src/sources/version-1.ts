import path from 'node:path'
import {iniSource, type FileSource, type Surroundings} from './source.js'

/**
 * psiTurk 1 (2013) has its keys in the project's own `config.txt`. Later versions read that file over the global one, so
 * keys in it still win. The name is anybody's: whether it is psiTurk's shows in what is in it.
 */
export function version1Sources(surroundings: Surroundings): FileSource[] {
  return [iniSource('project', path.join(surroundings.workingDirectory, 'config.txt'), surroundings, false)]
}
