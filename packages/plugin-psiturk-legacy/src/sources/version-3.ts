import {stat} from 'node:fs/promises'
import path from 'node:path'
import {dotenvSource, type FileSource, type Source, type Surroundings} from './source.js'

/**
 * psiTurk 3 loads the nearest `.env`, from the working directory upwards (`load_dotenv(find_dotenv(usecwd=True))`). What the
 * environment has already stays.
 */
export async function version3Files(surroundings: Surroundings): Promise<FileSource[]> {
  for (let directory = surroundings.workingDirectory; ; directory = path.dirname(directory)) {
    const file = path.join(directory, '.env')
    if (await isFile(file)) return [dotenvSource('dotenv', file, surroundings)]
    if (path.dirname(directory) === directory) return []
  }
}

/** `PSITURK_<OPTION>` comes before everything else in psiTurk 3. */
export function version3Variables(): Source[] {
  const names = {accessKeyId: 'PSITURK_AWS_ACCESS_KEY_ID', secretAccessKey: 'PSITURK_AWS_SECRET_ACCESS_KEY'}
  return [{kind: 'variables', role: 'prefixed-variables', display: names.accessKeyId, names}]
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (stats) => stats.isFile(),
    () => false,
  )
}
