import {readBotoFile, type LoadedFile} from '@mturk-cli/core/files'
import {describe, expect, it} from 'vitest'
import type {LoadedFiles} from '../loaded-files.js'
import {botoOrder} from './boto-order.js'

function botoFile(path: string, id: string): LoadedFile {
  const text = `[Credentials]\naws_access_key_id = ${id}\naws_secret_access_key = ${'s'.repeat(40)}\n`
  return {path, state: 'read', file: readBotoFile(Buffer.from(text))}
}

/** Both of Boto 2's files; a test cannot write into /etc. */
function filesWith(...boto: LoadedFile[]): LoadedFiles {
  const missing = {path: '/home/anna/.aws/credentials', state: 'missing'} as const
  const nothing = {profiles: new Map(), ssoSessions: new Map(), services: new Map()}
  const aws = {config: missing, credentials: missing, ...nothing}
  return {env: {}, home: '/home/anna', aws, ec2: null, boto, whyNotWritable: () => undefined}
}

describe('two Boto files', () => {
  const first = botoFile('/etc/boto.cfg', 'AKIAFIRSTFIRSTFIRSTF')

  it('are told of where the first hides another key in the second', () => {
    const found = botoOrder(filesWith(first, botoFile('/home/anna/.boto', 'AKIASECONDSECONDSECO')))
    expect(found).toMatchObject([
      {
        id: 'boto-order',
        severity: 'warning',
        message:
          '/etc/boto.cfg holds ****************RSTF and hides ****************SECO in ~/.boto: boto3 takes the first, and Boto 2 took the second.',
        location: {file: '/etc/boto.cfg', line: 2},
      },
    ])
  })

  it('are fine with the same key in both, or a key in one', () => {
    expect(botoOrder(filesWith(first, botoFile('/home/anna/.boto', 'AKIAFIRSTFIRSTFIRSTF')))).toEqual([])
    expect(botoOrder(filesWith(first))).toEqual([])
  })
})
