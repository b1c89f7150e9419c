import {readFileSync, writeFileSync} from 'node:fs'
import {outcomeOf} from './agreement.js'
import type {BotoAnswers} from './boto.js'
import {featuresOf} from './features.js'
import {printBytes, readPrinted, type FileSet, type Printed} from './file-set.js'
import {generateFileSet} from './generate.js'
import {scenarios} from './scenarios.js'

/** What botocore said once of a file set, for machines that have no botocore, or an older one. */
export interface Recorded {
  readonly name: string
  readonly set: FileSet
  readonly answers: BotoAnswers
}

const FILE = new URL('corpus.jsonl', import.meta.url)
const SIZE = 300
/** Longer files make no run more telling. */
const MOST_BYTES = 2000

/** A line for each run; the first says which botocore it was. */
export function readCorpus(): {botocore: string; runs: Recorded[]} {
  const [head = '', ...lines] = readFileSync(FILE, 'utf8').trimEnd().split('\n')
  const {botocore} = JSON.parse(head) as {botocore: string}
  return {botocore, runs: lines.map(readRun)}
}

function readRun(line: string): Recorded {
  const {name, files, env, profiles, answers} = JSON.parse(line) as {
    name: string
    files: Record<string, Printed>
    env: FileSet['env']
    profiles: string[]
    answers: BotoAnswers
  }
  const bytes = Object.entries(files).map(([file, printed]) => [file, readPrinted(printed)] as const)
  return {name, set: {files: Object.fromEntries(bytes), env, profiles}, answers}
}

/**
 * The most telling runs: all set-ups as people have them, and of the generated ones those in which something odd meets an
 * outcome that it has not met before.
 */
export async function recordCorpus(botocore: string, ask: (set: FileSet) => Promise<BotoAnswers>): Promise<void> {
  const met = new Set<string>()
  const runs: Recorded[] = []
  for (const [name, set] of candidates()) {
    if (runs.length >= SIZE) break
    if (Object.values(set.files).some(({length}) => length > MOST_BYTES)) continue
    const answers = await ask(set)
    const outcomes = [answers.chain, ...Object.values(answers.byProfile)].map(outcomeOf)
    const news = featuresOf(set).flatMap((feature) => outcomes.map((outcome) => `${feature}, ${outcome}`))
    const isNew = news.filter((each) => !met.has(each)).length > 3
    if (!isNew && !Object.hasOwn(scenarios, name)) continue
    for (const each of news) met.add(each)
    runs.push({name, set, answers})
  }
  const lines = runs.map(({name, set: {files, env, profiles}, answers}) => {
    const printed = Object.entries(files).map(([file, bytes]) => [file, printBytes(bytes)] as const)
    return JSON.stringify({name, files: Object.fromEntries(printed), env, profiles, answers})
  })
  writeFileSync(FILE, `${[JSON.stringify({botocore}), ...lines].join('\n')}\n`)
}

function* candidates(): Generator<readonly [string, FileSet]> {
  yield* Object.entries(scenarios)
  for (let seed = 1; ; seed++) yield [`seed ${seed}`, generateFileSet(seed)]
}
