import type {Diagnosis, Location} from '@mturk-cli/core'
import {
  configSections,
  credentialSections,
  displayPath,
  type BotoFile,
  type BotoSection,
  type IniDocument,
  type LoadedFile,
} from '@mturk-cli/core/files'
import {sectionLocation} from '../key-entries.js'
import type {LoadedFiles} from '../loaded-files.js'
import {botoSection, type SectionKind} from '../places.js'

/** One thing that may be wrong with Boto's files. It looks at what was loaded, and sends nothing anywhere. */
export type Check = (files: LoadedFiles) => readonly Diagnosis[]

/** A section that may hold a key, in whichever of the files. */
export interface KeySection {
  readonly kind: SectionKind
  /** Its profile, or for a Boto 2 file its path. */
  readonly owner: string
  readonly path: string
  readonly section: BotoSection
  /** Of the whole file. */
  readonly document: IniDocument
}

export function keySections({aws, boto}: LoadedFiles): readonly KeySection[] {
  const inFile = (
    kind: SectionKind,
    loaded: LoadedFile,
    sectionsOf: (file: BotoFile) => Iterable<[string, BotoSection]>,
  ) =>
    loaded.state === 'read'
      ? [...sectionsOf(loaded.file)].map(([owner, section]) => {
          const {path, file} = loaded
          return {kind, owner, path, section, document: file.document}
        })
      : []
  return [
    ...inFile('credentials', aws.credentials, credentialSections),
    ...inFile('config', aws.config, (file) => configSections(file).profiles),
    ...boto.flatMap((loaded) =>
      inFile('boto', loaded, (file) => {
        const section = botoSection(file)
        return section ? [[loaded.path, section]] : []
      }),
    ),
  ]
}

/** The place of a section, at the line of this option, or of its header. */
export function placeIn({kind, owner, section}: KeySection, files: LoadedFiles, option?: string): Location {
  const line = option === undefined ? section.line : (section.options.get(option)?.line ?? section.line)
  return {...sectionLocation(kind, owner, section, files), line}
}

/** `~/.aws/config, line 3`: how a message says where it is. */
export function at({file = '', line}: Location, {home}: LoadedFiles): string {
  return line === undefined ? displayPath(file, home) : `${displayPath(file, home)}, line ${line}`
}

/** The files that Boto asks for sections, with the name of the section that a key stands under if nobody says otherwise. */
export function iniFiles({aws, boto}: LoadedFiles): readonly {loaded: LoadedFile; usual: string}[] {
  return [
    ...[aws.config, aws.credentials].map((loaded) => ({loaded, usual: 'default'})),
    ...boto.map((loaded) => ({loaded, usual: 'Credentials'})),
  ]
}
