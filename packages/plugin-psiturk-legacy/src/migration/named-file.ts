import {Exit, MturkError, run, say} from '@mturk-cli/core'
import type {Found} from '../reading/found.js'

/**
 * A file that a person named must be one of psiTurk's or Dallinger's.
 *
 * @throws MturkError `unreadable_file`
 */
export function assertUsable(name: string, found: Found | undefined): void {
  if (!found) throw unusable(`${name}: there is no such file.`)
  const {state, notes} = found
  if (state === 'unreadable') throw unusable(notes.join(' '))
  if (state === 'not_psiturk') throw unusable(`${name} is not psiTurk's. ${notes.join(' ')}`)
  if (state === 'none') throw unusable(`${name} holds no key of psiTurk's: there is no [AWS Access] with one in it.`)
}

function unusable(message: string): MturkError {
  return new MturkError({
    code: 'unreadable_file',
    exit: Exit.credentials,
    message: message.endsWith('Nothing was changed.') ? message : `${message} Nothing was changed.`,
    remedy: [say('To look wherever psiTurk and Dallinger look:'), run('mturk psiturk migrate')],
  })
}
