import {readFileSync} from 'node:fs'
import {acquireLock, lockPathOf, readBotoFile} from '@mturk-cli/core/files'
import {describe, expect} from 'vitest'
import {runChild} from '../support/child.js'
import {it} from '../support/fixtures.js'
import type {Home} from '../support/home.js'
import {startMturk} from './support/running.js'

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz'

/** A file with a key, and the command that stores it. */
function importing(home: Home, profile: string, accessKeyId = 'AKIAANNANNANNANNANNA'): string[] {
  const file = home.write(`${profile}.csv`, `Access key ID,Secret access key\n${accessKeyId},${SECRET}\n`)
  return ['keys', 'import', file, '--profile', profile]
}

describe('several at the same time', () => {
  it('50 that store 50 profiles all succeed, and all 50 are there', {timeout: 240_000}, async ({home, mturk}) => {
    home.write('.aws/credentials', '# mine\n[other]\nregion = us-east-1\n')
    const profiles = Array.from({length: 50}, (_, index) => `lab-${index}`)
    const commands = profiles.map((profile) => importing(home, profile))
    const all = await Promise.all(commands.map((command) => mturk(...command, {timeout: 200_000})))
    expect(all.map(({exit, stderr}) => ({exit, stderr}))).toEqual(
      all.map(() => ({exit: 0, stderr: expect.any(String)})),
    )
    const {sections, fault} = readBotoFile(readFileSync(home.at('.aws/credentials')))
    expect(fault).toBeNull()
    const secrets = sections.map(({name, options}) => [name, options.get('aws_secret_access_key')?.value])
    expect(new Map(secrets as [string, unknown][])).toEqual(
      new Map<string, unknown>([
        ['other', undefined],
        ...profiles.map((profile): [string, string] => [profile, SECRET]),
      ]),
    )
    expect(home.read('.aws/credentials').startsWith('# mine\n[other]\nregion = us-east-1\n')).toBe(true)
    expect(home.list().filter((file) => !file.endsWith('.csv'))).toEqual(['.aws/credentials'])
  })

  it('one that holds the file is waited for, and named', async ({home}) => {
    const file = home.write('.aws/credentials', '')
    const lock = await acquireLock(lockPathOf(file))
    const running = startMturk(importing(home, 'ann'), {env: home.env()})
    const told = `Waiting for another mturk (process ${process.pid} on `
    await expect.poll(running.soFar, {timeout: 30_000}).toContain(told)
    expect(running.soFar()).toContain('before ~/.aws/credentials can be written …')
    expect(home.read('.aws/credentials')).toBe('')
    await lock.release()
    const {exit, stderr} = await running.ended
    expect({exit, times: stderr.split(told).length - 1}).toEqual({exit: 0, times: 1})
    expect(home.list()).toEqual(['.aws/credentials', 'ann.csv'])
  })

  it.skipIf(process.platform === 'win32')('one that died with the lock is not waited for', async ({home, mturk}) => {
    const file = home.write('.aws/credentials', '')
    const hold = `import {acquireLock} from '@mturk-cli/core/files'
await acquireLock(process.argv[1])
process.kill(process.pid, 'SIGKILL')`
    const died = await runChild(process.execPath, ['--input-type=module', '--eval', hold, lockPathOf(file)], {
      cwd: import.meta.dirname,
    })
    expect(died).toMatchObject({signal: 'SIGKILL', stderr: ''})
    expect(home.list()).toEqual(['.aws/.credentials.mturk-lock', '.aws/credentials'])
    expect(await mturk(...importing(home, 'ann'))).toMatchObject({exit: 0, stderr: ''})
    expect(home.list()).toEqual(['.aws/credentials', 'ann.csv'])
  })
})
