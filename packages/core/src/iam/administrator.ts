import {adminFromKey, adminFromProfile, type AdminCredentials, type Aws} from '../aws/index.js'
import {profilesOf, type CredentialSources, type Problem} from '../credentials/index.js'
import {MturkError} from '../errors.js'
import type {Surroundings} from '../files/index.js'
import {refusal} from '../mturk/index.js'
import {run, say, type Remedy} from '../remedy.js'

export interface AdministratorSources extends Surroundings {
  readonly sources: CredentialSources
  readonly aws: Aws
  /** `--admin-profile`, or our setting `aws.admin-profile`. */
  readonly adminProfile?: string | undefined
  /** Our setting `aws.instance-metadata`. */
  readonly allowInstanceMetadata: boolean
  /** A store is asked with them, in a command that has no `--admin-profile`. */
  readonly isForStore?: boolean
  /** Whom a person waits for, after a second. */
  readonly onWait?: ((words: string) => void) | undefined
}

/**
 * Whose credentials administer IAM: the profile named for it, or else what the lookup finds. Temporary ones are fine here.
 * Where Boto would assume a role, sign on or run a process, the AWS SDK does it.
 *
 * @throws MturkError `no_credentials`
 */
export async function findAdministrator({
  sources,
  aws,
  adminProfile,
  allowInstanceMetadata,
  isForStore = false,
  onWait,
  env,
  home,
}: AdministratorSources): Promise<AdminCredentials> {
  const fromProfile = (profile: string) =>
    adminFromProfile({profile, surroundings: {env, home}, allowInstanceMetadata, aws, onWait})
  if (adminProfile !== undefined) return fromProfile(adminProfile)
  // A line that runs mturk is the SDK's to run: a store may ask this, and must not be asked for its own credentials.
  const {active, stoppedBy, profile} = await sources.lookup({follow: 'never'})
  if (active) return adminFromKey(await sources.read(active.location), active.location.display)
  if (stoppedBy && RESOLVED_BY_SDK.has(stoppedBy.code)) return fromProfile(profile.name)
  const {code, exit, message} = refusal('no_credentials', {
    profile: profile.name,
    ...(stoppedBy ? {problem: stoppedBy} : {}),
  })
  throw new MturkError({code, exit, message, remedy: await whereToFindOne(sources, stoppedBy, isForStore)})
}

async function whereToFindOne(
  sources: CredentialSources,
  problem: Problem | null,
  isForStore: boolean,
): Promise<readonly Remedy[]> {
  const names = await profilesOf(sources)
  const known = names.length === 0 ? [] : [say(`Profiles on this computer: ${names.join(', ')}`)]
  if (isForStore) {
    return [
      say('The store is asked with AWS credentials. Name the profile that has them:'),
      run('mturk config set aws.admin-profile', 'NAME'),
      ...known,
      run('mturk credentials list'),
    ]
  }
  return [
    ...(problem?.remedy === undefined ? [] : [say(problem.remedy)]),
    say(
      'This takes the credentials of an administrator of the AWS account: name their AWS profile with --admin-profile NAME',
    ),
    ...known,
    run('mturk credentials list'),
    // It also takes the key of an administrator out of a file.
    run('mturk init'),
  ]
}

/** Problems of the lookup that are none for an administrator. */
const RESOLVED_BY_SDK: ReadonlySet<string> = new Set(['temporary_credentials', 'credential_process'])
