import type {MturkKey} from '../credentials/index.js'
import {isMturkError, type MturkError} from '../errors.js'
import {selectKey} from '../mturk/index.js'
import type {Guide} from './step.js'

/**
 * The key that the person's tools would use now, or why there is none. In the guide a profile is a target: one that does
 * not exist yet is no mistake, it only holds no key.
 */
export async function findKey(guide: Guide): Promise<{key: MturkKey | null; problem?: MturkError}> {
  const {profile, profileGiven, backend} = guide.options
  const fromStore = guide.sources.backend(backend).lookup === 'on-request' ? {backend} : {}
  try {
    const {key} = await selectKey(guide.sources, {...(profileGiven ? {profile} : {}), ...fromStore})
    return {key}
  } catch (error) {
    if (!isMturkError(error)) throw error
    return {key: null, problem: error}
  }
}
