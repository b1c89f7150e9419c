import type {LookupAddress} from 'node:dns'
import {describe, expect, it} from 'vitest'
import {patientLookup} from './name-lookup.js'

const HERE: LookupAddress = {address: '127.0.0.1', family: 4}

function lookups() {
  const asked: string[] = []
  let answer: (found: LookupAddress[]) => void = () => {}
  let refuse: (error: Error) => void = () => {}
  const lookup = patientLookup((name) => {
    asked.push(name)
    return new Promise((resolve, reject) => {
      answer = resolve
      refuse = reject
    })
  })
  const look = (name: string) =>
    new Promise((resolve, reject) =>
      lookup(name, {all: true}, (error, found) => (error ? reject(error) : resolve(found))),
    )
  return {asked, look, answer: () => answer([HERE]), refuse: (error: Error) => refuse(error)}
}

describe('a host name', () => {
  it('that is being looked up is not looked up a second time', async () => {
    const {asked, look, answer} = lookups()
    const both = [look('a.example'), look('a.example')]
    expect(asked).toEqual(['a.example'])
    answer()
    expect(await Promise.all(both)).toEqual([[HERE], [HERE]])
  })

  it('is looked up again once that is over, however it ended', async () => {
    const {asked, look, refuse} = lookups()
    const first = look('a.example')
    refuse(new Error('EAI_AGAIN'))
    await expect(first).rejects.toThrow('EAI_AGAIN')
    void look('a.example')
    void look('b.example')
    expect(asked).toEqual(['a.example', 'a.example', 'b.example'])
  })

  it('of this computer is found for real', async () => {
    const found = await new Promise((resolve, reject) =>
      patientLookup()('localhost', {}, (error, address) => (error ? reject(error) : resolve(address))),
    )
    expect(['127.0.0.1', '::1']).toContain(found)
  })
})
