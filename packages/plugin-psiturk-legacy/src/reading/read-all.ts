import path from 'node:path'
import {readForEdit} from '@mturk-cli/core/files'
import {findSources} from '../sources/find-sources.js'
import type {Source, Surroundings} from '../sources/source.js'
import type {Found} from './found.js'
import {readAsPython3} from './python3.js'
import {readSource} from './read-source.js'
import {hasTheirSections} from './whose.js'

/** What stands at every place where psiTurk or Dallinger ever looked; places that hold neither value are among them. */
export async function readAll(surroundings: Surroundings): Promise<readonly Found[]> {
  return readThese(await findSources(surroundings), surroundings)
}

/** The same for these places. */
export async function readThese(sources: readonly Source[], surroundings: Surroundings): Promise<readonly Found[]> {
  const found = await Promise.all(sources.map(async (source) => readSource(await known(source), surroundings)))
  return found.filter((each) => each !== null)
}

/** An `.env` with Boto's names is psiTurk's where it stands in a project of psiTurk's; anywhere else it may be anybody's. */
async function known(source: Source): Promise<Source> {
  if (source.kind !== 'dotenv' || source.isCertain) return source
  const project = path.join(path.dirname(source.file), 'config.txt')
  const bytes = await readForEdit(project).catch(() => null)
  return bytes && hasTheirSections(readAsPython3(bytes)) ? {...source, isCertain: true} : source
}
