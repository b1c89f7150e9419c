import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {looksLikeSecret, withoutLookalikes} from './lookalikes.js'

describe('what is about to be shown', () => {
  it('shows no secret, wherever it stands', () => {
    const secrets = Array.from({length: 2000}, (_, index) =>
      createHash('sha256').update(`${index}`).digest().subarray(0, 30).toString('base64'),
    ).filter((each) => /[0-9+]/.test(each))
    const shown = secrets.flatMap((secret) =>
      [secret, `profile ${secret}`, `~/.aws/${secret}`, `z-../../${secret}`, `${secret}${secret}`].filter((text) =>
        withoutLookalikes(text).includes(secret),
      ),
    )
    expect(shown).toEqual([])
  })

  it.each([
    'The profile university was not found.',
    '/home/researcher/projects/2024/MturkStudy7/experiments/credentials',
    '/Users/MarcinKowalski/Documents/PsychologyLab/Study2024/rootkey.csv',
    'arn:aws:iam::aws:policy/AmazonMechanicalTurkFullAccess',
    'https://console.aws.amazon.com/iam/home#/security_credentials',
    '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    'mechanicalturk:GetAccountBalance on resource: user/mturk-requester',
    '/tmp/mturk-home-aB3xYz/.aws/credentials',
    '/tmp/mturk-home-a6mhSQ/cache/autocomplete/completions/mturk.fish',
  ])('shows %j as it is', (text) => {
    expect(withoutLookalikes(text)).toBe(text)
  })

  it('takes no absolute path for a secret', () => {
    expect(looksLikeSecret('/abDEF1234567890abcdef+/abcDEF1234567890')).toBe(false)
    expect(looksLikeSecret('abcDEF1234567890abcdef+/abcDEF1234567890')).toBe(true)
    expect(looksLikeSecret('lab')).toBe(false)
  })
})
