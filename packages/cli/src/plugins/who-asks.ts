import type {Session} from '@mturk-cli/command'
import type {Config} from '@mturk-cli/command/oclif'
import {profilesAsking} from '@mturk-cli/core/files'
import {openRotations} from '@mturk-cli/core/rotation'

import {whatPluginsBring} from './brings.js'
import {declaredBackends} from './declared.js'

/**
 * What would stop working without a plugin, each as a sentence: profiles that ask a backend of it, and rotations that have
 * still to reach a place in one.
 */
export async function whoAsks(name: string, config: Config, session: Session): Promise<readonly string[]> {
  const ids = await backendsOf(name, config, session)
  if (ids.length === 0) return []
  const {env, home, dataDirectory} = session
  // Whatever else is wrong must not keep anybody from taking a plugin away.
  const asking = (await profilesAsking({env, home}).catch(() => []))
    .filter(({backend}) => ids.includes(backend))
    .map(
      ({name: profile, backend, display}) =>
        `The profile ${profile} asks the backend ${backend} for its key (credential_process in ${display}), and would have none.`,
    )
  const {open} = await openRotations(dataDirectory)
  const rotating = open.flatMap(({user, state: {places}}) => {
    const place = places.find(({backend}) => ids.includes(backend))
    return place ? [`A rotation of ${user} is open that has ${place.display} to change, and could not go on.`] : []
  })
  const flat = await session.settings().then(
    (read) => read.flat,
    () => ({}),
  )
  const settings = Object.keys(flat).filter((setting) => ids.some((id) => setting.startsWith(`${id}.`)))
  const left = settings.map((setting) => `config.ini sets ${setting}, which nobody would understand.`)
  return [...asking, ...rotating, ...left]
}

async function backendsOf(name: string, config: Config, session: Session): Promise<readonly string[]> {
  const {backends} = await whatPluginsBring(session)
  const brought = backends.filter(({plugin}) => plugin.name === name).map(({id}) => id)
  return [...new Set([...brought, ...declaredBackends(config.plugins.get(name)?.pjson)])]
}
