import {createHmac} from 'node:crypto'
import type {User} from './user.js'

export interface MfaDevice {
  /** An ARN for a virtual device, the number on its back for another. */
  readonly serialNumber: string
  /** What the codes of a virtual device are made of; null: a piece of hardware. */
  readonly seed: Buffer | null
  /** Whose it is since it was enabled. */
  enabled: {readonly user: User; readonly at: number} | null
}

const STEP = 30_000

/** The six digits that a device shows at a time: RFC 6238, with what AWS's virtual devices take (SHA-1, 30 seconds). */
export function codeAt(seed: Buffer, at: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP)))
  const hash = createHmac('sha1', seed).update(counter).digest()
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7f_ff_ff_ff
  return String(number % 1_000_000).padStart(6, '0')
}

/** A code counts a step before and after its own, since no two clocks agree. Hardware has codes that nobody here knows. */
export function isCodeOf({seed}: MfaDevice, code: string, at: number): boolean {
  return seed !== null && [-STEP, 0, STEP].some((offset) => codeAt(seed, at + offset) === code)
}

/** Whether these are two codes in a row, which is how a device proves itself when it is enabled. */
export function areCodesInARow({seed}: MfaDevice, [first, second]: readonly [string, string], at: number): boolean {
  if (seed === null) return false
  return [-2 * STEP, -STEP, 0].some(
    (offset) => codeAt(seed, at + offset) === first && codeAt(seed, at + offset + STEP) === second,
  )
}
