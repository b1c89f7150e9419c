/** What goes back over the wire; the listener adds Date and Content-Length. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Each header as it stood in the request, in order: a repeated one counts in the signature. */
export type HeaderList = ReadonlyArray<readonly [name: string, value: string]>

export function headerOf(headers: HeaderList, name: string): string | undefined {
  return headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1]
}
