import {disguisedInEnvironment, disguisedSecrets} from '../credentials/disguised-secrets.js'
import {botoPaths, type Surroundings} from './boto-paths.js'
import {loadBotoFile} from './boto-configuration.js'
import {parseIni, type IniDocument} from './ini-document.js'
import {readForEdit} from './atomic-write.js'

/** Values that are shown, since they are names and no part of a key. */
const SHOWN = new Set(['region', 'aws_region', 'aws_default_region', 'output', 'services', 'sso_session'])

/**
 * What looks like a secret where the environment and Boto's files have names: of profiles, sections, options and regions.
 * They are read as they are now; what cannot be read shows nothing.
 */
export async function secretsAmongNames(surroundings: Surroundings): Promise<readonly string[]> {
  const {credentials, config, boto} = botoPaths(surroundings)
  const documents = await Promise.all([...new Set([credentials, config, ...boto])].map(documentAt))
  const names = documents.flatMap((document) => (document ? namesIn(document) : []))
  return [...disguisedInEnvironment(surroundings.env), ...names.flatMap(disguisedSecrets)]
}

/** Also of a file that Boto refuses: what is said of that names its sections and options. */
async function documentAt(path: string): Promise<IniDocument | null> {
  const loaded = await loadBotoFile(path)
  if (loaded.state === 'read') return loaded.file.document
  if (loaded.state !== 'broken') return null
  const bytes = await readForEdit(path).catch(() => null)
  return bytes && parseIni(bytes)
}

function namesIn({sections}: IniDocument): string[] {
  return sections.flatMap(({name, options}) => [
    name,
    ...options.flatMap((option) => (SHOWN.has(option.name) ? [option.name, option.value] : [option.name])),
  ])
}
