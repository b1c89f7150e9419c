/**
 * Keeps standard output free for the one object that `--json` prints: whatever a plugin writes there goes to standard
 * error. Answers how to give it back.
 */
export function reserveStandardOutput(): () => void {
  const {stdout, stderr} = process
  const write = stdout.write.bind(stdout)
  stdout.write = stderr.write.bind(stderr)
  return () => {
    stdout.write = write
  }
}
