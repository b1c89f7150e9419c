import {describe, expect, it} from 'vitest'
import {
  accountOfAccessKeyId,
  base32Of,
  newAccessKeyId,
  newBase32Id,
  newSecretAccessKey,
  newUniqueId,
} from './identifiers.js'

describe('an access key id', () => {
  it('holds the account that it belongs to', () => {
    expect(accountOfAccessKeyId('ASIAQNZGKIQY56JQ7WML')).toBe('029608264753') // published by its owner
    for (const accountId of ['000000000000', '123456789012', '999999999999']) {
      expect(accountOfAccessKeyId(newAccessKeyId(accountId))).toBe(accountId)
      expect(accountOfAccessKeyId(newAccessKeyId(accountId, 'ASIA'))).toBe(accountId)
    }
  })

  it('has the shape that AWS gives it, and is never the same twice', () => {
    const ids = Array.from({length: 200}, () => newAccessKeyId('123456789012'))
    for (const id of ids) expect(id).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('of another shape belongs to no account', () => {
    expect(accountOfAccessKeyId('AKIA0000000000000000')).toBeUndefined()
  })
})

describe('what else is drawn by lot', () => {
  it('has the shape that AWS gives it', () => {
    expect(newSecretAccessKey()).toMatch(/^[A-Za-z0-9+/]{40}$/)
    expect(newUniqueId('AIDA')).toMatch(/^AIDA[A-Z2-7]{17}$/)
    expect(newBase32Id(32)).toMatch(/^[A-Z2-7]{32}$/)
  })
})

describe('a seed in base 32', () => {
  it('is what RFC 4648 makes of it', () => {
    expect(base32Of(Buffer.from('fooba'))).toBe('MZXW6YTB')
    expect(base32Of(Buffer.alloc(5))).toBe('AAAAAAAA')
  })
})
