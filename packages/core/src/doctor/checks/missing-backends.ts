import {profilesAsking} from '../../files/index.js'
import {run, say} from '../../remedy.js'
import type {OfflineCheck} from '../finding.js'

/** Profiles that ask mturk for the key of a backend which nobody brings: its plugin was uninstalled, or never was here. */
export const missingBackends: OfflineCheck = async ({env, home, sources}) => {
  const known = new Set(sources.backends.map(({id}) => id))
  const asking = await profilesAsking({env, home})
  return asking
    .filter(({backend}) => !known.has(backend))
    .map(({name, backend, file, display}) => ({
      id: 'missing-backend',
      severity: 'error',
      message: `${display} [${name}] asks mturk for the key in the backend ${backend}, which no plugin that is installed brings, so tools get no key.`,
      remedy: [
        say('Install the plugin that brings it, or give the profile a key from elsewhere. What is installed:'),
        run('mturk plugins'),
      ],
      file,
    }))
}
