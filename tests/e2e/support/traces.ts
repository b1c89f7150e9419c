import {readdirSync, readFileSync} from 'node:fs'
import type {Home} from '../../support/home.js'

/** Every form in which a program may write a secret by mistake; halves, for a text that is cut. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const half = Math.floor(secret.length / 2)
  return [
    ...new Set([
      secret,
      secret.slice(0, half),
      secret.slice(half),
      JSON.stringify(secret).slice(1, -1),
      secret.replaceAll('/', '\\/'),
      encodeURIComponent(secret),
      encodeURIComponent(secret).toLowerCase(),
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
      ...[0, 1, 2].map((offset) => insideBase64(bytes, offset)),
    ]),
  ]
}

/** How base 64 looks wherever these bytes stand in a longer text: without the characters that depend on their neighbours. */
function insideBase64(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '')
  return encoded.slice(offset === 0 ? 0 : offset + 1, -2)
}

/** The names of the secrets that a text holds in any form. */
export function secretsIn(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : [],
  )
}

/** Which file of a home, or its name, holds which secrets; files without any are left out. */
export function secretsInFiles(home: Home, secrets: Readonly<Record<string, string>>): Record<string, string[]> {
  const files = Object.entries(home.snapshot()).map(
    ([file, content]) => [file, secretsIn(`${file}\n${content}`, secrets)] as const,
  )
  return Object.fromEntries(files.filter(([, found]) => found.length > 0))
}

/** The command lines of all processes that can be seen; Linux only. */
export function commandLines(): string {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.map(commandLineOf).join('\n')
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it has ended meanwhile
  }
}
