/** What the process that holds the keychain's library is asked, as JSON on its standard input. */
export type Request =
  | {readonly act: 'find'; readonly service: string}
  | {readonly act: 'get'; readonly service: string; readonly account: string}
  | {readonly act: 'set'; readonly service: string; readonly account: string; readonly text: string}
  | {readonly act: 'delete'; readonly service: string; readonly account: string}

/** An item of ours: `accessKeyId` is null where it holds no key. Never a secret. */
export interface Item {
  readonly account: string
  readonly accessKeyId: string | null
}

/** What it answers on its standard output; `failure` is the library's own sentence. */
export type Answer =
  | {readonly items: readonly Item[]}
  | {readonly text: string | null}
  | {readonly done: boolean}
  | {readonly failure: string; readonly stage: 'library' | 'keychain'}
