import {bold, describeRemedy, dim, locationJson, markOf, nextCommand, remedyLines} from '@mturk-cli/command'
import {say} from '@mturk-cli/core'
import {maskAccessKeyId, profileWords, wholeAccessKeyId} from '@mturk-cli/core/credentials'
import type {Examined, Finding, Mended} from '@mturk-cli/core/doctor'
import type {OverriddenEndpoint} from '@mturk-cli/core/aws'
import {displayPath} from '@mturk-cli/core/files'

import {groupedFindings, type FindingGroup} from './grouped-findings.js'

export interface DoctorShown extends Examined {
  readonly home: string
  /** null without `--fix`. */
  readonly mended: Mended | null
  readonly dryRun: boolean
  /** Where was asked instead of at AWS, for people. */
  readonly elsewhere: readonly string[]
  /** The same for scripts. */
  readonly endpoints: readonly OverriddenEndpoint[]
  readonly warnings: readonly string[]
}

export function doctorText(shown: DoctorShown): string[] {
  const {findings, warnings} = shown
  const bad = findings.filter(({severity}) => severity !== 'note')
  const calm = bad.length === 0 && warnings.length === 0
  return [
    ...mendedLines(shown),
    ...(calm ? [calmLine(shown)] : [bold(about(shown)), '']),
    ...groupedFindings(saidOnce(findings)).flatMap(groupLines),
    ...warnings.map((warning) => `! ${warning}`),
    ...(calm ? noted(shown) : [closing(shown)]),
  ]
}

/** What to do about something that is open is said once, and not again of what comes of it. */
function saidOnce(findings: readonly Finding[]): readonly Finding[] {
  const said = new Map<string, string>()
  return findings.map((finding) => {
    const {id, remedy} = finding
    const words = describeRemedy(remedy) ?? ''
    const before = said.get(words)
    if (remedy.length < 3) return finding
    said.set(words, before ?? id)
    return before === undefined || before === id ? finding : {...finding, remedy: [say(`As for ${before}, above.`)]}
  })
}

function calmLine(shown: DoctorShown): string {
  const asked = shown.online ? 'AWS and Mechanical Turk take the key' : 'AWS was not asked'
  return `${markOf('done')} Nothing is wrong · ${about(shown)} · ${asked}`
}

function about({profile, key, elsewhere}: DoctorShown): string {
  const from = key ? [`${maskAccessKeyId(key.accessKeyId)} from ${key.location.display}`] : []
  return [`profile ${profileWords(profile)}`, ...from, ...elsewhere].join(' · ')
}

function groupLines({shown, more}: FindingGroup): string[] {
  const [first] = more
  const others =
    first === undefined
      ? []
      : [
          `  ${markOf(MARKS[first.severity])} … and ${more.length} more like these (--json has them all) ${dim(`(${first.id})`)}`,
          '',
        ]
  return [...shown.flatMap(findingLines), ...others]
}

const MARKS = {error: 'open', warning: 'warning', note: 'skipped'} as const

function findingLines({severity, id, message, remedy}: Finding): string[] {
  return [`  ${markOf(MARKS[severity])} ${message} ${dim(`(${id})`)}`, ...remedyLines(remedy, '      '), '']
}

function mendedLines({mended, dryRun, home}: DoctorShown): string[] {
  if (!mended || mended.treated.length === 0) return []
  if (dryRun) return ['Nothing was changed.', '']
  return [
    ...mended.treated.map(({file, backup}) => {
      const copy = backup === null ? '' : ` · as it was: ${displayPath(backup, home)}`
      return `${markOf('done')} mended ${displayPath(file, home)}${copy}`
    }),
    '',
  ]
}

/** How many there are, and whether `--fix` would help. */
function closing({findings, mended}: DoctorShown): string {
  const count = (severity: Finding['severity'], one: string, several: string) => {
    const {length} = findings.filter((finding) => finding.severity === severity)
    return length === 0 ? [] : [`${length} ${length === 1 ? one : several}`]
  }
  const counted = [...count('error', 'error', 'errors'), ...count('warning', 'warning', 'warnings')].join(', ')
  const mendable = findings.filter(({mend}) => isFixable(mend)).length
  if (mended || mendable === 0) return `${counted}.`
  return `${counted}. To mend ${mendable === findings.length ? 'what is wrong' : `${mendable} of these`}: ${nextCommand('mturk doctor --fix')}`
}

/** Notes alone leave all well, and some of them can be mended all the same. */
function noted({findings, mended}: DoctorShown): string[] {
  const canMend = !mended && findings.some(({mend}) => isFixable(mend))
  return canMend ? [`To mend what is noted here: ${nextCommand('mturk doctor --fix')}`] : []
}

/** `--fix --yes` does it; not where the person has to say which key is meant. */
function isFixable(mend: Finding['mend']): boolean {
  return mend !== undefined && !mend.otherKey
}

export function doctorJson(shown: DoctorShown) {
  const {profile, key, online, endpoints, findings, mended, dryRun, warnings} = shown
  return {
    ...(dryRun ? {dryRun: true} : {}),
    profile,
    accessKeyId: key && wholeAccessKeyId(key.accessKeyId),
    ...(key ? {location: locationJson(key.location)} : {}),
    asked: online,
    ...(endpoints.length > 0 ? {endpoints} : {}),
    findings: findings.map(({id, severity, message, remedy, location, file, line, mend}) => ({
      id,
      severity,
      message,
      remedy: describeRemedy(remedy),
      ...(location ? {location: locationJson(location)} : {}),
      ...(file === undefined ? {} : {file}),
      ...(line === undefined ? {} : {line}),
      fixable: isFixable(mend),
    })),
    fixable: findings.filter(({mend}) => isFixable(mend)).length,
    ...(mended ? {fixed: mended.treated} : {}),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
