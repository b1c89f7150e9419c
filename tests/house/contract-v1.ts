/**
 * The contract of version 1, as it was when it was frozen. Plugins out there are written to the letter of it, so nothing
 * in this file is ever changed: contract.test.ts holds the contract of today against it.
 */
export interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface BackendSetting {
  readonly name: string
  readonly kind: 'boolean' | 'string'
  readonly meaning: string
  readonly default?: string
  readonly values?: readonly string[]
}

export interface BackendContext {
  readonly apiVersion: 1
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly settings: Readonly<Record<string, string>>
  readonly interactive: boolean
  tell?(message: string): void
  adminCredentials(): Promise<Key>
}

export type Availability =
  | {readonly state: 'available'}
  | {readonly state: 'needs-setup'; readonly reason: string; readonly remedy: string}
  | {readonly state: 'unsupported'; readonly reason: string}

export interface Location {
  readonly backend: string
  readonly id: string
  readonly profile: string | null
  readonly display: string
  readonly writable: boolean
  readonly why?: string
  readonly file?: string
  readonly line?: number
}

export interface Problem {
  readonly code: string
  readonly message: string
  readonly remedy?: string
  readonly severity: 'error' | 'warning' | 'note'
  readonly stops: 'entry' | 'backend' | 'lookup'
}

export interface Entry {
  readonly location?: Location
  readonly accessKeyId?: string
  readonly problem?: Problem
}

export type LineMend = (lines: readonly string[]) => ReadonlyMap<number, readonly string[]> | null

export interface Mend {
  readonly file: string
  readonly change?: (bytes: Uint8Array) => Uint8Array | null
  readonly lines?: LineMend
  readonly otherKey?: {readonly from: string; readonly to: string}
  readonly mode?: number
}

export interface Diagnosis extends Problem {
  readonly id: string
  readonly location?: Location
  readonly mend?: Mend
}

export interface ListQuery {
  readonly profile?: string
  readonly explicit: boolean
  readonly accessKeyId?: string
}

export interface CallOptions {
  readonly signal: AbortSignal
}

export interface LookOptions extends CallOptions {
  readonly instead?: ReadonlyMap<string, Uint8Array>
}

export interface ChangeOptions extends CallOptions {
  readonly operationId: string
}

export interface StoreRequest {
  readonly profile: string
  readonly key: Key
  readonly expect: string | null
}

export interface ReplaceRequest {
  readonly location: Location
  readonly key: Key
  readonly expect: string
}

export interface RemoveRequest {
  readonly location: Location
  readonly expect: string
}

export interface CredentialBackend {
  readonly apiVersion: 1
  readonly id: string
  readonly title: string
  readonly lookup: 'default' | 'on-request'
  readonly order: number
  readonly migrateCommand?: string
  readonly settings?: readonly BackendSetting[]
  probe(options: CallOptions): Promise<Availability>
  list(query: ListQuery, options: LookOptions): Promise<readonly Entry[]>
  read(location: Location, options: CallOptions): Promise<Key>
  store?(request: StoreRequest, options: ChangeOptions): Promise<Location>
  placeFor?(request: Omit<StoreRequest, 'key'>, options: CallOptions): Promise<Location>
  replace?(request: ReplaceRequest, options: ChangeOptions): Promise<Location>
  remove?(request: RemoveRequest, options: ChangeOptions): Promise<void>
  diagnose?(options: LookOptions): Promise<readonly Diagnosis[]>
}

export type BackendErrorCode =
  | 'conflict'
  | 'not_found'
  | 'not_writable'
  | 'unreadable'
  | 'denied'
  | 'locked'
  | 'unavailable'

export interface BackendError extends Error {
  readonly name: 'MturkBackendError'
  readonly code: BackendErrorCode
  readonly remedy?: string
}

export type CredentialBackendsHook = (options: {
  readonly context: BackendContext
}) => Promise<readonly CredentialBackend[]>
