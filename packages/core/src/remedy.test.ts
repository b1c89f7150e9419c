import {execFileSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {describeRemedy, run, type Remedy} from './remedy.js'

/** What a shell would hand to mturk if a person pasted the command. */
function pasted(remedy: Remedy): string[] {
  const words = remedy.kind === 'run' ? remedy.command.replace(/^mturk /, '') : ''
  return execFileSync('sh', ['-c', `printf '%s\\0' ${words}`], {encoding: 'utf8'})
    .split('\0')
    .slice(0, -1)
}

describe('a command to type', () => {
  it('is one line, whatever stands in a name', () => {
    const command = String.raw`mturk doctor --profile $'x\x0a✔ it\'s\\'`
    expect(run('mturk doctor', '--profile', "x\n✔ it's\\")).toEqual({kind: 'run', command})
  })

  it('stays readable where nothing needs quoting', () => {
    expect(describeRemedy([run('mturk link-check', '--profile', 'lab-1')])).toBe('`mturk link-check --profile lab-1`')
  })

  it.skipIf(process.platform === 'win32').each(['x $(id) y', "it's", '`id`', '; rm -rf ~', '*', '', 'a\\b', '"', '~'])(
    'hands the profile %j to a shell as it is, and runs nothing',
    (profile) => {
      expect(pasted(run('mturk link-check', '--profile', profile))).toEqual(['link-check', '--profile', profile])
    },
  )
})
