import type {BotoFile, BotoSection} from './boto-file.js'
import {shellSplit, UnclosedQuotation} from './shlex.js'

/** What botocore makes of the config file's sections (`build_profile_map`). */
export interface ConfigSections {
  readonly profiles: ReadonlyMap<string, BotoSection>
  readonly ssoSessions: ReadonlyMap<string, BotoSection>
  readonly services: ReadonlyMap<string, BotoSection>
}

/** Of two sections for one profile the last wins, whole. */
export function configSections(file: BotoFile): ConfigSections {
  const found = {
    profiles: new Map<string, BotoSection>(),
    ssoSessions: new Map<string, BotoSection>(),
    services: new Map<string, BotoSection>(),
  }
  for (const section of file.sections) {
    const meaning = meaningOf(section.name)
    if (meaning) found[meaning.of].set(meaning.name, section)
  }
  return found
}

/** The credentials file has no prefixes: every section is a profile. */
export function credentialSections(file: BotoFile): ReadonlyMap<string, BotoSection> {
  return new Map(file.sections.map((section) => [section.name, section]))
}

/** Every section of a config file that Boto takes for this profile; the one that wins is the last. */
export function sectionsOfProfile(file: BotoFile, profile: string): readonly BotoSection[] {
  return file.sections.filter(({name}) => {
    const meaning = meaningOf(name)
    return meaning?.of === 'profiles' && meaning.name === profile
  })
}

/** How a new section for this profile is written in the config file. */
export function configSectionName(profile: string): string {
  if (profile === 'default') return 'default'
  const plain = /^[^\s"'\\]+$/.test(profile)
  return `profile ${plain ? profile : `"${profile.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`}`
}

/** A plain value of a section; undefined where there is none, or a nested one. */
export function plainValue(section: Pick<BotoSection, 'options'> | undefined, name: string): string | undefined {
  const value = section?.options.get(name)?.value
  return typeof value === 'string' ? value : undefined
}

/**
 * `[default]` and `[profile x]` are profiles, `[sso-session x]` and `[services x]` what their names say, the rest is
 * nothing. Names are split as a shell would (`[profile "a b"]`). botocore looks only at how a name begins, so
 * `[profiles x]` is a profile too.
 */
function meaningOf(section: string): {of: keyof ConfigSections; name: string} | undefined {
  const of = (
    [
      ['profile', 'profiles'],
      ['sso-session', 'ssoSessions'],
      ['services', 'services'],
    ] as const
  ).find(([prefix]) => section.startsWith(prefix))?.[1]
  if (of === undefined) return section === 'default' ? {of: 'profiles', name: 'default'} : undefined
  const [, name, ...more] = wordsOf(section)
  return name === undefined || more.length > 0 ? undefined : {of, name}
}

function wordsOf(section: string): string[] {
  try {
    return shellSplit(section)
  } catch (error) {
    if (error instanceof UnclosedQuotation) return []
    throw error
  }
}
