import {run} from '@mturk-cli/core'
import {describe, expect, it} from 'vitest'

import {completed, type Call, type KnownFlags, type Outcome} from './next-command.js'

const READING: KnownFlags = {profile: {}, backend: {}}
const STORING: KnownFlags = {profile: {}, backend: {default: 'boto-files'}, 'admin-profile': {}}
const COMMANDS: Readonly<Record<string, KnownFlags>> = {
  balance: READING,
  'credentials:backends': {},
  'credentials:list': READING,
  'iam:create-user': STORING,
  init: {...STORING, 'from-csv': {}},
  'keys:activate': {profile: {}, user: {exclusive: ['profile']}, 'admin-profile': {}},
  'keys:import': STORING,
  'keys:rotate': {profile: {}, user: {}, 'admin-profile': {}},
  'link-check': {...READING, 'all-profiles': {exclusive: ['profile']}},
}

function next(
  command: string,
  {
    during,
    given,
    outcome = 'shown',
    canStore = true,
  }: {
    during: string
    given: Call['given']
    outcome?: Outcome
    canStore?: boolean
  },
): string {
  const flags = COMMANDS[during] ?? {}
  const call: Call = {flags, given, flagsOf: (id) => COMMANDS[id], canStore: () => canStore}
  return completed({kind: 'run', command}, call, outcome).command
}

describe('the next command', () => {
  it('is given no name that would be covered', () => {
    const given = {profile: 'a'.repeat(40), user: 'anna'}
    expect(next('mturk keys rotate --resume', {during: 'keys:rotate', given})).toBe(
      'mturk keys rotate --resume --user anna',
    )
  })

  it('is about the same profile', () => {
    const during = {during: 'keys:import', given: {profile: 'lab'}}
    expect(next('mturk link-check', during)).toBe('mturk link-check --profile lab')
    expect(next('mturk iam create-user anna', during)).toBe('mturk iam create-user anna --profile lab')
    expect(next('mturk keys import FILE', {...during, during: 'balance'})).toBe('mturk keys import FILE --profile lab')
  })

  it('has every flag that both commands take, and none that it does not take', () => {
    const given = {profile: 'lab', backend: 'vault', 'admin-profile': 'root', 'from-csv': 'a.csv'}
    expect(next('mturk init', {during: 'init', given})).toBe(
      'mturk init --profile lab --backend vault --admin-profile root --from-csv a.csv',
    )
    expect(next('mturk credentials list', {during: 'init', given})).toBe(
      'mturk credentials list --profile lab --backend vault',
    )
    expect(next('mturk credentials backends', {during: 'init', given})).toBe('mturk credentials backends')
  })

  it('keeps the flags that it has', () => {
    const during = {during: 'link-check', given: {profile: 'lab'}}
    expect(next('mturk link-check --sandbox --profile other', during)).toBe(
      'mturk link-check --sandbox --profile other',
    )
    expect(next('mturk link-check --profile=other', during)).toBe('mturk link-check --profile=other')
    expect(next('mturk link-check --all-profiles', during)).toBe('mturk link-check --all-profiles')
  })

  it('is about the same user, and carries no two flags that exclude each other', () => {
    const given = {user: 'anna', 'admin-profile': 'admin'}
    expect(next('mturk keys activate AKIA', {during: 'keys:rotate', given})).toBe(
      'mturk keys activate AKIA --user anna --admin-profile admin',
    )
    expect(next('mturk keys activate AKIA', {during: 'keys:rotate', given: {...given, profile: 'lab'}})).toBe(
      'mturk keys activate AKIA --profile lab --admin-profile admin',
    )
  })

  it('quotes what a shell would take apart', () => {
    const given = {profile: 'my lab; rm -rf ~', 'from-csv': 'a b.csv'}
    expect(next('mturk init', {during: 'init', given})).toBe(
      `mturk init --profile 'my lab; rm -rf ~' --from-csv 'a b.csv'`,
    )
  })

  it('does not look at a place that was to be filled, where nothing came of that', () => {
    const failed = {during: 'iam:create-user', given: {profile: 'anna', backend: 'vault'}, outcome: 'failed'} as const
    expect(next('mturk credentials list', failed)).toBe('mturk credentials list')
    expect(next('mturk init', failed)).toBe('mturk init --profile anna --backend vault')
    expect(next('mturk credentials list', {...failed, during: 'balance'})).toBe(
      'mturk credentials list --profile anna --backend vault',
    )
  })

  it('stores no key in a place that takes none', () => {
    const during = {during: 'balance', given: {profile: 'lab', backend: 'env'}, canStore: false}
    expect(next('mturk keys import FILE', during)).toBe('mturk keys import FILE --profile lab')
    expect(next('mturk credentials list', during)).toBe('mturk credentials list --profile lab --backend env')
  })

  it('is left alone where it is somebody else’s, or nobody’s', () => {
    const during = {during: 'balance', given: {profile: 'lab'}}
    for (const line of ['unset AWS_ACCESS_KEY_ID', 'aws sso login', 'mturk nonsense', 'mturk --version']) {
      expect(next(line, during)).toBe(line)
    }
    expect(completed({kind: 'run', command: 'mturk balance'}, undefined, 'shown')).toEqual(run('mturk balance'))
  })
})
