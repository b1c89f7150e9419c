import {Buffer, isUtf8} from 'node:buffer'
import {splitLines, strip} from '@mturk-cli/core/files'

/** The names of the old EC2 tools, as they also stand in AWS's old `rootkey.csv`. */
export const ACCESS_KEY_NAME = 'AWSAccessKeyId'
export const SECRET_KEY_NAME = 'AWSSecretKey'

export interface KeyValue {
  readonly value: string
  /** 1-based. */
  readonly line: number
}

/**
 * botocore's `parse_key_val_file`: on every line with a `=`, a name and a value, both stripped; the last one of a name
 * counts. Lines end wherever Python's `splitlines` ends them. Null for bytes that are no UTF-8, where Boto fails.
 */
export function readKeyValues(bytes: Uint8Array): ReadonlyMap<string, KeyValue> | null {
  if (!isUtf8(bytes)) return null
  const found = new Map<string, KeyValue>()
  for (const [index, {text}] of linesOf(bytes).entries()) {
    const name = nameOn(text)
    if (name !== undefined) found.set(name, {value: strip(text.slice(text.indexOf('=') + 1)), line: index + 1})
  }
  return found
}

/** Gives names new values on the lines where they stand, or at the end; everything else keeps its bytes. */
export function setKeyValues(bytes: Uint8Array, values: Readonly<Record<string, string>>): Uint8Array {
  const lines = linesOf(bytes)
  const edited = lines.map(({text, end}) => {
    const value = values[nameOn(text) ?? '']
    return value === undefined ? {text, end} : {text: withValue(text, value), end}
  })
  const lineEnd = lines.find(({end}) => end !== '')?.end ?? '\n'
  const present = new Set(lines.map(({text}) => nameOn(text)))
  for (const [name, value] of Object.entries(values)) {
    if (present.has(name)) continue
    const last = edited.at(-1)
    if (last && last.end === '') edited[edited.length - 1] = {...last, end: lineEnd}
    edited.push({text: `${name}=${value}`, end: lineEnd})
  }
  return joined(edited)
}

/** Takes out every line with one of these names. */
export function removeKeyValues(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  return joined(linesOf(bytes).filter(({text}) => !names.includes(nameOn(text) ?? '')))
}

function nameOn(text: string): string | undefined {
  const separator = text.indexOf('=')
  return separator < 0 ? undefined : strip(text.slice(0, separator))
}

function withValue(text: string, value: string): string {
  const start = text.indexOf('=') + 1
  const rest = text.slice(start)
  const old = strip(rest)
  const before = old === '' ? rest.length : rest.indexOf(old)
  return text.slice(0, start + before) + value + text.slice(start + before + old.length)
}

type Line = ReturnType<typeof splitLines>[number]

function linesOf(bytes: Uint8Array): Line[] {
  return splitLines(Buffer.from(bytes).toString('utf8'))
}

function joined(lines: readonly Line[]): Uint8Array {
  return Buffer.from(lines.map(({text, end}) => text + end).join(''), 'utf8')
}
