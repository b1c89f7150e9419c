import {backendError, type BackendError} from '@mturk-cli/core'

const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'the macOS Keychain',
  win32: 'the Windows Credential Manager',
}

/** For people: whom we ask. */
export const KEYCHAIN = NAMES[process.platform] ?? 'the Secret Service'

const UNLOCK =
  process.platform === 'darwin'
    ? 'Unlock it: security unlock-keychain'
    : 'Unlock the keyring, as by signing in to the desktop, then try again.'

const START =
  'Sign in to a desktop with GNOME Keyring or KWallet, or keep the key elsewhere: mturk credentials backends names the places.'

interface Sign {
  readonly pattern: RegExp
  readonly make: () => BackendError
}

/**
 * What the library's sentences mean; it has no codes. Those of the Secret Service were seen with gnome-keyring 42, those of
 * macOS are Security.framework's words for errSecInteractionNotAllowed, errSecUserCanceled and errSecAuthFailed.
 */
const SIGNS: readonly Sign[] = [
  {pattern: /IsLocked|is locked|prompt was dismissed|interaction is not allowed/i, make: lockedError},
  {
    pattern: /user canceled|passphrase you entered is not correct/i,
    make: () => backendError('denied', `${sentence(KEYCHAIN)} was not opened for mturk.`, {remedy: UNLOCK}),
  },
  {
    pattern: /ambiguous|more than one|multiple/i,
    make: () =>
      backendError('unreadable', `${sentence(KEYCHAIN)} has several items of that name.`, {
        remedy: 'Take out all but one there.',
      }),
  },
  {
    pattern: /no result found/i,
    make: () =>
      backendError('unavailable', `${sentence(KEYCHAIN)} has no keyring to put a key into.`, {
        remedy: 'Sign in to the desktop once, or make a default keyring in its program for passwords and keys.',
      }),
  },
  {
    pattern: /did not receive a reply|NoReply/i,
    make: () =>
      backendError('unavailable', `${sentence(KEYCHAIN)} is running here, and does not answer.`, {
        remedy: 'Sign out of the desktop and in again, then try again.',
      }),
  },
  {
    pattern: /dbus|ServiceUnknown|NameHasNoOwner|failed to connect/i,
    make: () => backendError('unavailable', `${sentence(KEYCHAIN)} is not running here.`, {remedy: START}),
  },
]

/** Never with the library's own words where these are not known: they may quote what it read. */
export function explain(failure: string): BackendError {
  const sign = SIGNS.find(({pattern}) => pattern.test(failure))
  if (sign) return sign.make()
  return backendError('unavailable', `${sentence(KEYCHAIN)} failed in a way that mturk does not know.`)
}

function lockedError(): BackendError {
  return backendError('locked', `${sentence(KEYCHAIN)} is locked, and nobody unlocked it.`, {remedy: UNLOCK})
}

export function silentError(patience: number): BackendError {
  return backendError(
    'locked',
    `${sentence(KEYCHAIN)} did not answer within ${Math.round(patience / 1000)} s; it may be waiting for somebody to unlock it.`,
    {remedy: UNLOCK},
  )
}

export function libraryError(): BackendError {
  return backendError(
    'unavailable',
    `The library for the keychain of this system (${process.platform}) is not there.`,
    {
      remedy: 'Install the plugin anew: mturk plugins install @mturk-cli/plugin-keychain',
    },
  )
}

export const NO_BUS = {
  reason: 'there is no desktop session here, and so no Secret Service to keep keys.',
  remedy: START,
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
