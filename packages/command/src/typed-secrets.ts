/** What AWS's secrets look like; it promises nothing, and has made no other for years. */
const SECRET = /^[A-Za-z0-9+/]{40}$/

/** Between these a secret may stand in what was typed: `--flag=SECRET`, `ID:SECRET`, `ID,SECRET`, `export NAME="SECRET"`. */
const AROUND = /[\s,:;=|"'`()<>-]+/

const COVER = '****************'

/**
 * Covers what was typed as an argument and has the shape of a secret. Errors repeat what was typed, and somebody who
 * pasted a secret into the wrong place shall not find it in a log as well.
 *
 * @param typed the arguments of this process
 */
export function withoutTypedSecrets(text: string, typed: readonly string[] = process.argv.slice(2)): string {
  return typedSecrets(typed).reduce((covered, secret) => covered.replaceAll(secret, COVER), text)
}

function typedSecrets(typed: readonly string[]): string[] {
  return typed.flatMap((word) => [word, ...word.split(AROUND)]).filter((part) => SECRET.test(part))
}

/** Covers them in all that is written to this stream from now on, whoever writes it. */
export function coverTypedSecrets(stream: NodeJS.WriteStream): void {
  if (typedSecrets(process.argv.slice(2)).length === 0) return
  const write = stream.write.bind(stream)
  stream.write = (chunk: string | Uint8Array, ...rest: []) =>
    write(typeof chunk === 'string' ? withoutTypedSecrets(chunk) : chunk, ...rest)
}
