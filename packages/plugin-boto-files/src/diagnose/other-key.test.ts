import {readBotoFile, type LoadedFile} from '@mturk-cli/core/files'
import {describe, expect, it} from 'vitest'
import type {LoadedFiles} from '../loaded-files.js'
import {sectionNames} from './section-names.js'

const [FIRST, SECOND] = ['AKIAFIRSTFIRSTFIRSTF', 'AKIASECONDSECONDSECO'] as const

function botoFile(path: string, section: string, id: string): LoadedFile {
  const text = `[${section}]\naws_access_key_id = ${id}\naws_secret_access_key = ${'s'.repeat(40)}\n`
  return {path, state: 'read', file: readBotoFile(Buffer.from(text))}
}

/** Both of Boto 2's files; a test cannot write into /etc. */
function filesWith(...boto: LoadedFile[]): LoadedFiles {
  const missing = {path: '/home/anna/.aws/credentials', state: 'missing'} as const
  const nothing = {profiles: new Map(), ssoSessions: new Map(), services: new Map()}
  const aws = {config: missing, credentials: missing, ...nothing}
  return {env: {}, home: '/home/anna', aws, ec2: null, boto, whyNotWritable: () => undefined}
}

describe('[credentials] in /etc/boto.cfg', () => {
  const wrong = botoFile('/etc/boto.cfg', 'credentials', FIRST)

  it('is left to a person where ~/.boto has a key that works', () => {
    const found = sectionNames(filesWith(wrong, botoFile('/home/anna/.boto', 'Credentials', SECOND)))
    expect(found).toMatchObject([
      {
        id: 'section-name',
        severity: 'warning',
        remedy: 'Call it [Credentials], if ****************RSTF is to be used instead of ****************SECO.',
        mend: {otherKey: {from: SECOND, to: FIRST}},
      },
    ])
  })

  it('is mended where ~/.boto has the same key, none, or one that nobody can use', () => {
    for (const other of [FIRST, undefined, 'YourAccessKeyId']) {
      const boto = other === undefined ? [] : [botoFile('/home/anna/.boto', 'Credentials', other)]
      const [found] = sectionNames(filesWith(wrong, ...boto))
      expect(found).toMatchObject({id: 'section-name', severity: 'error', remedy: 'Call it [Credentials].'})
      expect(found?.mend?.otherKey).toBeUndefined()
    }
  })
})
