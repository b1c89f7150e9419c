import type {Buffer} from 'node:buffer'
import type {Failure, ParsedFile} from './boto.js'
import type {Change} from './change.js'
import {lineChanges} from './line-changes.js'

/** Every file of a machine by its path, with what Boto reads in it. */
export type Snapshot = ReadonlyMap<string, {readonly bytes: Buffer; readonly parsed: ParsedFile}>

const TOKENS = ['aws_session_token', 'aws_security_token']
const KEY = ['aws_access_key_id', 'aws_secret_access_key', ...TOKENS]

/** What a change did that it should not have done, or did not do; nothing, if all is well. */
export function complaintsAbout(change: Change, before: Snapshot, after: Snapshot): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])]
  const changed = paths.filter((path) => !sameBytes(before.get(path), after.get(path)))
  if (change.refused !== null) return changed.map((path) => `${path} was changed though the change was refused`)
  return [
    ...changed.flatMap((path) => complaintsAboutFile(change, path, before.get(path), after.get(path))),
    ...complaintsAboutPlace(change, after),
  ]
}

type File = NonNullable<ReturnType<Snapshot['get']>>

function sameBytes(one: File | undefined, other: File | undefined): boolean {
  return one !== undefined && other !== undefined && one.bytes.equals(other.bytes)
}

function complaintsAboutFile(
  change: Change,
  path: string,
  before: File | undefined,
  after: File | undefined,
): string[] {
  if (!after) return [`${path} is gone`]
  const lines = complaintsAboutLines(change, textOf(before), textOf(after))
  const meaning =
    change.place.kind === 'ec2' ? otherPairs(before, after) : otherSections(change, path, before?.parsed, after.parsed)
  return [...lines, ...meaning].map((complaint) => `${path}: ${complaint}`)
}

const textOf = (file: File | undefined) => file?.bytes.toString('utf8') ?? ''

function otherPairs(before: File | undefined, after: File): string[] {
  const others = (file: File | undefined) =>
    Object.entries(file?.parsed.pairs ?? {}).filter(([name]) => !['AWSAccessKeyId', 'AWSSecretKey'].includes(name))
  return differs(others(before), others(after)) ? ['another name has another value'] : []
}

function otherSections(change: Change, path: string, before: ParsedFile | undefined, after: ParsedFile): string[] {
  if (isFailure(after.sections)) return [`Boto reads it no more: ${after.sections.error}`]
  if (before && isFailure(before.sections)) return ['it was changed though Boto refuses it']
  const names = new Set(sectionsOf(before).map(({name}) => name))
  const stay = new Set(sectionsOf(after).flatMap(({name}) => (names.has(name) ? [name] : [])))
  const others = (file: ParsedFile | undefined) =>
    sectionsOf(file).flatMap((section) => {
      // Its own section may come, and go; what [DEFAULT] gives to it comes and goes with it.
      if (path === change.place.path && isOfPlace(change, section) && !stay.has(section.name)) return []
      const mayChange = changeable(change, path, section)
      const options = Object.entries(section.options).filter(([name]) => !mayChange.includes(name))
      return [[section.name, Object.fromEntries(options)]]
    })
  return differs(others(before), others(after)) ? ['something else has another meaning'] : []
}

type Section = Exclude<ParsedFile['sections'], Failure>[number]

function sectionsOf(file: ParsedFile | undefined): readonly Section[] {
  return file && !isFailure(file.sections) ? file.sections : []
}

function isFailure(sections: ParsedFile['sections']): sections is Failure {
  return 'error' in sections
}

/** The names in a section whose values may be others afterwards. */
function changeable(change: Change, path: string, section: Section): readonly string[] {
  if (path === change.place.path && isOfPlace(change, section)) return KEY
  const {profile} = change.place
  const isNeighbour = profile !== null && (section.name === profile || isConfigProfile(section, profile))
  return isNeighbour && change.kind !== 'remove' ? TOKENS : []
}

function isOfPlace({place: {kind, profile}}: Change, section: Section): boolean {
  if (kind === 'config') return isConfigProfile(section, profile ?? '')
  return section.name === (kind === 'boto' ? 'Credentials' : profile)
}

