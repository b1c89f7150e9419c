import type {Entry} from '@mturk-cli/core'
import {displayPath, type BotoProfile, type LoadedFile} from '@mturk-cli/core/files'
import {keyValueEntries, sectionEntries, withoutKey} from './key-entries.js'
import type {LoadedFiles} from './loaded-files.js'
import {botoSection, fileLocation} from './places.js'
import {brokenFile, passedOver} from './problems.js'
import {credentialProcessOf, loginOf, roleOf, ssoOf, webIdentityOf} from './temporary-sources.js'

/**
 * Boto's chain behind the environment, as botocore 1.43 asks it (credentials.py, `create_credential_resolver`). Boto
 * takes the first that answers; all of them are listed, in that order.
 */
export function entriesFor(profile: string, explicit: boolean, files: LoadedFiles): readonly Entry[] {
  // botocore takes an empty profile name for `default`, once it has found that a profile of that name exists.
  const empty = profile === '' ? files.aws.profiles.get('') : undefined
  const asked = files.aws.profiles.get(empty ? 'default' : profile)
  return [
    ...brokenFiles(files),
    ...(empty ? withoutKey(empty, files) : []),
    ...entriesOfProfile(asked, files, explicit ? {} : files.env),
    ...entriesForAll(files),
  ]
}

/** What Boto asks for a profile that was named, or would ask if it were like this; broken files aside. */
export function profileEntries(profile: BotoProfile | undefined, files: LoadedFiles): readonly Entry[] {
  return [...entriesOfProfile(profile, files, {}), ...entriesForAll(files)]
}

/** Every place of every profile, and those that serve all of them. */
export function allEntries(files: LoadedFiles): readonly Entry[] {
  const profiles = [...files.aws.profiles.values()]
  return [
    ...brokenFiles(files),
    ...profiles.flatMap((profile) => entriesOfProfile(profile, files, {})),
    ...entriesForAll(files),
  ]
}

function entriesOfProfile(profile: BotoProfile | undefined, files: LoadedFiles, env: LoadedFiles['env']): Entry[] {
  return [
    ...roleOf(profile, files),
    ...webIdentityOf(profile, files, env),
    ...ssoOf(profile, files),
    ...(profile?.credentials ? sectionEntries('credentials', profile.name, profile.credentials, files) : []),
    ...loginOf(profile, files),
    ...credentialProcessOf(profile, files),
    ...(profile?.config ? sectionEntries('config', profile.name, profile.config, files) : []),
  ]
}

/** What Boto asks for every profile that has no key of its own. */
function entriesForAll(files: LoadedFiles): Entry[] {
  return [
    ...(files.ec2 ? keyValueEntries(files.ec2, files) : []),
    ...files.boto.flatMap((file) => ofBotoFile(file, files)),
  ]
}

function ofBotoFile(loaded: LoadedFile, files: LoadedFiles): Entry[] {
  if (loaded.state !== 'read') return problemOf(loaded, files, 'backend')
  const section = botoSection(loaded.file)
  return section ? sectionEntries('boto', loaded.path, section, files) : []
}

function brokenFiles(files: LoadedFiles): Entry[] {
  return [files.aws.config, files.aws.credentials].flatMap((loaded) => problemOf(loaded, files, 'lookup'))
}

function problemOf(loaded: LoadedFile, {home}: LoadedFiles, stops: 'lookup' | 'backend'): Entry[] {
  if (loaded.state !== 'broken' && loaded.state !== 'unreadable') return []
  const file = displayPath(loaded.path, home)
  return [
    {
      location: fileLocation(loaded.path, home, loaded.state === 'broken' ? loaded.fault.line : undefined),
      problem:
        loaded.state === 'broken' ? brokenFile(file, loaded.fault, stops) : passedOver(loaded.path, file, loaded.why),
    },
  ]
}
