import {access} from 'node:fs/promises'
import path from 'node:path'
import {fileURLToPath} from 'node:url'
import {split} from 'shlex'

/**
 * The path that somebody typed at a question, or dropped there with the mouse: terminals then put quotes around it, a
 * backslash before each blank, or write it as a `file:` URL, and no shell takes that away here. `~` is the home directory.
 * A file that is called exactly as typed comes first.
 */
export async function typedPath(typed: string, home: string): Promise<string> {
  const plain = typed.trim()
  const readings = [plain, unquoted(plain)].map((reading) => inHome(reading, home))
  for (const reading of readings) if (await exists(reading)) return reading
  return readings.at(-1) ?? plain
}

function unquoted(text: string): string {
  if (text.startsWith('file://')) return fromUrl(text)
  // There a backslash parts folders.
  if (process.platform === 'win32') return text.replace(/^(["'])(.*)\1$/, '$2')
  try {
    const words = split(text)
    return words.length === 1 ? (words[0] ?? text) : text
  } catch {
    return text // a quote without its partner
  }
}

function fromUrl(text: string): string {
  try {
    return fileURLToPath(text)
  } catch {
    return text
  }
}

function inHome(file: string, home: string): string {
  return file === '~' || /^~[/\\]/.test(file) ? path.join(home, file.slice(1)) : file
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
