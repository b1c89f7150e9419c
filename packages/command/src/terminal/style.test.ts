import {PassThrough} from 'node:stream'

import {afterEach, describe, expect, it, vi} from 'vitest'

import {bold, cyan, dim, green, markOf, red, shown, yellow} from './style.js'

/** As far as colours go. */
const stream = (isTTY: boolean) =>
  Object.assign(new PassThrough(), {isTTY, getColorDepth: () => 8}) as unknown as NodeJS.WriteStream
const terminal = stream(true)
const file = stream(false)

afterEach(() => vi.unstubAllEnvs())

describe('a text of ours', () => {
  it.each([
    [bold, 1, 22],
    [dim, 2, 22],
    [red, 31, 39],
    [green, 32, 39],
    [yellow, 33, 39],
    [cyan, 36, 39],
  ] as const)('is coloured on a terminal, and plain in a file: %#', (paint, on, off) => {
    vi.stubEnv('NO_COLOR', undefined)
    vi.stubEnv('FORCE_COLOR', undefined)
    vi.stubEnv('TERM', 'xterm')
    expect(shown(paint('text'), terminal)).toBe(`\u001B[${on}mtext\u001B[${off}m`)
    expect(shown(paint('text'), file)).toBe('text')
  })

  it('is coloured in a file where FORCE_COLOR asks for it, and nowhere where NO_COLOR says so too', () => {
    vi.stubEnv('FORCE_COLOR', '1')
    vi.stubEnv('NO_COLOR', undefined)
    expect(shown(markOf('open'), file)).toBe('\u001B[31m✖\u001B[39m')
    vi.stubEnv('NO_COLOR', '1')
    expect([shown(markOf('open'), file), shown(markOf('open'), terminal)]).toEqual(['✖', '✖'])
  })
})

describe('a text from outside', () => {
  it('has no colour even where ours has', () => {
    vi.stubEnv('FORCE_COLOR', '1')
    vi.stubEnv('NO_COLOR', undefined)
    expect(shown(bold('a\u001B[31mb\u001B[1;31mc'), terminal)).toBe('\u001B[1mabc\u001B[22m')
  })
})
