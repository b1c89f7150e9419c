import {Buffer} from 'node:buffer'
import {damage} from './damage.js'
import {generateFileSet} from './generate.js'
import {randomFrom} from './random.js'

/** Of these a parser makes more than of bytes that are only random. */
const PIECES = ['[default]', '[Credentials]', '[profile a]', '[', ']', 'aws_access_key_id', 'aws_secret_access_key']
  .concat(['AWSAccessKeyId', 'AWSSecretKey', '=', ':', ' ', '\t', '\n', '\r', '\r\n', '#', ';', '"', "'", '\\'])
  .concat(['é', '\ufeff', '\u2028', '\0', '\x85'])
  .map((piece) => Buffer.from(piece))

/** A byte string, the same one for the same seed: at random, of telling pieces, or a file with several things wrong. */
export function randomBytes(seed: number): Buffer {
  const random = randomFrom(seed)
  const length = random.pick([0, 1, 2, 5, 20, 80, 300])
  if (random.chance(35)) return Buffer.from(Array.from({length}, () => random.below(256)))
  if (random.chance(50)) {
    const piece = () => (random.chance(10) ? Buffer.from([random.below(256)]) : random.pick(PIECES))
    return Buffer.concat(Array.from({length}, piece))
  }
  let bytes: Uint8Array = Object.values(generateFileSet(seed).files)[0] ?? new Uint8Array()
  for (let times = random.below(8); times > 0; times--) bytes = damage(bytes, random)
  return Buffer.from(bytes)
}
