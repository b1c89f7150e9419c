import {Buffer} from 'node:buffer'
import type {FileSet} from './file-set.js'
import {generateEnvironment} from './generate-environment.js'
import {generateIni, generateKeyValues, type Dialect} from './generate-ini.js'
import {damage} from './damage.js'
import {randomFrom, type Random} from './random.js'

/** A file set, the same one for the same seed: most are such as people have, with oddities; some are hostile. */
export function generateFileSet(seed: number): FileSet {
  const random = randomFrom(seed)
  const files: Record<string, Uint8Array> = {}
  const add = (file: string, percent: number, text: () => string) => {
    if (random.chance(percent)) files[file] = spoiled(text(), random)
  }
  // Of the files that Boto asks last something can be seen only where the others hold little.
  const isOld = random.chance(20)
  add('.aws/credentials', isOld ? 10 : 85, () => generateIni('credentials', random))
  add('.aws/config', isOld ? 20 : 70, () => generateIni('config', random))
  add('.boto', isOld ? 70 : 20, () => generateIni('boto', random))
  add('rootkey.csv', isOld ? 80 : 20, () => generateKeyValues(random))
  add('other.ini', 15, () => generateIni(random.pick<Dialect>(['credentials', 'config', 'boto']), random))
  if (random.chance(2))
    files[random.pick(['.aws/credentials', '.aws/config', '.boto', 'rootkey.csv'])] = Buffer.from('')
  return {files, env: generateEnvironment(random, isOld), profiles: random.chance(20) ? [random.pick(NOBODY)] : []}
}

/** Names that hardly anybody has, so that Boto does not find them. */
const NOBODY = ['nobody', '', 'profile a', 'DEFAULT', ' a', '[a]', 'Ａ', 'default ']

function spoiled(text: string, random: Random): Uint8Array {
  let bytes: Uint8Array = Buffer.from(text, 'utf8')
  const times = random.pick([0, 0, 0, 0, 0, 0, 0, 1, 1, 2])
  for (let time = 0; time < times; time++) bytes = damage(bytes, random)
  return bytes
}