function isConfigProfile({name, secondWord}: Section, profile: string): boolean {
  return (name === 'default' && profile === 'default') || (name.startsWith('profile') && secondWord === profile)
}

/** The key must stand where it was to go, or nothing of it where it was taken out. */
function complaintsAboutPlace(change: Change, after: Snapshot): string[] {
  const {kind, place, key} = change
  const parsed = after.get(place.path)?.parsed
  const [wanted, found] =
    place.kind === 'ec2'
      ? [
          {AWSAccessKeyId: key.accessKeyId, AWSSecretKey: key.secretAccessKey},
          chosen(parsed?.pairs ?? {}, ['AWSAccessKeyId', 'AWSSecretKey']),
        ]
      : [
          wantedIn(change),
          chosen(sectionsOf(parsed).findLast((section) => isOfPlace(change, section))?.options ?? {}, KEY),
        ]
  const expected = kind === 'remove' ? {} : wanted
  return differs(expected, found)
    ? [`${place.path} holds ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`]
    : []
}

function wantedIn({key: {accessKeyId, secretAccessKey, sessionToken}}: Change): Record<string, string> {
  return {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey,
    ...(sessionToken === undefined ? {} : {aws_session_token: sessionToken}),
  }
}

function chosen(values: object, names: readonly string[]): Record<string, unknown> {
  const all = values as Readonly<Record<string, unknown>>
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name]]] : [])))
}

/**
 * Only lines of the key may come and go; what they mean is looked at elsewhere. A line that changes keeps what stands
 * before its value, and its end.
 */
function complaintsAboutLines(change: Change, before: string, after: string): string[] {
  const all = lineChanges(linesOf(before), linesOf(after))
  // The last line of a file may have got an end.
  const come = all.come.filter((line) => !all.gone.some((old) => isEnded(old, line)))
  const gone = all.gone.filter((old) => !all.come.some((line) => isEnded(old, line)))
  return [
    ...gone.filter((line) => /^[#;]/.test(line.trim())).map((line) => `the comment ${line} is gone`),
    ...gone.filter((line) => line.trim() === '' && change.kind !== 'remove').map(() => 'a blank line is gone'),
    ...come
      .filter((line) => !isOfKey(line) && !isNewHeading(line, change))
      .map((line) => `the line ${JSON.stringify(line)} has come`),
    ...come.flatMap((line) => {
      const old = gone.find((each, at) => nameOn(each) === nameOn(line) && !goesOn(each, gone.slice(0, at)))
      return old === undefined || keepsFrame(old, line) ? [] : [`${JSON.stringify(old)} became ${JSON.stringify(line)}`]
    }),
  ]
}

const linesOf = (text: string) => text.match(/[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+$/g) ?? []
const nameOn = (line: string) => /^\s*([^=:]+?)\s*[=:]/.exec(line)?.[1]?.toLowerCase()
const isOfKey = (line: string) => [...KEY, 'awsaccesskeyid', 'awssecretkey'].includes(nameOn(line) ?? '')
const isNewHeading = (line: string, {kind, place}: Change) =>
  kind === 'store' && (line.trim() === '' || line.trimEnd() === `[${place.profile}]`)
const isEnded = (old: string, line: string) => line.startsWith(old) && /^(?:\r\n|\n|\r)$/.test(line.slice(old.length))

/** It only looks like an option, and is a part of the value above. */
const goesOn = (line: string, above: readonly string[]) =>
  above.some((each) => nameOn(each) !== undefined && indent(each) < indent(line))
const indent = (line: string) => line.length - line.trimStart().length

/** The same up to the value, and the same end, where there was one; `name =` may have got a blank before its first value. */
function keepsFrame(old: string, line: string): boolean {
  const [, before = '', value = '', end = ''] = /^([^=:]*[=:][ \t]*)([^\n\r]*)([\n\r]*)$/.exec(old) ?? []
  return (line.startsWith(before) || (value === '' && line.startsWith(`${before.trimEnd()} `))) && line.endsWith(end)
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other)
}
