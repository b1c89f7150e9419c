/** The backends whose places Boto itself reads; what is anywhere else only mturk finds. */
const READ_BY_BOTO: ReadonlySet<string> = new Set(['env', 'boto-files'])

export function isReadByBoto(backend: string): boolean {
  return READ_BY_BOTO.has(backend)
}
