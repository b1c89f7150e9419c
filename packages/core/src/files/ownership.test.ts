import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {assertTrustworthy} from './ownership.js'

const NOBODY = 65_534

let home: string
let file: string

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'mturk-ownership-')))
  file = join(home, 'credentials')
})
afterEach(() => rmSync(home, {recursive: true, force: true}))

const refusal = (why: RegExp) => ({code: 'not_writable', message: expect.stringMatching(why) as string})

describe('a file for a secret', () => {
  it('is fine where it is one’s own, or is to be made', async () => {
    expect(await assertTrustworthy(join(home, 'new/credentials'))).toEqual([])
    writeFileSync(file, '', {mode: 0o644})
    expect(await assertTrustworthy(file)).toEqual([])
  })

  it('is fine behind a link of one’s own, also where it is still to be made', async () => {
    mkdirSync(join(home, 'elsewhere'))
    symlinkSync('elsewhere/credentials', file)
    expect(await assertTrustworthy(file)).toEqual([])
  })

  it('is refused where its link leads to a directory that there is not', async () => {
    symlinkSync(join(home, 'gone/credentials'), file)
    await expect(assertTrustworthy(file)).rejects.toMatchObject(refusal(/is a link to a place that does not exist/))
  })

  describe.skipIf(process.platform === 'win32')('on a system with modes', () => {
    it('is refused where everybody may write it', async () => {
      writeFileSync(file, '')
      chmodSync(file, 0o666)
      await expect(assertTrustworthy(file)).rejects.toMatchObject(refusal(/everybody on this computer may write/))
    })
  })

  describe.skipIf(process.getuid?.() !== 0)('among several users', () => {
    const makeShared = () => chmodSync(home, 0o1777)

    it('is refused where somebody else made it in a directory that all may write', async () => {
      makeShared()
      writeFileSync(file, '', {mode: 0o600})
      chownSync(file, NOBODY, NOBODY)
      await expect(assertTrustworthy(file)).rejects.toMatchObject(refusal(/belongs to another user \(uid 65534\)/))
    })

    it('is refused where somebody else made the link to it there', async () => {
      makeShared()
      symlinkSync('mine', file)
      lchownSync(file, NOBODY, NOBODY)
      await expect(assertTrustworthy(file)).rejects.toMatchObject(refusal(/belongs to another user/))
    })

    it('is refused where somebody else made its directory there', async () => {
      makeShared()
      mkdirSync(join(home, 'aws'))
      chownSync(join(home, 'aws'), NOBODY, NOBODY)
      await expect(assertTrustworthy(join(home, 'aws/credentials'))).rejects.toMatchObject(refusal(/another user/))
    })

    it('is warned of where it is somebody else’s in a directory that nobody else may write', async () => {
      writeFileSync(file, '', {mode: 0o600})
      chownSync(file, NOBODY, NOBODY)
      expect(await assertTrustworthy(file)).toEqual([expect.stringMatching(/credentials belongs to another user/)])
    })
  })
})
