import type {BackendContext, BackendSetting} from '@mturk-cli/core'
import {cleanWord} from '@mturk-cli/core/aws'
import {selectedProfile} from '@mturk-cli/core/credentials'
import {loadBotoConfiguration} from '@mturk-cli/core/files'

export const BACKEND = 'secrets-manager'

type SettingName = 'region' | 'prefix' | 'kms-key' | 'tags' | 'recovery-days' | 'cache-seconds'

type Checked = BackendSetting & Required<Pick<BackendSetting, 'check'>>

/** What `config.ini` may say under `[secrets-manager]`, at least one of these: without the section nobody is asked. */
export const secretsManagerSettings: readonly (Checked & {readonly name: SettingName})[] = [
  {
    name: 'region',
    kind: 'string',
    meaning:
      'Where the secrets are. Without it: AWS_REGION, AWS_DEFAULT_REGION, or the region of the profile that asks.',
    check: (value) => (isRegion(value) ? undefined : 'is the name of a region, as eu-central-1.'),
  },
  {
    name: 'prefix',
    kind: 'string',
    default: 'mturk/',
    check: (value) =>
      /^[A-Za-z0-9/_+=.@-]{1,200}$/.test(value)
        ? undefined
        : 'is one or more of letters, digits and /_+=.@-, as names of secrets are.',
    meaning: 'What stands before the profile in the name of its secret; the default is mturk/.',
  },
  {
    name: 'kms-key',
    kind: 'string',
    meaning: "The KMS key of secrets that are made: an id, an ARN or an alias. Without it AWS's own key.",
    check: (value) =>
      /^[A-Za-z0-9/_:-]{1,2048}$/.test(value)
        ? undefined
        : 'is the id, the ARN or the alias of a KMS key, as alias/mturk.',
  },
  {
    name: 'tags',
    kind: 'string',
    meaning: 'Tags of secrets that are made: team=lab, cost=12.',
    check: (value) =>
      value === '' || pairsOf(value).every((pair) => /^[^=\s][^=]*=/.test(pair) && !/^(aws|mturk):/i.test(pair))
        ? undefined
        : 'is name=value, several with commas between, no name with aws: or mturk:.',
  },
  {
    name: 'recovery-days',
    kind: 'string',
    default: '30',
    check: (value) => (/^\d+$/.test(value) && Number(value) >= 7 && Number(value) <= 30 ? undefined : 'is 7 to 30.'),
    meaning: 'For how many days a removed secret can be had back, 7 to 30; the default is 30.',
  },
  {
    name: 'cache-seconds',
    kind: 'string',
    default: '0',
    check: (value) => (/^\d{1,4}$/.test(value) && Number(value) <= 3600 ? undefined : 'is 0 to 3600.'),
    meaning:
      'For how many seconds credentials export and exec may use a key that was read before, up to 3600. Its secret then lies on the disk; the default is 0, nothing is kept.',
  },
]

export interface Options {
  readonly region: string
  /** What stands before the profile in the name of its secret. */
  readonly prefix: string
  /** For secrets that are made; undefined: AWS's own key. */
  readonly kmsKey: string | undefined
  /** For secrets that are made. */
  readonly tags: readonly {readonly Key: string; readonly Value: string}[]
  readonly recoveryDays: number
  /** 0: nothing is kept. */
  readonly cacheSeconds: number
}

/** A set-up that cannot be worked with yet, and what to write where. */
export interface Missing {
  readonly reason: string
  readonly remedy: string
  /** What would set it up, where that is known. */
  readonly settings?: {readonly region: string}
}

type Surroundings = Pick<BackendContext, 'env' | 'home' | 'settings'>

