/**
 * A secret of AWS has 40 characters of base 64, and a session token has hundreds. Taken for a path, a secret loses one of
 * two slashes in a row.
 */
const RUN = /[A-Za-z0-9+/]{36,}=*/g

/** `home`, `MturkStudy7`, `IRBApproved`, `2024`: what names of folders are made of. No two ways to match, so it is quick. */
const WORDS = /^[a-z]*(?:[A-Z]{1,6}[a-z]{2,})*[A-Z]{0,5}\d{0,8}$/

/**
 * Characters that are no word: a temporary folder has six (`/tmp/run-a6mhSQ/cache/autocomplete`). Of a million random secrets
 * 22 have fewer, being words and slashes for the rest.
 */
const STRANGE = 7

const COVER = '[secret]'

/**
 * Covers whatever has the look of a secret in words that are about to be shown, wherever it came from: a name that somebody
 * gave a profile, a file or a user by pasting into the wrong place. The last net below all others: paths, ids and check
 * sums stay as they are.
 */
export function withoutLookalikes(text: string): string {
  return text.length < 36 ? text : text.replaceAll(RUN, (run) => (isLookalike(run) ? COVER : run))
}

/** Whether all of this value, which should name a profile or a file, has the look of a secret access key. */
export function looksLikeSecret(value: string): boolean {
  return /^[A-Za-z0-9+][A-Za-z0-9+/]{39,}=*$/.test(value) && isLookalike(value)
}

function isLookalike(run: string): boolean {
  const isMixed = [/[A-Z]/, /[a-z]/].every((kind) => kind.test(run))
  const strange = run.split('/').filter((component) => !WORDS.test(component))
  return isMixed && strange.join('').length >= STRANGE
}
