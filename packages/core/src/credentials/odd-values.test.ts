import {describe, expect, it} from 'vitest'
import {oddValues} from './odd-values.js'

const ID = 'AKIAABCDEFGHIJKLMNOP'
const SECRET = `${'s'.repeat(20)}/+${'A1'.repeat(9)}`

function idsOf(accessKeyId: string, secretAccessKey: string): string[] {
  return oddValues({accessKeyId, secretAccessKey}).map(({id, of}) => `${id} ${of}`)
}

describe('the values of a key', () => {
  it('are nothing to speak of where they are sound', () => {
    expect(idsOf(ID, SECRET)).toEqual([])
    expect(idsOf('ASIAABCDEFGHIJKLMNO8', SECRET)).toEqual([])
    expect(oddValues({})).toEqual([])
  })

  it.each([
    'YourAccessKeyId',
    'YourSecreteAccessKey',
    'YourSecretAccessKey',
    'YOUR_ACCESS_KEY',
    'YOUR_AWS_SECRET_ACCESS_KEY',
    '<your access key>',
    '"your-key-here"',
    '???',
    '****************',
    'AKIA…',
    'AKIAXXXXXXXXXXXXXXXX',
    'xxxxxxxxxxxxxxxxxxxx',
    '...',
    'ACCESS_KEY',
    'aws_secret_access_key',
    'changeme',
    'insert-your-key',
  ])('are placeholders: %s', (value) => {
    expect(idsOf(value, SECRET)).toEqual(['placeholder accessKeyId'])
    expect(idsOf(ID, value)).toEqual(['placeholder secretAccessKey'])
  })

  it.each([
    ['example-key', 'AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['unexpanded-variable', '$AWS_ACCESS_KEY_ID', '${AWS_SECRETE_ACCESS_KEY}'],
    ['continued-value', `${ID}\naws_secret_access_key = x`, `${SECRET}\n[x`],
    ['quoted-value', `"${ID}"`, `'${SECRET}'`],
    ['inline-comment', `${ID} # mine`, `${SECRET}\t; mine`],
    ['invisible-character', `\u200b${ID}`, `${SECRET}\ufeff`],
    ['stray-blank', ` ${ID}`, `${SECRET}\r`],
  ])('are told: %s', (what, id, secret) => {
    expect(idsOf(id, secret)).toEqual([`${what} accessKeyId`, `${what} secretAccessKey`])
    const mends = oddValues({accessKeyId: id, secretAccessKey: secret}).map(({mended}) => mended)
    const isCertain = !['example-key', 'unexpanded-variable', 'continued-value'].includes(what)
    expect(mends).toEqual(isCertain ? [{accessKeyId: ID}, {secretAccessKey: SECRET}] : [undefined, undefined])
  })

  it('are mended as a whole where several things are wrong with one', () => {
    const [odd] = oddValues({accessKeyId: `"\u200b${ID}" # Anna's`, secretAccessKey: SECRET})
    expect(odd).toMatchObject({id: 'inline-comment', comment: "# Anna's", mended: {accessKeyId: ID}})
  })

  it('are exchanged where they stand in each other’s place', () => {
    expect(oddValues({accessKeyId: SECRET, secretAccessKey: ID})).toMatchObject([
      {id: 'swapped-key', mended: {accessKeyId: ID, secretAccessKey: SECRET}},
    ])
  })

  it('are not guessed where the one stands in both places', () => {
    expect(idsOf(ID, ID)).toEqual(['id-twice secretAccessKey'])
    expect(idsOf(SECRET, SECRET)).toEqual(['secret-as-id accessKeyId'])
    expect(idsOf(SECRET, SECRET.toLowerCase())).toEqual(['secret-as-id accessKeyId'])
    expect(idsOf(ID, 'ASIAABCDEFGHIJKLMNO8')).toEqual(['id-twice secretAccessKey'])
  })

  it('are never repeated', () => {
    for (const id of [SECRET, ` ${SECRET}`, `"${SECRET}"`, SECRET.slice(5)]) {
      const words = oddValues({accessKeyId: id, secretAccessKey: ID}).map(({what}) => what)
      expect(words).toHaveLength(id === SECRET ? 1 : 2)
      expect(words.join()).not.toContain(SECRET.slice(5, 20))
    }
  })
})
