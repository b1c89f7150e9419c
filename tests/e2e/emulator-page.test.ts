import {describe, expect} from 'vitest'
import {fencesIn} from '../house/markdown.js'
import {it} from '../support/fixtures.js'
import {pageOf} from './recordings.js'

const lines = fencesIn(pageOf('docs/how-to/emulator.md')).flatMap(({language, body}) =>
  language === 'sh'
    ? body.split('\n').flatMap((line) => /^control (\w+)(?: -d '(.*)')?$/.exec(line)?.slice(1, 3) ?? [])
    : [],
)
const calls = lines.flatMap((name, index) => (index % 2 === 0 ? [{name: name ?? '', body: lines[index + 1]}] : []))

describe('the page of the emulator', () => {
  it('shows calls that do what it says', async ({emulator}) => {
    expect(calls.map(({name}) => name)).toEqual(['link', 'unlink', 'balance', 'fault', 'close', 'state'])
    for (const {name, body} of calls) {
      const answer = await fetch(`${emulator.endpoint}/_emulator/${name}`, {
        headers: {authorization: `Bearer ${emulator.controlToken}`},
        ...(body === undefined ? {} : {method: 'POST', body}),
      })
      expect({name, status: answer.status}).toEqual({name, status: 200})
    }
    expect(emulator.state()).toMatchObject({
      links: {production: false, sandbox: true},
      balances: {production: {available: '12.50'}},
      closure: 'gone',
    })
  })
})
