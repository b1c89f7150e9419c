import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

const ORACLE = fileURLToPath(new URL('oracle.py', import.meta.url))

/** What a Python gets out of `[AWS Access]`; see oracle.py. */
export type Answer = {readonly refused: true} | {readonly id: AnsweredValue; readonly secret: AnsweredValue}
export type AnsweredValue = {readonly value: string} | {readonly fault: true} | null

/** `now`: Python 3's parser. `then`: Python 2.7's rules in Python 3. `python2`: the real Python 2.7. */
export type Oracle = 'now' | 'then' | 'python2'

/** The answers for each file; null where there is no such Python on this machine. */
export function ask(oracle: Oracle, files: readonly Uint8Array[]): readonly Answer[] | null {
  const input = `${files.map((bytes) => JSON.stringify(Buffer.from(bytes).toString('latin1'))).join('\n')}\n`
  for (const program of oracle === 'python2' ? PYTHON_2 : ['python3', 'python']) {
    const args = oracle === 'then' ? [ORACLE, '--then'] : [ORACLE]
    const {status, stdout, error} = spawnSync(program, args, {input, encoding: 'utf8', maxBuffer: 2 ** 28})
    if (!error && status === 0)
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Answer)
  }
  return null
}

/** `PYTHON2` names one that is not on PATH. */
const PYTHON_2 = [...(process.env['PYTHON2'] ? [process.env['PYTHON2']] : []), 'python2.7']
