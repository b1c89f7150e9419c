import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {afterAll, beforeAll, expect, it} from 'vitest'
import {Home} from '../support/home.js'
import {doneOf, runOn, setStage, type Stage} from './support/sweep.js'
import {newWorld} from './support/world.js'

let stage: Stage | null
beforeAll(async () => {
  stage = await setStage()
})
afterAll(() => stage?.stop())

const STRACE = 'strace'
const strace = process.platform === 'linux' && spawnSync(STRACE, ['-V']).status === 0
if (process.platform === 'linux' && !strace) {
  console.warn('strace is not on this machine: whether all acts of a rotation are followed was NOT tested.')
}

/** What each kind of act is for the system. */
const CALLS: Readonly<Record<string, RegExp>> = {
  open: /^open(at)?\(.*O_CREAT/,
  write: /^p?write(v|64)?\(/,
  sync: /^f(data)?sync\(/,
  rename: /^rename/,
  link: /^link/,
  unlink: /^unlink/,
  mkdir: /^mkdir/,
  chmod: /^f?chmod/,
  other: /^(f?truncate|fallocate|symlink|rmdir|copy_file_range|sendfile|fchown|chown|lchown)/,
}

it.runIf(strace || (process.env['CI'] && process.platform === 'linux'))(
  'every system call that changes something below the home is an act that is followed',
  {timeout: 120_000},
  async ({skip}) => {
    const [emulator] = stage?.emulators ?? []
    if (!emulator) return skip()
    const world = newWorld(emulator)
    const elsewhere = new Home()
    const log = elsewhere.at('strace')
    try {
      const watching = [STRACE, '-f', '-qq', '-y', '-s', '0', '-o', log, '-e', 'trace=file,desc']
      const {acts} = doneOf(await runOn(world, 'rotate', undefined, watching))
      const seen = readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line.includes(world.home.path) && !line.includes(' resumed>'))
        .map((line) => line.replace(/^\d+ +/, ''))
      const counted = Object.entries(CALLS).map(([kind, call]) => [kind, seen.filter((line) => call.test(line)).length])
      const isOf = (kind: string, what: string) =>
        kind === 'open' ? /^(open|writeFileSync) /.test(what) : what.startsWith(kind)
      const followed = Object.keys(CALLS).map((kind) => [kind, acts.filter(({what}) => isOf(kind, what)).length])
      expect(Object.fromEntries(followed)).toEqual(Object.fromEntries(counted))
      expect(acts.length).toBeGreaterThan(100)
    } finally {
      world.home.remove()
      elsewhere.remove()
    }
  },
)
