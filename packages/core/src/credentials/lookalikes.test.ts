import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {looksLikeSecret, withoutLookalikes} from './lookalikes.js'

describe('what is about to be shown', () => {
  // The same ones each time.
  const secrets = Array.from({length: 2000}, (_, index) =>
    createHash('sha256').update(`${index}`).digest().subarray(0, 30).toString('base64'),
  )
  const shownIn = (secret: string) =>
    [secret, `profile ${secret}`, `~/.aws/${secret}`, `z-../../${secret}`, `${secret}${secret}`].filter((text) =>
      withoutLookalikes(text).includes(secret),
    )

  it('shows no secret, wherever it stands', () => {
    expect(secrets.flatMap(shownIn)).toEqual([])
  })

  it('shows hardly any that happens to be of letters alone', () => {
    const lettered = secrets.map((secret) =>
      secret.replaceAll(/[0-9+]/g, (each) => 'QxZvKpWjRbT'.charAt(each.charCodeAt(0) % 11)),
    )
    expect(lettered.filter((secret) => shownIn(secret).length > 0).length).toBeLessThan(20)
  })

  it('takes no time for a text without an end', () => {
    const long = `${'a'.repeat(200_000)}${'aB'.repeat(200_000)}${'Abc'.repeat(200_000)}1x`
    const begun = performance.now()
    expect(withoutLookalikes(long)).toBe('[secret]')
    expect(performance.now() - begun).toBeLessThan(2000)
  })

  it('shows none that lost a slash, taken for a path', () => {
    const text = '~/abcDEF1234567890abcdef+/abcDEF123456789'
    expect(withoutLookalikes(text)).toBe('~[secret]')
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
