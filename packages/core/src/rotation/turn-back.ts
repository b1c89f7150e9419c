import {messageOf} from '../errors.js'

/** Something speaks against the new key: everything goes back to the old one. */
export class TurnBack extends Error {
  override readonly name = 'TurnBack'
  readonly reason: Error

  constructor(reason: unknown) {
    super(messageOf(reason))
    this.reason = reason instanceof Error ? reason : new Error(messageOf(reason))
  }
}

/** There is nothing left to rotate: the journal is closed, and this is what is to be thrown. */
export class Over extends Error {
  override readonly name = 'Over'
  readonly reason: Error

  constructor(reason: Error) {
    super(reason.message)
    this.reason = reason
  }
}
