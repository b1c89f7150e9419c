import {execFileSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'

import {processLine, readOwnProcess} from './process-line.js'
import {shellSplit} from './shlex.js'

const OURS = ['credentials', 'export', '--format', 'process', '--backend', 'vault', '--profile', 'lab']

describe('a credential_process', () => {
  const odd = [
    '/opt/a b/node',
    "/home/o'neil/run.js",
    '/x/$(touch no)/`y`',
    '/tilde/~/"q"',
    '/semi;colon#',
    '/ü/n',
    '/a\\b',
  ]

  it('is the same words for boto3, which splits, and for a shell', () => {
    const line = processLine(odd, 'linux')
    expect(shellSplit(line)).toEqual(odd)
    if (process.platform === 'win32') return
    const asked = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${line}`], {encoding: 'utf8'})
    expect(asked.trimEnd().split('\n')).toEqual(odd)
  })

  it('takes no word that ends early where an INI file is read with comments, or that is two lines', () => {
    for (const word of ['/a #b', '/a ;b', '/a\nb', '/a\u2028b']) {
      expect(() => processLine([word], 'linux')).toThrow(RangeError)
    }
  })

  it('stands in double quotes on Windows, where no sign means anything to cmd.exe', () => {
    expect(processLine(['C:\\Program Files\\node.exe', '--profile', 'lab'], 'win32')).toBe(
      '"C:\\Program Files\\node.exe" --profile lab',
    )
    for (const word of ['C:\\%PATH%', 'C:\\a&b', 'C:\\a"b'])
      expect(() => processLine([word], 'win32')).toThrow(RangeError)
  })

  it.each([
    [['/usr/bin/node', '/lib/mturk-cli/bin/run.js'], true],
    [['/usr/bin/node', '/usr/local/bin/mturk'], true],
    [['mturk'], true],
    [['"C:\\x\\mturk.cmd"'], true],
    [['/usr/bin/other'], false],
    [['aws'], false],
  ])('is known for our own by its program: %j', (program, isOurs) => {
    const line = [...program, ...OURS].join(' ')
    const own = isOurs ? {program: shellSplit(program.join(' ')), profile: 'lab', backend: 'vault'} : undefined
    expect(readOwnProcess(line)).toEqual(own)
  })

  it('is read however the flags are written, and is nothing where a quote is open', () => {
    expect(readOwnProcess('mturk credentials export --profile=lab --format=process')).toEqual({
      program: ['mturk'],
      profile: 'lab',
      backend: undefined,
    })
    expect(readOwnProcess(`mturk 'credentials export`)).toBeUndefined()
    expect(readOwnProcess('mturk credentials list')).toBeUndefined()
  })
})
