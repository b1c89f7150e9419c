import {bold, dim, locationJson, nextCommand, tableLines} from '@mturk-cli/command'
import {
  maskAccessKeyId,
  profileWords,
  wholeAccessKeyId,
  type Candidate,
  type Inventory,
  type Lookup,
  type PluginProblem,
  type Problem,
} from '@mturk-cli/core/credentials'

import {problemLines} from './backends.js'

export interface LookupShown extends Inventory {
  readonly problems: readonly PluginProblem[]
}

export function lookupText({lookup, problems, otherProfiles, warnings, mendable}: LookupShown): string[] {
  const {profile, candidates, active, stoppedBy, notes} = lookup
  const winner = active ? candidates.findIndex(({state}) => state === 'active') + 1 : 0
  const rows = candidates.map((candidate, index) => [
    String(index + 1),
    candidate.backend,
    placeOf(candidate),
    candidate.accessKeyId === null ? '' : maskAccessKeyId(candidate.accessKeyId),
    stateOf(candidate, winner),
  ])
  return [
    `profile ${bold(profileWords(profile.name))}${profile.from === 'default' ? '' : dim(` (from ${profile.from})`)}`,
    '',
    ...(rows.length > 0 ? tableLines(rows) : ['  no access key found']),
    '',
    ...(stoppedBy ? stopLines(stoppedBy, candidates) : []),
    ...remediesBeside(candidates),
    ...advice(lookup),
    ...notes,
    ...warnings.map((warning) => `! ${warning}`),
    ...problemLines(problems),
    ...(mendable ? [`Something here can be mended: ${nextCommand('mturk doctor --fix')}`] : []),
    ...beside(otherProfiles),
  ].filter((line, index, lines) => line !== '' || index < lines.length - 1)
}

function placeOf({location, problem}: Candidate): string {
  const line = location?.line !== undefined && problem ? ` line ${location.line}` : ''
  return `${location?.display ?? ''}${line}`
}

function stateOf(candidate: Candidate, winner: number): string {
  const words = wordsFor(candidate)
  switch (candidate.state) {
    case 'active':
      return besides('used', words)
    case 'shadowed':
      return besides(winner > 0 ? `shadowed by ${winner}` : 'not reached', words)
    case 'ignored':
      if (candidate.asks) return words
      return `ignored: ${words}`
    case 'broken':
      return `broken: ${words}`
  }
}

/** What the problem says, without the place that stands in the same row. */
function wordsFor({location, problem}: Candidate): string {
  const message = problem?.message ?? ''
  if (!location || !message.startsWith(location.display)) return message
  return message.slice(location.display.length).replace(/^(?:, line \d+)?:? /, '')
}

function besides(state: string, words: string): string {
  return words === '' ? state : `${state}, with a problem: ${words}`
}

/** Why there is no key. What stands in the table already is not said again. */
function stopLines(stoppedBy: Problem, candidates: readonly Candidate[]): string[] {
  const row = candidates.findIndex(({problem}) => problem?.message === stoppedBy.message) + 1
  const why = row > 0 ? `see ${row} above.` : stoppedBy.message
  return [`No key can be used: ${why}`, ...(stoppedBy.remedy ? [stoppedBy.remedy] : [])]
}

/** What to do about keys that Boto takes although something is wrong with them. */
function remediesBeside(candidates: readonly Candidate[]): string[] {
  return candidates.flatMap(({state, problem}, index) =>
    state !== 'broken' && state !== 'ignored' && problem?.remedy ? [`${index + 1}: ${problem.remedy}`] : [],
  )
}

/** One profile is shown at a time; the others are named. */
function beside(profiles: readonly string[]): string[] {
  if (profiles.length === 0) return []
  const more = profiles.length - MOST_NAMED
  const named = profiles.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '')
  return [`Other profiles here: ${named}. To see one of them: mturk credentials list --profile NAME`]
}

const MOST_NAMED = 12

/** Where the environment hides other keys, that is as a rule what the person wonders about. */
function advice({active, candidates}: Lookup): string[] {
  if (active?.backend !== 'env' || !candidates.some(({state}) => state === 'shadowed')) return []
  return [
    'The environment wins, here as in boto3 and psiTurk. To use the others in this shell: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
  ]
}

export function lookupJson({lookup, problems, warnings: exposed}: LookupShown) {
  const {profile, active, candidates, stoppedBy, notes} = lookup
  const warnings = [
    ...(stoppedBy ? [stoppedBy.message] : []),
    ...notes,
    ...exposed,
    ...problems.map(({plugin, message}) => `${plugin}: ${message}`),
  ]
  return {
    profile: profile.name,
    active: active && {
      backend: active.backend,
      location: locationJson(active.location),
      accessKeyId: wholeAccessKeyId(active.accessKeyId),
    },
    candidates: candidates.map(({backend, location, accessKeyId, state, problem}) => ({
      backend,
      location: location && locationJson(location),
      accessKeyId: accessKeyId === null ? null : wholeAccessKeyId(accessKeyId),
      state,
      ...(problem ? {problem} : {}),
    })),
    ...(warnings.length > 0 ? {warnings} : {}),
  }
}
