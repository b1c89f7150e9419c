import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {open} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'

import {LARGEST_CSV_BYTES} from './csv.js'
import {readKeyFile} from './key-file.js'

const ID = 'AKIAIOSFODNN7EXAMPLE'
const CSV = `Access key ID,Secret access key\n${ID},wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n`

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mturk-key-file-'))
})
afterEach(() => rmSync(directory, {recursive: true}))

const write = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(directory, name), content)
  return join(directory, name)
}
const idsIn = async (path: string) => (await readKeyFile(path)).map(({accessKeyId}) => accessKeyId)

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  const pipe = () => {
    const path = join(directory, 'pipe')
    expect(spawnSync('sh', ['-c', 'mkfifo "$0"', path]).status).toBe(0)
    return path
  }

  it('that nobody writes into is refused at once', async () => {
    await expect(readKeyFile(pipe())).rejects.toMatchObject({
      code: 'unreadable_file',
      exit: 3,
      message: expect.stringContaining('is a pipe, and nothing comes out of it'),
    })
  })

  it('is read to its end, however slowly it is written', async () => {
    const path = pipe()
    const writer = await open(path, 'r+')
    const reading = idsIn(path)
    // More empty lines than a pipe holds: this ends only when somebody reads. Then the reader finds it empty for a while.
    await writer.write('\n'.repeat(100_000))
    for (let look = 0; look < 100; look++) await writer.stat()
    await writer.write(CSV)
    await writer.close()
    expect(await reading).toEqual([ID])
  })
})

describe('what is no text in UTF-8 is named as what it seems to be', () => {
  it.each([
    ['UTF-16, as spreadsheets save it', Buffer.from(`\ufeff${CSV}`, 'utf16le'), /text in UTF-16/],
    ['a spreadsheet', Buffer.from('PK\x03\x04\x14\0'), /spreadsheet or a ZIP archive/],
    ['a PDF document', Buffer.from('%PDF-1.7\n'), /PDF document/],
    ['rubbish', Buffer.from([0xc3, 0x28, 0xff]), /no text in UTF-8/],
    ['zeros', Buffer.alloc(64), /no text file/],
    ['20 MB', Buffer.alloc(20 * LARGEST_CSV_BYTES, CSV), /far too large/],
  ])('%s', async (_what, bytes, message) => {
    const error: unknown = await readKeyFile(write('keys.csv', bytes)).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({code: 'unreadable_file', exit: 3, message: expect.stringMatching(message)})
    expect(error).toMatchObject({message: expect.stringContaining(join(directory, 'keys.csv'))})
  })

  it('a symbolic link that leads in a circle', async () => {
    symlinkSync('loop.csv', join(directory, 'loop.csv'))
    await expect(readKeyFile(join(directory, 'loop.csv'))).rejects.toMatchObject({
      code: 'unreadable_file',
      message: expect.stringContaining('leads in a circle'),
    })
  })
})
