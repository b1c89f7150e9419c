import type {Random} from './random.js'
import {
  COMMENTS,
  FAMILIES,
  HEADERS,
  ID_NAMES,
  NAMES,
  OPTIONS,
  OTHER_HEADERS,
  SECRET_NAMES,
  SEPARATORS,
  VALUES,
} from './words.js'

export type Dialect = 'credentials' | 'config' | 'boto'

/** A file as Boto's own: sections with keys, plain and odd. Lines end with LF. */
export function generateIni(dialect: Dialect, random: Random): string {
  const calm = random.chance(35)
  const lines: string[] = []
  if (!calm && random.chance(3)) lines.push(...optionsOf(random, calm))
  if (random.chance(15)) lines.push(random.pick(COMMENTS))
  const sections = random.pick([0, 1, 1, 1, 2, 2, 3, 4])
  const taken = new Set<string>()
  for (let section = 0; section < sections; section++) {
    const header = headerOf(dialect, random, calm)
    // Mostly without duplicates, for which Boto refuses the whole file.
    if (taken.has(header) && !random.chance(8)) continue
    taken.add(header)
    const indent = !calm && random.chance(6) ? random.pick([' ', '\t', '\u00a0']) : ''
    const behind = !calm && random.chance(5) ? random.pick([' # mine', ' ]', 'x', ' = 1', ' ']) : ''
    lines.push(`${indent}[${header}]${behind}`, ...optionsOf(random, calm))
    if (random.chance(40)) lines.push('')
    if (random.chance(10)) lines.push(random.pick(COMMENTS))
  }
  return lines.join('\n') + (random.chance(85) ? '\n' : '')
}

function headerOf(dialect: Dialect, random: Random, calm: boolean): string {
  const name = calm ? random.pick(NAMES.slice(0, 8)) : random.pick(NAMES)
  if (!calm && random.chance(12)) return random.pick(OTHER_HEADERS)
  if (dialect === 'boto') return random.chance(80) ? 'Credentials' : random.pick([...OTHER_HEADERS, name])
  if (dialect === 'credentials') return calm || random.chance(92) ? name : random.pick(HEADERS)(name)
  return calm ? (HEADERS[0] as (typeof HEADERS)[0])(name) : random.pick(HEADERS)(name)
}

function optionsOf(random: Random, calm: boolean): string[] {
  const options: [string, string][] = []
  if (random.chance(75)) options.push([calm ? ID_NAMES[0] : random.pick(ID_NAMES), idOf(random, calm)])
  if (random.chance(78)) options.push([calm ? SECRET_NAMES[0] : random.pick(SECRET_NAMES), secretOf(random, calm)])
  const more = random.pick([0, 0, 0, 1, 1, 2])
  for (let count = 0; count < more; count++) {
    const [name, values] = random.chance(50) ? random.pick(OPTIONS.slice(0, 6)) : random.pick(OPTIONS)
    if (!options.some(([there]) => there.toLowerCase() === name.toLowerCase()) || random.chance(4)) {
      options.splice(random.below(options.length + 1), 0, [name, calm ? (values[0] as string) : random.pick(values)])
    }
  }
  if (random.chance(5)) {
    const family = random.pick(FAMILIES).filter(([name]) => !options.some(([there]) => there === name))
    options.push(...family.map(([name, value]): [string, string] => [name, value]))
  }
  const separator = calm ? ' = ' : random.pick(SEPARATORS.slice(0, 14))
  const indent = !calm && random.chance(8) ? random.pick(['  ', '\t', ' ']) : ''
  return options.map(([name, value]) => {
    const own = !calm && random.chance(5) ? random.pick(SEPARATORS) : separator
    const deeper = !calm && random.chance(2) ? '  ' : ''
    return `${indent}${deeper}${name}${own}${value}`
  })
}

function idOf(random: Random, calm: boolean): string {
  const id = `${random.pick(['AKIA', 'AKIA', 'AKIA', 'AKIA', 'ASIA', 'Your'])}${lettersOf(random, 16)}`
  return calm ? id : random.pick(VALUES).replaceAll('$', id)
}

function secretOf(random: Random, calm: boolean): string {
  const length = !calm && random.chance(1) ? 20_000 : 12
  const secret = `s/${lettersOf(random, length)}+`
  return calm ? secret : random.pick(VALUES).replaceAll('$', () => secret)
}

function lettersOf(random: Random, count: number): string {
  return Array.from({length: count}, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[random.below(32)]).join('')
}

/** The file of the old EC2 tools, or AWS's old rootkey.csv. */
export function generateKeyValues(random: Random): string {
  const separator = random.pick(['=', '=', '=', ' = ', ':', '=='])
  const lines = [
    ...(random.chance(90)
      ? [
          `${random.pick(['AWSAccessKeyId', 'AWSAccessKeyId', 'AWSAccessKeyId', 'awsaccesskeyid', '\ufeffAWSAccessKeyId'])}${separator}${idOf(random, random.chance(70))}`,
        ]
      : []),
    ...(random.chance(85)
      ? [
          `${random.pick(['AWSSecretKey', 'AWSSecretKey', 'AWSSecretKey', ' AWSSecretKey', 'AWSSecretAccessKey'])}${separator}${secretOf(random, random.chance(70))}`,
        ]
      : []),
    ...(random.chance(10)
      ? [random.pick(['noise', '# comment', '= nothing', 'AWSAccessKeyId=second', '[default]'])]
      : []),
  ]
  return lines.join(random.pick(['\n', '\r\n', '\x0b', '\u2028', '\r'])) + (random.chance(80) ? '\n' : '')
}
