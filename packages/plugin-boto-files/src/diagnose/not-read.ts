import {stat} from 'node:fs/promises'
import path from 'node:path'
import type {Diagnosis} from '@mturk-cli/core'
import {maskAccessKeyId, selectedProfile} from '@mturk-cli/core/credentials'
import {
  botoPaths,
  configSections,
  credentialSections,
  displayPath,
  loadBotoFile,
  plainValue,
  type BotoFile,
  type BotoSection,
  type LoadedFile,
} from '@mturk-cli/core/files'
import {ACCESS_KEY_ID} from '../key-entries.js'
import type {LoadedFiles} from '../loaded-files.js'
import {botoSection, fileLocation} from '../places.js'

/** What a variable leads away from, and whether a file of that kind gives Boto the profile that it would choose. */
interface Variable {
  readonly name: 'AWS_SHARED_CREDENTIALS_FILE' | 'AWS_CONFIG_FILE' | 'BOTO_CONFIG'
  readonly named: string
  readonly usual: readonly string[]
  readonly sectionsOf: (file: BotoFile) => ReadonlyMap<string, BotoSection>
}

/** Files with a key that Boto would read if a variable did not name another file, which gives it none. */
export async function notRead({env, home}: LoadedFiles): Promise<readonly Diagnosis[]> {
  const named = botoPaths({env, home})
  const usual = botoPaths({env: {}, home})
  const boto: Variable['sectionsOf'] = (file) => {
    const section = botoSection(file)
    return new Map(section ? [['default', section]] : [])
  }
  const variables: readonly Variable[] = [
    {
      name: 'AWS_SHARED_CREDENTIALS_FILE',
      named: named.credentials,
      usual: [usual.credentials],
      sectionsOf: credentialSections,
    },
    {
      name: 'AWS_CONFIG_FILE',
      named: named.config,
      usual: [usual.config],
      sectionsOf: (file) => configSections(file).profiles,
    },
    {name: 'BOTO_CONFIG', named: named.boto[0] ?? '', usual: usual.boto, sectionsOf: boto},
  ]
  const found = await Promise.all(
    variables
      .filter(({name, named: file, usual: files}) => env[name] !== undefined && !files.includes(file))
      .map((variable) => lookBehind(variable, {env, home})),
  )
  return [...(await folders([...new Set([named.credentials, named.config])], home)), ...found.flat()]
}

/** Boto takes a file whose folder is none for one that is not there, and nothing can be written there. */
async function folders(files: readonly string[], home: string): Promise<Diagnosis[]> {
  const names = [...new Set(files.filter(Boolean).map((file) => path.dirname(file)))]
  const stats = await Promise.all(names.map((name) => stat(name).catch(() => undefined)))
  return names.flatMap((folder, index): Diagnosis[] => {
    if (!stats[index] || stats[index].isDirectory()) return []
    return [
      {
        id: 'unreadable-file',
        code: 'unreadable_file',
        message: `${displayPath(folder, home)} should be a directory, and is none: Boto finds no file in it, and none can be written there.`,
        remedy: 'Move it out of the way; mturk and the AWS CLI make the directory.',
        severity: 'error',
        stops: 'entry',
        location: fileLocation(folder, home, undefined),
      },
    ]
  })
}

async function lookBehind(variable: Variable, {env, home}: Pick<LoadedFiles, 'env' | 'home'>): Promise<Diagnosis[]> {
  const {name, named, usual, sectionsOf} = variable
  const profile = selectedProfile(env).name
  const keyIn = (loaded: LoadedFile) => {
    const sections = loaded.state === 'read' ? sectionsOf(loaded.file) : undefined
    const holding = [...(sections ?? [])].filter(([, section]) => plainValue(section, ACCESS_KEY_ID))
    return (holding.find(([each]) => each === profile || name === 'BOTO_CONFIG') ?? holding[0])?.[1]
  }
  const loaded = await loadBotoFile(named)
  // A file that is refused is told as such, and another key is as good as this one.
  if (loaded.state === 'broken' || keyIn(loaded)) return []
  const hidden = await Promise.all(usual.map((each) => loadBotoFile(each)))
  return hidden.flatMap((file): Diagnosis[] => {
    const section = keyIn(file)
    if (!section) return []
    const mask = maskAccessKeyId(plainValue(section, ACCESS_KEY_ID) ?? '')
    const display = displayPath(file.path, home)
    return [
      {
        id: 'hidden-file',
        code: 'not_read',
        message: `${name} ${whatItNames(loaded, home)}; ${display} (${mask}) is not read.`,
        remedy: `Where that file is meant, in this shell: unset ${name}`,
        severity: 'error',
        stops: 'entry',
        location: fileLocation(file.path, home, section.line, `${name} leads elsewhere`),
      },
    ]
  })
}

function whatItNames({path: file, state}: LoadedFile, home: string): string {
  if (file === '') return 'is set, and names no file'
  const display = displayPath(path.resolve(file), home)
  switch (state) {
    case 'missing':
      return `names ${display}, which is not there`
    case 'unreadable':
      return `names ${display}, which cannot be read`
    case 'broken':
    case 'read':
      return `names ${display}, which holds no key`
  }
}
