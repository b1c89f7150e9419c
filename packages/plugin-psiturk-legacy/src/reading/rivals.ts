import type {AccessKey} from '@mturk-cli/core/credentials'
import {judgeValues} from './judge-values.js'

/** All values in a file of one pair of names, in the order of the file. */
export interface ValuesOfOneName {
  readonly ids: readonly string[]
  readonly secrets: readonly string[]
}

/** The whole keys in a file besides the one that counts. Where one of the two stands there more often, its last value goes on. */
export function rivalsOf(key: AccessKey | null, all: readonly ValuesOfOneName[]): readonly AccessKey[] {
  if (!key) return []
  const keys = [key]
  for (const {ids, secrets} of all) {
    for (let index = 0; index < Math.max(ids.length, secrets.length); index++) {
      const other = judgeValues(ids[index] ?? ids.at(-1), secrets[index] ?? secrets.at(-1)).key
      if (other && !keys.some((each) => isSame(each, other))) keys.push(other)
    }
  }
  return keys.slice(1)
}

function isSame(one: AccessKey, other: AccessKey): boolean {
  return one.accessKeyId === other.accessKeyId && one.secretAccessKey.equals(other.secretAccessKey)
}
