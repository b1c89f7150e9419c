/** Writes to standard output; what else does goes to standard error. */
let reserved: ((text: string) => void) | undefined

/**
 * Keeps standard output free for the one object that `--json` prints, to the end of the process: whatever a plugin writes
 * there goes to standard error.
 */
export function reserveStandardOutput(): void {
  if (reserved) return
  const {stdout, stderr} = process
  reserved = stdout.write.bind(stdout)
  stdout.write = stderr.write.bind(stderr)
}

export function writeToStandardOutput(text: string): void {
  if (reserved) reserved(text)
  else process.stdout.write(text)
}
