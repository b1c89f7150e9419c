import type {Span} from './raw-file.js'

export interface DotenvEntry {
  readonly name: string
  readonly value: string
  readonly span: Span
  /** 1-based. */
  readonly line: number
}

/**
 * One assignment of a `.env` file as python-dotenv reads it: `export` may stand before it, values may be quoted and then go
 * over several lines, and ` #` begins a comment behind a value without quotes.
 */
const ENTRY =
  /^[^\S\n]*(?:export[^\S\n]+)?('[^']+'|[^=#\s]+)[^\S\n]*=[^\S\n]*('(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"|[^\r\n]*)[^\n]*\n?/my

/** The assignments in the order of the file; spans are bytes. What is no assignment is passed over, as python-dotenv does. */
export function readDotenv(bytes: Uint8Array): readonly DotenvEntry[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const entries: DotenvEntry[] = []
  let start = 0
  let line = 1
  while (start < text.length) {
    ENTRY.lastIndex = start
    const found = ENTRY.exec(text)
    const newline = text.indexOf('\n', start)
    const end = found ? ENTRY.lastIndex : newline < 0 ? text.length : newline + 1
    const [, name, value] = found ?? []
    if (name !== undefined && value !== undefined) {
      entries.push({name: name.replaceAll("'", ''), value: plain(value), span: {start, end}, line})
    }
    line += text.slice(start, end).split('\n').length - 1
    start = end
  }
  return entries
}

/**
 * The same with `${NAME}` and `${NAME:-else}` put in, as python-dotenv does it by itself, in quotes of either kind too: from
 * the environment, or else from what stands above in the file (`resolve_variables`, with `override=False` as in psiTurk 3).
 * What has no value anywhere is nothing.
 */
export function expanded(
  entries: readonly DotenvEntry[],
  env: Readonly<Record<string, string | undefined>>,
): readonly DotenvEntry[] {
  const above = new Map<string, string>()
  return entries.map((entry) => {
    const value = entry.value.replaceAll(
      /\$\{([^}:]*)(?::-([^}]*))?\}/g,
      (_, name: string, otherwise: string | undefined) => env[name] ?? above.get(name) ?? otherwise ?? '',
    )
    above.set(entry.name, value)
    return {...entry, value}
  })
}

/** The value that counts for a name: the last one. */
export function dotenvValue(entries: readonly DotenvEntry[], name: string): DotenvEntry | undefined {
  return entries.findLast((entry) => entry.name === name)
}

function plain(value: string): string {
  if (/^'[^]*'$/.test(value)) return value.slice(1, -1).replaceAll(/\\([\\'])/g, '$1')
  if (/^"[^]*"$/.test(value))
    return value
      .slice(1, -1)
      .replaceAll(/\\([\\"])/g, '$1')
      .replaceAll(String.raw`\n`, '\n')
  return value.replace(/\s+#.*$/, '').trimEnd()
}
