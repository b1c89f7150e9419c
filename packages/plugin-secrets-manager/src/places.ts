import {backendError, type Location} from '@mturk-cli/core'
import type {Endpoint} from '@mturk-cli/core/aws'
import {BACKEND, type Options} from './options.js'

/** One secret, by what tells it from every other one of the account. */
export interface Named {
  readonly region: string
  readonly name: string
}

export function placeOf({region, prefix}: Options, name: string, {url, overriddenBy}: Endpoint): Location {
  const elsewhere = overriddenBy === null ? '' : ` at ${url} (${overriddenBy})`
  return {
    backend: BACKEND,
    id: JSON.stringify([region, name]),
    profile: name.slice(prefix.length),
    display: `AWS Secrets Manager ${region} ${name}${elsewhere}`,
    writable: true,
  }
}

export function secretAt({id, display}: Location): Named {
  try {
    const [region, name] = JSON.parse(id) as unknown[]
    if (typeof region === 'string' && typeof name === 'string') return {region, name}
  } catch {
    // Said below.
  }
  throw backendError('not_found', `${display} is no place in Secrets Manager.`)
}

/** What the name of a secret may be made of (Secrets Manager API reference, CreateSecret). */
export function isNameable(profile: string): boolean {
  return /^[A-Za-z0-9/_+=.@-]{1,256}$/.test(profile)
}

export function nameFor({prefix}: Options, profile: string): string {
  if (isNameable(profile)) return prefix + profile
  throw backendError(
    'not_writable',
    `The profile name ${JSON.stringify(profile)} cannot name a secret: only letters, digits and /_+=.@- can.`,
  )
}
