import {bold, dim, tableLines} from '@mturk-cli/command'
import {
  maskAccessKeyId,
  wholeAccessKeyId,
  type Candidate,
  type Lookup,
  type PluginProblem,
} from '@mturk-cli/core/credentials'

import {problemLines} from './backends.js'
import {locationJson} from './location.js'

export interface LookupShown {
  readonly lookup: Lookup
  readonly problems: readonly PluginProblem[]
}

export function lookupText({lookup, problems}: LookupShown): string[] {
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
    `profile ${bold(profile.name)}${profile.from === 'default' ? '' : dim(` (from ${profile.from})`)}`,
    '',
    ...(rows.length > 0 ? tableLines(rows) : ['  no access key found']),
    '',
    ...(stoppedBy ? [`No key can be used: ${stoppedBy.message}`, ...(stoppedBy.remedy ? [stoppedBy.remedy] : [])] : []),
    ...advice(lookup),
    ...notes,
    ...problemLines(problems),
  ].filter((line, index, lines) => line !== '' || index < lines.length - 1)
}

function placeOf({location, problem}: Candidate): string {
  const line = location?.line !== undefined && problem ? ` line ${location.line}` : ''
  return `${location?.display ?? ''}${line}`
}

function stateOf({state, problem}: Candidate, winner: number): string {
  switch (state) {
    case 'active':
      return problem ? `used, although: ${problem.message}` : 'used'
    case 'shadowed':
      return winner > 0 ? `shadowed by ${winner}` : 'not reached'
    case 'ignored':
      return `ignored: ${problem?.message ?? ''}`
    case 'broken':
      return `broken: ${problem?.message ?? ''}`
  }
}

/** Where the environment hides other keys, that is as a rule what the person wonders about. */
function advice({active, candidates}: Lookup): string[] {
  if (active?.backend !== 'env' || !candidates.some(({state}) => state === 'shadowed')) return []
  return [
    'The environment wins, here as in boto3 and psiTurk. To use the others in this shell: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY',
  ]
}

export function lookupJson({lookup, problems}: LookupShown) {
  const {profile, active, candidates, stoppedBy, notes} = lookup
  const warnings = [
    ...(stoppedBy ? [stoppedBy.message] : []),
    ...notes,
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
