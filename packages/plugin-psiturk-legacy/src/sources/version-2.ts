import path from 'node:path'
import {iniSource, type FileSource, type Source, type Surroundings} from './source.js'

const NAME = '.psiturkconfig'

/**
 * psiTurk 2.0 to 2.3.12: `.psiturkconfig`, where psiTurk 3 still looks.
 *
 * - at home, or where PSITURK_GLOBAL_CONFIG_LOCATION says (2.2.4 and later join the two with a separator);
 * - 2.1.3 to 2.2.2 put that variable and the name together as they stand;
 * - up to 2.3.0 in OPENSHIFT_DATA_DIR, where OPENSHIFT_SECRET_TOKEN was set, first without and then with a separator;
 * - for one day in March 2014, in `~/.psiturkrc`.
 */
export function version2Files(surroundings: Surroundings): FileSource[] {
  const {env, home} = surroundings
  const location = env['PSITURK_GLOBAL_CONFIG_LOCATION']
  const openshift = env['OPENSHIFT_DATA_DIR']
  const atHome = path.join(home, NAME)
  const absolute = (file: string) => path.resolve(surroundings.workingDirectory, expandUser(file, home))
  const today = location === undefined ? atHome : absolute(path.join(location, NAME))
  const older = [
    ...(location === undefined ? [] : [absolute(location + NAME), atHome]),
    ...(openshift === undefined ? [] : [absolute(path.join(openshift, NAME)), absolute(openshift + NAME)]),
    path.join(home, '.psiturkrc'),
  ]
  return [
    iniSource('global', today, surroundings),
    ...older.map((file) => iniSource('older-global', file, surroundings)),
  ]
}

/**
 * psiTurk 2.2.1 to 2.3.12 take options of `[AWS Access]` out of the environment, by their own names. On Windows names have no
 * case, so these would be Boto's.
 */
export function version2Variables(): Source[] {
  if (process.platform === 'win32') return []
  const names = {accessKeyId: 'aws_access_key_id', secretAccessKey: 'aws_secret_access_key'}
  return [{kind: 'variables', role: 'lower-case-variables', display: names.accessKeyId, names}]
}

/** Python's `expanduser`, as far as psiTurk's default location needs it. */
function expandUser(file: string, home: string): string {
  return file === '~' || file.startsWith('~/') ? home + file.slice(1) : file
}
