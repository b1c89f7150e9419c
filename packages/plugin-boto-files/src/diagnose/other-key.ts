import type {Entry, Mend} from '@mturk-cli/core'
import {kindOfAccessKeyId, maskAccessKeyId} from '@mturk-cli/core/credentials'
import {joinedProfile, type BotoSection, type LoadedFile} from '@mturk-cli/core/files'
import {profileEntries} from '../chain.js'
import type {LoadedFiles} from '../loaded-files.js'
import {botoSection, type SectionKind} from '../places.js'

export type OtherKey = NonNullable<Mend['otherKey']>

/** A section as a mend would make it, and whose it would be then: the profile's, or a Boto 2 file's by its path. */
export interface WouldBe {
  readonly kind: SectionKind
  readonly owner: string
  readonly section: BotoSection
}

/**
 * Which usable key Boto takes now and would no longer take. Undefined where nothing changes, or where there is no usable
 * key to lose. `to` is empty where Boto would have none then.
 */
export function otherKeyWith(wouldBe: WouldBe, files: LoadedFiles): OtherKey | undefined {
  const {kind, owner} = wouldBe
  const from = usableId(kind === 'boto' ? profileEntries(undefined, files) : entriesNow(owner, files))
  if (from === undefined) return undefined
  const to = usableId(
    kind === 'boto' ? profileEntries(undefined, withSection(wouldBe, files)) : entriesThen(wouldBe, files),
  )
  return to === from ? undefined : {from, to: to ?? ''}
}

/** The end of a sentence that says what to write: `, if ****************M2KP is to be used instead of ****************QX7A` */
export function becauseOf(otherKey: OtherKey | undefined): string {
  if (!otherKey) return ''
  const from = maskAccessKeyId(otherKey.from)
  return otherKey.to === ''
    ? `; but then Boto no longer takes ${from}`
    : `, if ${maskAccessKeyId(otherKey.to)} is to be used instead of ${from}`
}

function entriesNow(profile: string, files: LoadedFiles): readonly Entry[] {
  return profileEntries(files.aws.profiles.get(profile), files)
}

function entriesThen({kind, owner, section}: WouldBe, files: LoadedFiles): readonly Entry[] {
  const {aws} = files
  const now = aws.profiles.get(owner)
  const then = {config: now?.config, credentials: now?.credentials, [kind]: section}
  const paths = {config: aws.config.path, credentials: aws.credentials.path}
  return profileEntries(joinedProfile(owner, paths, then.config, then.credentials), files)
}

function withSection({owner, section}: WouldBe, files: LoadedFiles): LoadedFiles {
  const changed = (loaded: LoadedFile): LoadedFile => {
    if (loaded.path !== owner || loaded.state !== 'read') return loaded
    const others = loaded.file.sections.filter((each) => each !== botoSection(loaded.file))
    return {...loaded, file: {...loaded.file, sections: [...others, section]}}
  }
  return {...files, boto: files.boto.map(changed)}
}

/** What Boto takes of these, if a tool can sign with it as far as its id tells. */
function usableId(entries: readonly Entry[]): string | undefined {
  const first = entries.find(({problem, accessKeyId}) =>
    problem ? problem.stops !== 'entry' : accessKeyId !== undefined,
  )
  if (!first || first.problem || first.accessKeyId === undefined) return undefined
  return kindOfAccessKeyId(first.accessKeyId) === 'long-lived' ? first.accessKeyId : undefined
}
