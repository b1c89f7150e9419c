import type {BackendContext} from '@mturk-cli/core'
import {selectedProfile} from '@mturk-cli/core/credentials'
import {loadBotoConfiguration} from '@mturk-cli/core/files'

export const BACKEND = 'secrets-manager'

/** What `config.ini` may say under `[secrets-manager]`; `docs/reference/settings.md` explains each. */
const NAMES = ['region', 'prefix', 'kms-key', 'tags', 'recovery-days'] as const

export interface Options {
  readonly region: string
  /** What stands before the profile in the name of its secret. */
  readonly prefix: string
  /** For secrets that are made; undefined: AWS's own key. */
  readonly kmsKey: string | undefined
  /** For secrets that are made. */
  readonly tags: readonly {readonly Key: string; readonly Value: string}[]
  readonly recoveryDays: number
}

/** A set-up that cannot be worked with yet, and what to write where. */
export interface Missing {
  readonly reason: string
  readonly remedy: string
  /** config.ini has no word of it. */
  readonly isUnused?: true
}

type Surroundings = Pick<BackendContext, 'env' | 'home' | 'settings'>

/** Without the network; a file of Boto's that cannot be read has no region. */
export async function readOptions(context: Surroundings): Promise<Options | Missing> {
  const own = Object.entries(context.settings).flatMap(([name, value]) =>
    name.startsWith(`${BACKEND}.`) ? [[name.slice(BACKEND.length + 1), value] as const] : [],
  )
  if (own.length === 0) {
    const remedy =
      "Write two lines into mturk's config.ini: [secrets-manager], and below it region = with the region of your secrets."
    return {reason: 'config.ini has no settings for it.', remedy, isUnused: true}
  }
  const stranger = own.find(([name]) => !(NAMES as readonly string[]).includes(name))
  if (stranger) return wrong(`there is no setting "${stranger[0]}"; there are ${NAMES.join(', ')}.`)
  const {prefix = 'mturk/', 'kms-key': kmsKey, tags = '', 'recovery-days': days = '30'} = valuesOf(own)
  if (!/^[A-Za-z0-9/_+=.@-]{1,200}$/.test(prefix)) {
    return wrong('prefix is one or more of letters, digits and /_+=.@-, as names of secrets are.')
  }
  if (!/^\d+$/.test(days) || Number(days) < 7 || Number(days) > 30) return wrong('recovery-days is 7 to 30.')
  const pairs = tags === '' ? [] : tags.split(',').map((tag) => tag.trim())
  const odd = pairs.find((pair) => !/^[^=\s][^=]*=/.test(pair) || /^(aws|mturk):/i.test(pair))
  if (odd !== undefined) return wrong('tags are name=value, several with commas between, no name with aws: or mturk:.')
  const region = await regionOf(context)
  if (region === undefined) {
    return missing(
      'no region is set.',
      'Write region = with the region of your secrets under [secrets-manager] in config.ini, or set AWS_REGION.',
    )
  }
  if (!/^[a-z]{2}[a-z0-9-]*-\d+$/.test(region)) return wrong(`"${region}" is not the name of a region.`)
  return {
    region,
    prefix,
    kmsKey: kmsKey || undefined,
    tags: pairs.map((pair) => ({
      Key: pair.slice(0, pair.indexOf('=')).trim(),
      Value: pair.slice(pair.indexOf('=') + 1).trim(),
    })),
    recoveryDays: Number(days),
  }
}

function valuesOf(own: readonly (readonly [string, string])[]): Partial<Record<(typeof NAMES)[number], string>> {
  return Object.fromEntries(own)
}

function missing(reason: string, remedy: string): Missing {
  return {reason, remedy}
}

function wrong(reason: string): Missing {
  return missing(`under [secrets-manager] in config.ini, ${reason}`, 'Mend the line in config.ini.')
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