/** Without the network; a file of Boto's that cannot be read has no region. */
export async function readOptions(context: Surroundings): Promise<Options | Missing> {
  const own = valuesOf(context)
  if (Object.keys(own).length === 0) {
    return {
      ...missing('config.ini has no settings for it.', `Say where your secrets are: ${SET_REGION}`),
      ...proposed(await regionOf(context)),
    }
  }
  const {prefix = 'mturk/', 'kms-key': kmsKey, tags = '', 'recovery-days': days = '30'} = own
  const {'cache-seconds': seconds = '0'} = own
  for (const setting of secretsManagerSettings) {
    const {name} = setting
    const value = own[name]
    // What is no region may come from elsewhere, too: said below.
    const complaint = value === undefined || name === 'region' ? undefined : setting.check(value)
    if (complaint !== undefined) return wrong(name, complaint)
  }
  const region = await regionOf(context)
  if (region === undefined) {
    return {
      ...missing('no region is set.', `Say where your secrets are, or set AWS_REGION: ${SET_REGION}`),
      ...proposed(undefined),
    }
  }
  if (!isRegion(region)) {
    return missing(`"${cleanWord(region)}" is not the name of a region.`, `Say where your secrets are: ${SET_REGION}`)
  }
  return {
    region,
    prefix,
    kmsKey: kmsKey || undefined,
    tags: (tags === '' ? [] : pairsOf(tags)).map((pair) => ({
      Key: pair.slice(0, pair.indexOf('=')).trim(),
      Value: pair.slice(pair.indexOf('=') + 1).trim(),
    })),
    recoveryDays: Number(days),
    cacheSeconds: Number(seconds),
  }
}

/** A region that is none is for its owner to mend. Where nothing names one, the one of Mechanical Turk is proposed. */
function proposed(region = 'us-east-1'): Pick<Missing, 'settings'> {
  return isRegion(region) ? {settings: {region}} : {}
}

function pairsOf(tags: string): string[] {
  return tags.split(',').map((tag) => tag.trim())
}

function isRegion(name: string): boolean {
  return /^[a-z]{2}[a-z0-9-]*-\d+$/.test(name)
}

const SET_REGION = `mturk config set ${BACKEND}.region REGION`

function valuesOf({settings}: Pick<Surroundings, 'settings'>): Partial<Record<SettingName, string>> {
  return Object.fromEntries(
    secretsManagerSettings.flatMap(({name}) => {
      const value = settings[`${BACKEND}.${name}`]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function missing(reason: string, remedy: string): Missing {
  return {reason, remedy}
}

function wrong(name: SettingName, reason: string): Missing {
  return missing(`in config.ini, ${BACKEND}.${name} ${reason}`, `Mend it: mturk config set ${BACKEND}.${name} VALUE`)
}

/** The profile whose credentials ask, as far as that can be known without looking a key up. */
export function askingProfile({env, settings}: Pick<Surroundings, 'env' | 'settings'>): string {
  return settings['aws.admin-profile'] || selectedProfile(env).name
}

async function regionOf(context: Surroundings): Promise<string | undefined> {
  const {env, settings} = context
  const given = settings[`${BACKEND}.region`] || env.AWS_REGION || env.AWS_DEFAULT_REGION
  if (given) return given
  const value = (await profilesOf(context)).get(askingProfile(context))?.options.get('region')?.value
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The profiles in Boto's files; none where these cannot be read, which others say. */
export async function profilesOf({env, home}: Pick<Surroundings, 'env' | 'home'>) {
  const {profiles} = await loadBotoConfiguration({env, home})
  return profiles
}

interface AskingProfile {
  readonly name: string
  /** None where no file has this profile. */
  readonly options: ReadonlyMap<string, {readonly value: unknown}>
}

/** The profile whose credentials ask, and each that those come from by `source_profile`. */
export async function askingProfiles(context: Surroundings): Promise<readonly AskingProfile[]> {
  const profiles = await profilesOf(context)
  const chain = new Map<string, AskingProfile>()
  for (let name: string | undefined = askingProfile(context); name !== undefined && !chain.has(name);) {
    const options: AskingProfile['options'] = profiles.get(name)?.options ?? new Map()
    chain.set(name, {name, options})
    const source = options.get('source_profile')?.value
    name = typeof source === 'string' ? source : undefined
  }
  return [...chain.values()]
}
