import {describe, expect, it} from 'vitest'
import {xmlOf} from './xml.js'

describe('a structure in XML', () => {
  it('keeps its order, has members in its lists, and leaves out what is not there', () => {
    const users = [{UserName: 'ana', Path: undefined}, {UserName: 'bob'}]
    expect(xmlOf({Users: users, IsTruncated: false})).toBe(
      '<Users><member><UserName>ana</UserName></member><member><UserName>bob</UserName></member></Users><IsTruncated>false</IsTruncated>',
    )
  })

  it('shows an empty list and an empty text', () => {
    expect(xmlOf({Tags: [], Value: ''})).toBe('<Tags></Tags><Value></Value>')
  })

  it('escapes what would be markup, and replaces what XML cannot hold', () => {
    expect(xmlOf({Message: `<a href="x">&'\u0000\u001B😀`})).toBe(
      '<Message>&lt;a href=&quot;x&quot;&gt;&amp;&apos;??😀</Message>',
    )
  })
})
