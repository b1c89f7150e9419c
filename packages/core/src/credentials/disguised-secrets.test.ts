import {describe, expect, it} from 'vitest'
import {coveredName, disguisedSecrets} from './disguised-secrets.js'
import {redactUnmistakable} from './redact.js'

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYzzzzzzzzzz'

describe('a name that may hold a secret', () => {
  it.each([
    [SECRET, '[secret]'],
    [`profile ${SECRET}`, 'profile [secret]'],
    [`"${SECRET}"`, '"[secret]"'],
    ['y'.repeat(40), '[secret]'],
    [SECRET + SECRET, '[secret]'],
    [`default${'x'.repeat(100_000)}`, '[secret]'],
    ['us-east-1', 'us-east-1'],
    [
      'AdministratorAccess-123456789012.psychology-department',
      'AdministratorAccess-123456789012.psychology-department',
    ],
    ['university/psychology/studies/production', 'university/psychology/studies/production'],
    ['', ''],
  ])('%s', (name, shown) => {
    expect(coveredName(name)).toBe(shown)
  })

  it('may be as long as it likes', () => {
    const name = `default${'x'.repeat(100_000)}`
    expect(redactUnmistakable(`[${name}]`, disguisedSecrets(name))).toBe('[[secret]]')
  })

  it('is no secret where it is shorter than one', () => {
    expect(disguisedSecrets(SECRET.slice(1))).toEqual([])
  })
})
