/** An error that a service answers with, in whatever shape its protocol gives it. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: string
  readonly status: number
  /** Only MTurk's own errors carry one. */
  readonly turkErrorCode: string | undefined

  constructor(code: string, status: number, message: string, turkErrorCode?: string) {
    super(message)
    this.code = code
    this.status = status
    this.turkErrorCode = turkErrorCode
  }
}
