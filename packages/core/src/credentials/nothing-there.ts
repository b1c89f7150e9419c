import type {Location, Problem} from './contract.js'
import type {GuardedBackend} from './guarded-backend.js'
import type {Lookup} from './lookup.js'
import {profileWords} from './selected-profile.js'

/**
 * Why one backend, asked by its name, has no key: in the words of the place that was looked at, so that a wrong region is
 * not mistaken for a profile that nobody knows.
 *
 * @param inDefault the place of the key that is found where no backend is named; null: there is none
 * @returns the lookup as it was, where it found something or has a better reason
 */
export async function sayingWhere(
  found: Lookup,
  backend: GuardedBackend,
  inDefault: () => Promise<Location | null>,
): Promise<Lookup> {
  const {active, stoppedBy, candidates, profile} = found
  if (active || candidates.length > 0) return found
  if (stoppedBy ? stoppedBy.code !== 'profile_not_found' : backend.lookup === 'default') return found
  const {name} = profile
  const place = await backend.placeFor({profile: name, expect: null}).catch(() => null)
  const other = await inDefault().catch(() => null)
  const remedy = other
    ? `There is one in ${other.display}: the same command without --backend.`
    : backend.lookup === 'on-request'
      ? `Is it kept under another name, or elsewhere, as in another region? mturk config list shows where ${backend.id} looks.`
      : undefined
  const where = place?.display ?? backend.title
  return {...found, stoppedBy: notFound(`${where} holds no key for the profile ${profileWords(name)}.`, remedy)}
}

/** Where no backend was named: those that are only asked by name, and were not. */
export async function sayingWhoWasNotAsked(found: Lookup, backends: readonly GuardedBackend[]): Promise<Lookup> {
  const {active, stoppedBy, profile} = found
  if (active || stoppedBy?.code !== 'profile_not_found') return found
  const onRequest = backends.filter(({lookup}) => lookup === 'on-request')
  const states = await Promise.all(onRequest.map((backend) => backend.probe().catch(() => undefined)))
  const unasked = onRequest.filter((_, index) => states[index]?.state === 'available')
  if (unasked.length === 0) return found
  const message = `The profile "${profile.name}" (from ${profile.from}) is not in the files that Boto reads.`
  const flags = listed(
    unasked.map(({id}) => `--backend ${id}`),
    'or',
  )
  const who = `${listed(unasked.map(({title}) => title))} ${unasked.length === 1 ? 'was' : 'were'} not asked.`
  return {...found, stoppedBy: notFound(message, `${who} To ask there: the same command with ${flags}.`)}
}

function listed(names: readonly string[], word = 'and'): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`
}

function notFound(message: string, remedy: string | undefined): Problem {
  return {code: 'profile_not_found', message, ...(remedy ? {remedy} : {}), severity: 'error', stops: 'lookup'}
}
