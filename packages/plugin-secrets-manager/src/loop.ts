import {backendError, type BackendContext, type Key} from '@mturk-cli/core'
import {askingProfile, askingProfiles, BACKEND} from './options.js'

/** Set for the programs that are run while credentials are got; whoever finds it is one of them. */
const VARIABLE = 'MTURK_SECRETS_MANAGER_ASKING'

/**
 * The credentials that Secrets Manager is asked with. They never come from Secrets Manager: a profile whose
 * credential_process is mturk asking this backend would go round for ever.
 *
 * @returns what gets them; got once, and again after a failure
 */
export function askingCredentials(context: BackendContext): () => Promise<Key> {
  // Looked at now: what is set below is meant for children only.
  const isNested = context.env[VARIABLE] !== undefined
  let got: Promise<Key> | undefined

  async function get(): Promise<Key> {
    const profile = askingProfile(context)
    if (isNested || (await asksUs(context))) throw loop(profile)
    process.env[VARIABLE] = '1'
    try {
      return await context.adminCredentials()
    } finally {
      delete process.env[VARIABLE]
    }
  }
  return () => {
    got ??= get().catch((error: unknown) => {
      got = undefined
      throw error
    })
    return got
  }
}

/** As it is written by hand or by us: `… credentials export … --backend secrets-manager …`. */
async function asksUs(context: BackendContext): Promise<boolean> {
  for (const {options} of await askingProfiles(context)) {
    const line = options.get('credential_process')?.value
    if (typeof line === 'string' && /\bcredentials\W+export\b/.test(line) && line.includes(BACKEND)) return true
  }
  return false
}

function loop(profile: string) {
  return backendError(
    'unavailable',
    `Secrets Manager is to be asked with the credentials of the profile ${profile}, and these come from Secrets Manager.`,
    {remedy: 'Name a profile with credentials of its own: mturk config set aws.admin-profile NAME'},
  )
}
