import {lstatSync} from 'node:fs'
import type {EmulatorKey} from '@mturk-cli/emulator'
import {expect} from 'vitest'
import type {Judge, Verdict} from './judge.js'
import {filesWith, journalOf, type World} from './world.js'

/** What must be so from outside, by boto3. `at` says when, for a failure. */
export interface Inspection {
  readonly world: World
  readonly judge: Judge
  readonly at: string
  /** AWS may not know the new key yet, so that it does not answer although its secret is there. */
  readonly isSlow?: boolean
  /** May be active though no place holds it: an old key that was left so for a place that holds something else by now. */
  readonly leftActive?: string
}

function look({world, judge}: Inspection, also: readonly EmulatorKey[] = []): Promise<Verdict> {
  const {home, emulator, user, places, secret} = world
  return judge.look({home: home.path, endpoint: emulator.endpoint, root: emulator.rootKey, user, places, also, secret})
}

/**
 * At every instant: every place gives a key that AWS takes; no key is active whose secret nobody holds, but for the one of a
 * lost answer; nobody else may read what holds a secret.
 *
 * @returns every secret that is about
 */
export async function expectNothingLost(inspection: Inspection): Promise<readonly string[]> {
  const {world, at, isSlow = false, leftActive} = inspection
  const journal = journalOf(world)?.state
  const kept = journal ? [journal.oldKey, ...(journal.newKey ? [journal.newKey] : [])] : []
  const {keys, places, also} = await look(inspection, kept)
  expect(
    Object.values(places).map((place) => 'works' in place && place.works),
    `every place works, ${at}: ${described(places)}`,
  ).toEqual(world.places.map(() => true))
  const held = new Set([
    ...Object.values(places).flatMap((place) => ('id' in place ? [place.id] : [])),
    // A switched-off key does not answer, but its secret is there.
    ...also.filter(({id, works}) => works === true || keys[id] === 'Inactive' || isSlow).map(({id}) => id),
  ])
  const lost = Object.keys(keys).filter((id) => keys[id] === 'Active' && !held.has(id) && id !== leftActive)
  const mayBeLost = journal?.step === 'creating' ? 1 : 0
  expect(lost.length, `active keys whose secret nobody holds, ${at}`).toBeLessThanOrEqual(mayBeLost)
  const secrets = [
    ...Object.values(places).flatMap((place) => ('secret' in place ? [place.secret] : [])),
    ...kept.map(({secretAccessKey}) => secretAccessKey),
  ]
  const modes = filesWith(world, secrets).map((file) => lstatSync(world.home.at(file)).mode & 0o777)
  expect(new Set(modes), `files with secrets are their owner's alone, ${at}`).toEqual(new Set([0o600]))
  return secrets
}

export interface Expected {
  /** Of the key that every place is to hold, by what became of the others: `{[id]: 'Inactive'}`. */
  readonly others: Readonly<Record<string, string>>
  /** Every place holds this one; undefined: any key but those that were there before. */
  readonly current?: string
  /** Each of these keys' secrets must be gone. */
  readonly secrets: readonly string[]
}

/**
 * When all is over: exactly the promised keys, the same in every place, and nothing left of what was in between.
 *
 * @returns the key that every place holds
 */
export async function expectOver(inspection: Inspection, {others, current, secrets}: Expected): Promise<EmulatorKey> {
  const {world, at} = inspection
  const {keys, places} = await look(inspection)
  const {default: first} = places
  if (!first || !('id' in first)) throw new Error(`no key in the default profile, ${at}: ${described(places)}`)
  const one = {id: first.id, secret: first.secret, works: true}
  const everywhere = Object.fromEntries(world.places.map((place) => [place, one]))
  expect(places, `the same key in every place, ${at}`).toEqual(everywhere)
  if (current !== undefined) expect(first.id, `which key it is, ${at}`).toBe(current)
  expect(keys, `the keys in IAM, ${at}`).toEqual({...others, [first.id]: 'Active'})
  expectNothingLeft(inspection, [...secrets, first.secret])
  expect(filesWith(world, [first.secret]), `files with the key, ${at}`).toEqual(world.files)
  const gone = secrets.filter((secret) => secret !== first.secret)
  expect(filesWith(world, gone), `files with the secret of another key, ${at}`).toEqual([])
  return {accessKeyId: first.id, secretAccessKey: first.secret}
}

/** No journal, no lock, no temporary file. */
export function expectNothingLeft({world, at}: Inspection, secrets: readonly string[]): void {
  const left = world.home.list().filter((file) => !/^(plugins\/.*|data\/package\.json)$/.test(file))
  expect(
    left.filter((file) => !world.files.includes(file)),
    `files that were not there before, ${at}`,
  ).toEqual([])
  expect(filesWith(world, secrets).filter((file) => !world.files.includes(file))).toEqual([])
}

function described(places: Verdict['places']): string {
  const words = Object.entries(places).map(([name, place]) =>
    'id' in place ? `${name} ${place.id} ${place.works}` : `${name} ${place.error}`,
  )
  return words.join(', ')
}
