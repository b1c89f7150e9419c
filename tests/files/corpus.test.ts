import {mkdtempSync, realpathSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, inject, it} from 'vitest'
import {differences} from './agreement.js'
import {isNewEnough, startBoto} from './boto.js'
import {readCorpus, recordCorpus} from './corpus.js'
import {cleanUp, layOut} from './file-set.js'

const homes = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-corpus-')))
afterAll(() => rmSync(homes, {recursive: true, force: true}))
const {python} = inject('realClients')

/** With `RECORD=1 npm test -- tests/files/corpus.test.ts` botocore is asked anew. */
async function record(): Promise<void> {
  if (!isNewEnough(python)) throw new Error('To record, this needs botocore 1.43 or newer.')
  const boto = startBoto(python)
  await recordCorpus(python.botocore, async (set) => {
    const machine = layOut(set, join(homes, 'record'))
    return boto.ask(machine, set.profiles).finally(() => cleanUp(machine))
  })
  await boto.stop()
}

describe('what botocore was recorded to say', () => {
  it('is what mturk says, in each of 300 runs', {timeout: 600_000}, async () => {
    if (process.env['RECORD']) await record()
    const {runs} = readCorpus()
    expect(runs.length).toBe(300)
    const differing: unknown[] = []
    for (const {name, set, answers} of runs) {
      const machine = layOut(set, join(homes, 'replay'))
      const found = await differences(machine, answers)
      if (found.length > 0) differing.push({name, found})
      cleanUp(machine)
    }
    expect(differing).toEqual([])
  })
})
