import {describe, expect, it} from 'vitest'
import {readBotoFile} from './boto-file.js'
import {configSectionName, configSections, plainValue, sectionsOfProfile} from './boto-profiles.js'

const read = (text: string) => readBotoFile(Buffer.from(text))

describe('the config file', () => {
  it('has profiles, SSO sessions and services, each with its line', () => {
    const {profiles, services, ssoSessions} = configSections(
      read(
        '[default]\na = 1\n[profile lab]\n[services local]\nmturk =\n  endpoint_url = http://localhost:1\n[sso-session s]\nx = y\n[other]\n',
      ),
    )
    expect([...profiles].map(([name, {line}]) => [name, line])).toEqual([
      ['default', 1],
      ['lab', 3],
    ])
    expect(services.get('local')?.options.get('mturk')).toEqual({
      name: 'mturk',
      value: new Map([['endpoint_url', 'http://localhost:1']]),
      line: 5,
      inherited: false,
    })
    expect([...ssoSessions.keys()]).toEqual(['s'])
  })

  it('gives the last of two sections for one profile, and knows them all', () => {
    const file = read('[profile a]\nx = 1\n[profile "a"]\nx = 2\n')
    expect(plainValue(configSections(file).profiles.get('a'), 'x')).toBe('2')
    expect(sectionsOfProfile(file, 'a').map(({line}) => line)).toEqual([1, 3])
  })

  it.each(['default', 'lab', 'a b', 'it\'s "x"\\', 'tab\tx', 'ü'])(
    'gets a section for %j that is read back as that profile',
    (profile) => {
      expect([...configSections(read(`[${configSectionName(profile)}]\n`)).profiles.keys()]).toEqual([profile])
    },
  )
})
