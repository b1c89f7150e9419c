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
