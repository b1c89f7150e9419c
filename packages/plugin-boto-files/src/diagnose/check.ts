import type {Diagnosis, Location, Mend} from '@mturk-cli/core'
import {
  configSections,
  credentialSections,
  displayPath,
  editBotoFile,
  readBotoFile,
  type BotoSection,
  type IniEdit,
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
}

export function keySections({aws, boto}: LoadedFiles): readonly KeySection[] {
  const found = (kind: SectionKind, owner: string, path: string, section: BotoSection) => ({kind, owner, path, section})
  return [
    ...(aws.credentials.state === 'read'
      ? [...credentialSections(aws.credentials.file)].map(([profile, section]) =>
          found('credentials', profile, aws.credentials.path, section),
        )
      : []),
    ...(aws.config.state === 'read'
      ? [...configSections(aws.config.file).profiles].map(([profile, section]) =>
          found('config', profile, aws.config.path, section),
        )
      : []),
    ...boto.flatMap((loaded) => {
      const section = loaded.state === 'read' ? botoSection(loaded.file) : undefined
      return section ? [found('boto', loaded.path, loaded.path, section)] : []
    }),
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

/** An option that is to have another value, or to go. */
export type ValueEdit = Exclude<IniEdit, {kind: 'prune'}>

/** Gives options of a section other values, or takes them out; null where they are not there any more. */
export function mendValues(file: string, edits: readonly ValueEdit[]): Mend {
  return {
    file,
    change: (bytes) => {
      const before = readBotoFile(bytes)
      const isThere = ({section, option}: ValueEdit) =>
        before.sections.some(({name, options}) => name === section && options.get(option)?.inherited === false)
      return before.fault || !edits.every(isThere) ? null : editBotoFile(file, before, edits)
    },
  }
}

/** The files that Boto asks for sections, with the name of the section that a key stands under if nobody says otherwise. */
export function iniFiles({aws, boto}: LoadedFiles): readonly {loaded: LoadedFile; usual: string}[] {
  return [
    ...[aws.config, aws.credentials].map((loaded) => ({loaded, usual: 'default'})),
    ...boto.map((loaded) => ({loaded, usual: 'Credentials'})),
  ]
}
