import {kindOfAccessKeyId} from '../credentials/access-key.js'
import type {Key} from '../credentials/contract.js'
import {MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {run, say} from '../remedy.js'

/** What AWS's stand-ins give out for a temporary id (LocalStack: `LSIA…`). No secret is made of capitals and digits alone. */
const ID_BESIDE_A_TOKEN = /^[A-Z0-9]{16,128}$/

/** Of a token that can stand in a header. */
const VISIBLE = /^[!-~]+$/

/**
 * Lets a key through that may sign a request. The id and the session token go over the wire as they stand, so whatever
 * has not the look of one may be the secret, and is sent to nobody.
 *
 * @param origin for people: `profile admin`, `~/.aws/credentials [default]`
 * @throws MturkError `malformed_credentials`, which repeats no value
 */
export function signable<Given extends Key>(key: Given, origin: string, profile?: string): Given {
  const complaint = complaintAbout(key)
  if (complaint === undefined) return key
  throw new MturkError({
    code: 'malformed_credentials',
    exit: Exit.credentials,
    message: `The ${complaint} Nothing was signed with the key of ${origin}.`,
    remedy: [
      say('Put it right there, or name another profile of an administrator with --admin-profile.'),
      run('mturk doctor', ...(profile === undefined ? [] : ['--profile', profile])),
    ],
  })
}

function complaintAbout({accessKeyId, secretAccessKey, sessionToken}: Key): string | undefined {
  if (accessKeyId === '') return 'access key id is empty.'
  if (!isId(accessKeyId, sessionToken)) {
    return 'access key id has not the shape of one (AKIA and 16 characters of A-Z and 2-7).'
  }
  if (secretAccessKey === '') return 'secret access key is empty.'
  if (!sessionToken) return undefined
  if (!VISIBLE.test(sessionToken))
    return 'session token holds a blank, a line end or another mark that no request can carry.'
  return sessionToken.includes(secretAccessKey) ? 'session token has the secret access key in it.' : undefined
}

function isId(accessKeyId: string, sessionToken: string | undefined): boolean {
  if (kindOfAccessKeyId(accessKeyId) !== 'malformed') return true
  return Boolean(sessionToken) && ID_BESIDE_A_TOKEN.test(accessKeyId)
}
