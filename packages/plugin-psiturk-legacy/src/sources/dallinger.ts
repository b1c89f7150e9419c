import path from 'node:path'
import {iniSource, type FileSource, type Surroundings} from './source.js'

/**
 * Dallinger grew out of psiTurk and kept the section. It reads its key from there and never from Boto's files: without it
 * there is `???` of its own defaults.
 */
export function dallingerSources(surroundings: Surroundings): FileSource[] {
  return [iniSource('dallinger', path.join(surroundings.home, '.dallingerconfig'), surroundings)]
}
