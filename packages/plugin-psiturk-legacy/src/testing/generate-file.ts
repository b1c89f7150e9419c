/** Random numbers that a seed brings back (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A file such as people have made of psiTurk's templates, and odder ones. */
export function generateFile(random: () => number): Uint8Array {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const chance = (share: number) => random() < share
  const value = () => {
    const plain = chance(0.4) ? pick(KEYS) : pick(VALUES)
    return plain + (chance(0.15) ? pick(BEHIND) : '')
  }
  const option = (given?: string) => {
    const indent = chance(0.05) ? pick(INDENTS) : ''
    const name = given ?? (chance(0.5) ? pick(NAMES) : pick(OTHER_NAMES))
    return indent + name + pick(SEPARATORS) + value() + (chance(0.1) ? pick([' ', '\t', '\u00a0']) : '')
  }
  const lines = Array.from({length: Math.floor(random() * 3)}, () => pick(['', '# a comment', '; another', '  ']))
  if (chance(0.03)) lines.push(option())
  for (let [section, sections] = [0, 1 + Math.floor(random() * 3)]; section < sections; section++) {
    const isTheirs = section === 0 ? chance(0.85) : chance(0.1)
    lines.push((chance(0.03) ? '  ' : '') + (isTheirs ? '[AWS Access]' : pick(HEADERS)))
    // The two names in their order as a rule, and then whatever comes.
    const given =
      isTheirs && chance(0.8) ? [pick(['aws_access_key_id', 'AWS_ACCESS_KEY_ID']), 'aws_secret_access_key'] : []
    for (let options = given.length + Math.floor(random() * 2.2); options > 0; options--) {
      lines.push(chance(0.08) ? pick(ODD_LINES) : option(given.shift()))
      if (chance(0.08)) lines.push(pick(INDENTS) + pick(['goes on', '# no comment', '; nor here', 'a = b', pick(KEYS)]))
    }
  }
  const end = chance(0.75) ? '\n' : pick(['\r\n', '\r\n', '\r', '\n\n'])
  const text = (chance(0.03) ? '\ufeff' : '') + lines.join(end) + (chance(0.8) ? end : '')
  return Buffer.from(text, chance(0.06) ? 'latin1' : 'utf8')
}

const KEYS = [
  'AKIAABCDEFGHIJKLMNOP',
  'AKIAQRSTUVWXYZ234567',
  'wJalrXUtnFEMIK7MDENGbPxRfiCYzzzzzzzzzzzz',
  '+abc/DEF+ghi/JKL+mno/PQR+stu/VWX+yz0/123',
]
const VALUES = [
  'YourAccessKeyId',
  'YourSecretAccessKey',
  'YourSecreteAccessKey',
  '???',
  '',
  '""',
  "''",
  '"quoted"',
  '50%',
  '100%%',
  '%(aws_region)s',
  '%(nothing)s',
  '%(AWS_ACCESS_KEY_ID)s',
  '%(aws_secret_access_key)s',
  '%(',
  'us-east-1',
  'ümlaut',
  'a b',
  'a=b',
  'a:b',
  '[AWS Access]',
  '%',
  'x%%y%(aws_region)s',
  'http://x:1/;y',
]
const BEHIND = [' ; of 2014', ' # of 2014', ';x', '\t; x ; y', ' ;', '  #', ';a ;b', ' %', ' ; %']
const NAMES = ['aws_access_key_id', 'aws_secret_access_key', 'AWS_ACCESS_KEY_ID', 'Aws_Secret_Access_Key']
const OTHER_NAMES = ['aws_region', 'database_url', 'rem aws_access_key_id', 'remark', 'naïve', 'a b', '__name__']
const SEPARATORS = [' = ', '=', ': ', ':', ' =', '= ', '\t=\t', ' : ', ' == ']
const INDENTS = [' ', '    ', '\t', '\f', '\u00a0']
const HEADERS = [
  '[aws access]',
  '[AWS access]',
  '[psiTurk Access]',
  '[DEFAULT]',
  '[Server Parameters]',
  '[AWS Access]  # mine',
  '[AWS Access] ; a ]',
  '[ AWS Access ]',
  '[]',
  '[AWS Access',
]
const ODD_LINES = [
  '',
  '',
  '# aws_access_key_id = x',
  '; x',
  'rem a remark',
  'REM',
  'remark',
  'no separator',
  '= x',
  ' ',
  '\u2003',
]
