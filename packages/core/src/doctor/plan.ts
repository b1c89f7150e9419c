import {stat} from 'node:fs/promises'

import {commitLines, readForEdit} from '../files/index.js'
import type {Examined} from './examine.js'
import type {Finding} from './finding.js'

/** All that is to be done to one file, or to the mode of a directory. */
export interface Treatment {
  readonly file: string
  readonly findings: readonly Finding[]
  /** What it holds, and what it is to hold; null where only its mode is to change. */
  readonly text: {readonly before: Uint8Array; readonly after: Uint8Array} | null
  /** Permission bits. */
  readonly mode: {readonly before: number; readonly after: number} | null
  /** Boto would take another usable key than it does: the question is that one. Ids. */
  readonly otherKey?: {readonly from: string; readonly to: string}
}

export interface Plan {
  /** One for each file, with all that is to be done to it. */
  readonly treatments: readonly Treatment[]
  /** What is done only by a yes to a question of its own, when all the others are done. */
  readonly choices: readonly Finding[]
}

/** How the machine is looked at; nothing is sent anywhere. */
export interface Looking {
  examine(): Promise<Examined>
  /** What would be wrong, if these files held this; by absolute path. */
  examineInstead(instead: ReadonlyMap<string, Uint8Array>): Promise<readonly Finding[]>
}

/** Mending one thing may show another: so often it is looked at what came of it. */
const MOST_ROUNDS = 8

/**
 * What could be mended, to its end: each file is mended in memory and looked at again, until nothing is left that could be.
 * Nothing is changed.
 *
 * @param passedOver files that are to stay as they are
 */
export async function planMending(looking: Looking, passedOver: ReadonlySet<string> = new Set()): Promise<Plan> {
  const {findings} = await looking.examine()
  const isOpen = ({mend}: Finding) => mend !== undefined && !passedOver.has(mend.file)
  const texts = new Map<string, MendedText>()
  const told = new Set<string>()
  let now: readonly Finding[] = findings
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const open = now.filter((finding) => isOpen(finding) && !finding.mend?.otherKey && !told.has(nameOf(finding)))
    const mended = await mendTexts(open, texts)
    if (mended.length === 0) break
    for (const finding of mended) told.add(nameOf(finding))
    now = await looking.examineInstead(new Map([...texts].map(([file, {after}]) => [file, after])))
  }
  const modes = Map.groupBy(
    now.filter((finding) => isOpen(finding) && finding.mend?.mode !== undefined),
    ({mend}) => mend?.file ?? '',
  )
  const files = new Set([...findings.flatMap(({mend}) => mend?.file ?? []), ...texts.keys(), ...modes.keys()])
  const planned = await Promise.all([...files].map((file) => treatmentOf(file, texts.get(file), modes.get(file) ?? [])))
  return {
    treatments: planned.filter(({text, mode}) => text !== null || mode !== null),
    choices: now.filter((finding) => isOpen(finding) && finding.mend?.otherKey),
  }
}

/** What a yes to one of the choices would do; null where its file is no longer what it was. */
export async function treatmentOfChoice(finding: Finding): Promise<Treatment | null> {
  const {file, otherKey} = finding.mend ?? {}
  if (file === undefined || !otherKey) return null
  const texts = new Map<string, MendedText>()
  await mendTexts([finding], texts)
  const text = texts.get(file)
  return text ? {...(await treatmentOf(file, text, [])), otherKey} : null
}

interface MendedText {
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly findings: readonly Finding[]
}

/** Goes on from what is mended already. @returns what of these could be mended */
async function mendTexts(findings: readonly Finding[], texts: Map<string, MendedText>): Promise<readonly Finding[]> {
  const mended: Finding[] = []
  for (const [file, each] of Map.groupBy(findings, ({mend}) => mend?.file ?? '')) {
    const withText = each.filter(({mend}) => mend?.change ?? mend?.lines)
    if (withText.length === 0) continue
    const text = texts.get(file) ?? (await unmended(file))
    if (!text) continue
    const {after, made} = compose(text.after, withText)
    if (made.length === 0) continue
    texts.set(file, {before: text.before, after, findings: [...text.findings, ...made]})
    mended.push(...made)
  }
  return mended
}

async function unmended(file: string): Promise<MendedText | null> {
  const bytes = await readForEdit(file).catch(() => null)
  return bytes && {before: bytes, after: bytes, findings: []}
}

/** All at once where lines are mended, since there may be thousands; then one after the other. */
function compose(bytes: Uint8Array, findings: readonly Finding[]): {after: Uint8Array; made: readonly Finding[]} {
  const byLine = findings.flatMap((finding) => (finding.mend?.lines ? [{finding, lines: finding.mend.lines}] : []))
  const committed = commitLines(
    bytes,
    byLine.map(({lines}) => lines),
  )
  const made = committed?.made.flatMap((index) => byLine[index]?.finding ?? []) ?? []
  let after = committed?.bytes ?? bytes
  for (const finding of findings) {
    const changed = finding.mend?.lines ? null : attempt(finding, after)
    if (!changed || Buffer.compare(changed, after) === 0) continue
    after = changed
    made.push(finding)
  }
  return {after, made}
}

function attempt({mend}: Finding, bytes: Uint8Array): Uint8Array | null {
  try {
    return mend?.change?.(bytes) ?? null
  } catch {
    return null // as the contract says: the file is no longer what it was
  }
}

async function treatmentOf(file: string, text: MendedText | undefined, modes: readonly Finding[]): Promise<Treatment> {
  const wanted = modes[0]?.mend?.mode
  const stats = wanted === undefined ? undefined : await stat(file).catch(() => undefined)
  const now = stats && stats.mode & 0o777
  const isSame = !text || Buffer.compare(text.before, text.after) === 0
  return {
    file,
    findings: [...(text?.findings ?? []), ...modes],
    text: isSame ? null : {before: text.before, after: text.after},
    mode: now === undefined || wanted === undefined || now === wanted ? null : {before: now, after: wanted},
  }
}

/** What is told again in the same words after it was mended, is not mended by that. */
function nameOf({id, file, line, message}: Finding): string {
  return [id, file, line, message].join('\0')
}
