import {selectedProfile} from '@mturk-cli/core/credentials'
import {displayPath, loadBotoConfiguration} from '@mturk-cli/core/files'
import type {Surroundings} from '../sources/source.js'

export interface BotoKeys {
  /** The id of the profile that Boto would choose, and its file for people; null where there is none. */
  readonly own: {readonly accessKeyId: string; readonly display: string} | null
  /** Of every profile. */
  readonly accessKeyIds: ReadonlySet<string>
}

/** Which ids Boto's two AWS files hold; none where Boto cannot read them, which its own backend tells. */
export async function keysInBotoFiles({env, home}: Surroundings): Promise<BotoKeys> {
  const {profiles} = await loadBotoConfiguration({env, home})
  const ids = new Set<string>()
  let own: BotoKeys['own'] = null
  const {name} = selectedProfile(env)
  for (const [profile, {options}] of profiles) {
    const id = options.get('aws_access_key_id')
    if (!id || typeof id.value !== 'string') continue
    ids.add(id.value)
    if (profile === name) own = {accessKeyId: id.value, display: `${displayPath(id.file, home)} [${profile}]`}
  }
  return {own, accessKeyIds: ids}
}
