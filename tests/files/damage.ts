import {Buffer} from 'node:buffer'
import type {Random} from './random.js'

type Damage = (text: string, random: Random) => string

/** One thing that goes wrong with a file. Bytes are characters here (Latin-1), so that any of them can be put anywhere. */
const DAMAGES: readonly Damage[] = [
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text, random) => text.replaceAll('\n', () => random.pick(['\n', '\r\n', '\r', '\r\r\n', '\n\n'])),
  (text) => `\xef\xbb\xbf${text}`,
  (text, random) => inserted(text, random, '\xe9'),
  (text, random) => inserted(text, random, '\xed\xa0\x80'),
  (text, random) => inserted(text, random, '\x00'),
  (text, random) => inserted(text, random, '\xc2\x85'),
  (text, random) => inserted(text, random, '\xe2\x80\xa8'),
  (text, random) => inserted(text, random, '\xef\xbb\xbf'),
  (text, random) => inserted(text, random, String.fromCharCode(random.below(256))),
  (text, random) =>
    inserted(text, random, random.pick(['[', ']', '=', ':', '#', ';', '\n', '\r', '"', "'", '\\', '%', '$'])),
  (text, random) => inserted(text, random, random.pick([' ', '\t', '\x0b', '\x0c', '\x1c', '\x1f', '\xc2\xa0'])),
  (text, random) => inserted(text, random, 'x'.repeat(70_000)),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1)),
  (text, random) => withoutOne(text, random.below(Math.max(text.length, 1))),
  (text, random) => withLine(text, random, (line) => ` ${line}`),
  (text, random) => withLine(text, random, (line) => `\t${line}`),
  (text, random) => withLine(text, random, (line) => `    ${line}`),
  (text, random) => withLine(text, random, (line) => line.trim()),
  (text, random) => withLine(text, random, (line) => line.toUpperCase()),
  (text, random) => withLine(text, random, (line) => `${line}\n${line}`),
  (text, random) => withLine(text, random, (line) => `#${line}`),
  (text, random) => withLine(text, random, (line) => line.replace(']', '')),
  (text, random) => withLine(text, random, (line) => line.replace('[', '')),
  (text, random) => withLine(text, random, (line) => line.replace('=', '')),
  (text, random) => withLine(text, random, () => ''),
  (text) => text + text,
]

export function damage(bytes: Uint8Array, random: Random): Uint8Array {
  return Buffer.from(random.pick(DAMAGES)(Buffer.from(bytes).toString('latin1'), random), 'latin1')
}

function inserted(text: string, random: Random, piece: string): string {
  const at = random.chance(10) ? 0 : random.below(text.length + 1)
  return text.slice(0, at) + piece + text.slice(at)
}

function withoutOne(text: string, at: number): string {
  return text.slice(0, at) + text.slice(at + 1)
}

function withLine(text: string, random: Random, change: (line: string) => string): string {
  const lines = text.split('\n')
  const at = random.below(lines.length)
  return lines.map((line, index) => (index === at ? change(line) : line)).join('\n')
}
