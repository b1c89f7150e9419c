import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {isDeepStrictEqual} from 'node:util'
import {describe, expect, it} from 'vitest'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY, SECTION} from '../sources/source.js'
import {generateFile, randomFrom} from '../testing/generate-file.js'
import {ask, type Answer, type AnsweredValue, type Oracle} from '../testing/python.js'
import {valueOf} from './interpolation.js'
import {readAsPython2} from './python2.js'
import {readAsPython3} from './python3.js'

/** More with `FILES=50000`, the same again with `SEED=7`. */
const FILES = Number(process.env['FILES'] ?? 2500)
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** Hardly any machine has a Python 2.7 any more; its answers to 400 files are recorded, and `PYTHON2=path` asks a real one. */
const ORACLES: readonly Oracle[] = ['now', 'then', ...(process.env['PYTHON2'] ? (['python2'] as const) : [])]

const readerOf = (oracle: Oracle) => (oracle === 'now' ? readAsPython3 : readAsPython2)

function ours(oracle: Oracle, bytes: Uint8Array): Answer {
  const file = readerOf(oracle)(bytes)
  if (file.fault) return {refused: true}
  const [id, secret] = [ACCESS_KEY_ID, SECRET_ACCESS_KEY].map((name): AnsweredValue => {
    const found = valueOf(file, SECTION, name)
    if (!found) return null
    return 'value' in found ? {value: found.value} : {fault: true}
  })
  return {id: id ?? null, secret: secret ?? null}
}

function differences(oracle: Oracle, files: readonly Uint8Array[], answers: readonly Answer[]) {
  return files.flatMap((bytes, index) => {
    const [mine, theirs] = [ours(oracle, bytes), answers[index]]
    return isDeepStrictEqual(mine, theirs) ? [] : [{oracle, file: Buffer.from(bytes).toString('latin1'), mine, theirs}]
  })
}

describe(`generated files (SEED=${SEED})`, () => {
  const random = randomFrom(SEED)
  const files = Array.from({length: FILES}, () => generateFile(random))

  for (const oracle of ORACLES) {
    it(`are read as Python reads them: ${oracle}`, {timeout: 120_000}, ({skip}) => {
      const answers = ask(oracle, files)
      if (answers === null) {
        if (process.env['CI']) throw new Error('There is no Python 3 on this machine.')
        return skip(`There is no Python for "${oracle}" on this machine, so it was NOT asked.`)
      }
      expect(answers).toHaveLength(FILES)
      expect(answers.filter((answer) => 'id' in answer && answer.id && 'value' in answer.id).length).toBeGreaterThan(
        FILES / 10,
      )
      expect(answers.filter((answer) => 'refused' in answer).length).toBeGreaterThan(FILES / 20)
      expect(differences(oracle, files, answers).slice(0, 3)).toEqual([])
    })
  }
})

/** Real answers of Python 3.11 and of Python 2.7.18, for machines that have neither. `RECORD=1` asks anew. */
const CORPUS = new URL('../testing/corpus.jsonl', import.meta.url)

interface Recorded {
  readonly file: string
  readonly now: Answer
  readonly python2: Answer
}

describe('recorded files', () => {
  if (process.env['RECORD'] || !existsSync(CORPUS)) record()
  const lines = existsSync(CORPUS) ? readFileSync(CORPUS, 'utf8').trim().split('\n') : []
  const recorded = lines.map((line) => JSON.parse(line) as Recorded)
  const files = recorded.map(({file}) => Buffer.from(file, 'latin1'))

  it('are read as Python 3 and Python 2.7 read them', () => {
    expect(recorded.length).toBeGreaterThan(300)
    for (const oracle of ['now', 'python2'] as const) {
      expect(
        differences(
          oracle,
          files,
          recorded.map((each) => each[oracle]),
        ).slice(0, 3),
      ).toEqual([])
    }
  })
})

/** Only where both are there: half a record is none. */
function record(): void {
  const random = randomFrom(20_140_301)
  const files = Array.from({length: 400}, () => generateFile(random))
  const [now, python2] = [ask('now', files), ask('python2', files)]
  if (!now || !python2) return
  const lines = files.map((bytes, index) =>
    JSON.stringify({file: Buffer.from(bytes).toString('latin1'), now: now[index], python2: python2[index]}),
  )
  writeFileSync(CORPUS, `${lines.join('\n')}\n`)
}
