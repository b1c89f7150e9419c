import type {Asks, Problem} from './contract.js'
import type {Candidate, Lookup} from './lookup.js'
import {messageOf} from '../errors.js'

/** How far a lookup goes after lines that have tools ask mturk: `local` leaves out stores that are asked only by name. */
export type Following = 'always' | 'local' | 'never'

/** One line that leads to the next is rare; so many are as good as a circle. */
const MOST_LINES = 16

/** A profile's line that asks mturk, where the search came to it and to no key before it. */
export function lineReached({stoppedBy, candidates}: Lookup): (Candidate & {readonly asks: Asks}) | undefined {
  const line = stoppedBy ? candidates.find(({problem}) => problem === stoppedBy) : undefined
  return line?.asks ? {...line, asks: line.asks} : undefined
}

/**
 * A tool that comes to our own `credential_process` runs mturk, and gets the key that the line asks for; so mturk finds
 * that one, too, at its true place.
 *
 * @param ask the lookup that the line's command would make
 * @param way the lines before this one, on the way to it
 */
export async function followLine(
  found: Lookup,
  way: readonly string[],
  ask: (asks: Asks, way: readonly string[]) => Promise<Lookup>,
): Promise<Lookup> {
  const line = lineReached(found)
  if (!line) return found
  const step = JSON.stringify([line.asks.profile ?? null, line.asks.backend ?? null])
  if (way.includes(step) || way.length >= MOST_LINES) return leadingNowhere(found, line, roundAndRound(line))
  try {
    const next = await ask(line.asks, [...way, step])
    if (!next.active) {
      const {failure, isUnasked} = next
      const ends = leadingNowhere(found, line, nothingThere(line, next))
      return {...ends, ...(failure === undefined ? {} : {failure}), ...(isUnasked ? {isUnasked} : {})}
    }
    return led(found, line, next)
  } catch (failure) {
    // Only a backend that was named fails so. Whoever needs the key says it; the others have other things to do.
    return {...leadingNowhere(found, line, problemAt(line, `and that fails: ${messageOf(failure)}`)), failure}
  }
}

function led(found: Lookup, line: Candidate, next: Lookup): Lookup {
  const {active} = next
  const way = [followed(line), ...next.candidates.filter(({asks, state}) => asks && state === 'ignored')]
  return {
    ...found,
    active,
    stoppedBy: null,
    candidates: found.candidates.flatMap((candidate) => {
      if (candidate.problem === line.problem) return active ? [...way, active] : way
      const isIt = candidate.backend === active?.backend && candidate.location?.id === active.location.id
      return isIt ? [] : [candidate]
    }),
    ...(line.location ? {through: line.location} : {}),
  }
}

/** Nothing is wrong with it, and no key stands there. */
function followed(line: Candidate): Candidate {
  if (!line.problem) return line
  const {code, message} = line.problem
  return {...line, state: 'ignored', problem: {code, message, severity: 'note', stops: 'entry'}}
}

function leadingNowhere(found: Lookup, line: Candidate, stoppedBy: Problem): Lookup {
  const candidates = found.candidates.map((candidate) =>
    candidate.problem === line.problem ? {...candidate, problem: stoppedBy} : candidate,
  )
  return {...found, stoppedBy, candidates}
}

function nothingThere(line: Candidate, {stoppedBy, profile, candidates}: Lookup): Problem {
  const why = stoppedBy ?? candidates.find(({state}) => state === 'broken')?.problem
  const said = why?.message ?? `No access key was found there for the profile ${profile.name}.`
  // A remedy for whoever named that backend is none for whoever did not.
  return problemAt(line, `and finds none: ${said}`, why?.code === 'profile_not_found' ? undefined : why?.remedy)
}

function roundAndRound(line: Candidate): Problem {
  return problemAt(
    line,
    'which comes round to this very question, so no key ever comes of it.',
    'Let it name the profile or the backend that has the key: mturk credentials link-profile NAME --backend ID --profile PROFILE',
  )
}

function problemAt({problem}: Candidate, then: string, remedy = problem?.remedy): Problem {
  const message = `${(problem?.message ?? '').replace(/\.$/, '')}, ${then}`
  return {
    code: 'credential_process',
    severity: 'error',
    stops: 'backend',
    ...problem,
    message,
    ...(remedy === undefined ? {} : {remedy}),
  }
}
