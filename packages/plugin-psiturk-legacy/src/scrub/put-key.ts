import {backendError, type Key} from '@mturk-cli/core'
import {complaintAboutValue, editDocument, parseIni, serializeIni} from '@mturk-cli/core/files'
import {readDotenv} from '../reading/dotenv.js'
import {readAsPython3} from '../reading/python3.js'
import {lastOf} from '../reading/raw-file.js'
import {KEY_NAMES_IN_DOTENV} from '../reading/read-source.js'
import {ACCESS_KEY_ID, SECRET_ACCESS_KEY, SECTION, type FileSource} from '../sources/source.js'

/**
 * The file with another key where one stands now. `%` is doubled, as psiTurk's parser wants it.
 *
 * @throws a `MturkBackendError` `not_writable` for a key or a file that cannot take it; never repeating it
 */
export function withKey(source: FileSource, bytes: Uint8Array, key: Key): Uint8Array {
  for (const value of [key.accessKeyId, key.secretAccessKey]) {
    const complaint = complaintAboutValue(value)
    if (complaint !== undefined)
      throw backendError('not_writable', `A value of the key ${complaint}, so no file can hold it.`)
  }
  if (key.sessionToken) {
    throw backendError(
      'not_writable',
      `${source.display} cannot hold a session token: psiTurk does not read one there.`,
    )
  }
  return source.kind === 'dotenv' ? intoDotenv(source, bytes, key) : intoConfigFile(source, bytes, key)
}

function intoConfigFile(source: FileSource, bytes: Uint8Array, {accessKeyId, secretAccessKey}: Key): Uint8Array {
  const file = readAsPython3(bytes)
  const isOwn = [ACCESS_KEY_ID, SECRET_ACCESS_KEY].every((name) => lastOf(file, SECTION, name) !== undefined)
  if (file.fault || !isOwn) {
    throw backendError(
      'not_writable',
      `${source.file} has no key of its own in [${SECTION}], or psiTurk cannot read it.`,
    )
  }
  const set = (option: string, value: string) =>
    ({kind: 'set', section: SECTION, option, value: value.replaceAll('%', '%%')}) as const
  return serializeIni(
    editDocument(parseIni(bytes), [set(ACCESS_KEY_ID, accessKeyId), set(SECRET_ACCESS_KEY, secretAccessKey)]),
  )
}

/** Every line that has one of the two gets the new value, so that they agree whoever reads which. */
function intoDotenv(source: FileSource, bytes: Uint8Array, {accessKeyId, secretAccessKey}: Key): Uint8Array {
  if (!/^[A-Za-z0-9/+=_-]+$/.test(secretAccessKey)) {
    throw backendError('not_writable', `${source.file}: a secret with such characters would have to be quoted there.`)
  }
  const text = Buffer.from(bytes).toString('latin1')
  let [result, start] = ['', 0]
  for (const {name, span} of readDotenv(bytes)) {
    if (!KEY_NAMES_IN_DOTENV.has(name)) continue
    const line = text.slice(span.start, span.end)
    const before = /^[^=]*=[^\S\n]*/.exec(line)?.[0] ?? `${name}=`
    const end = /\r?\n$/.exec(line)?.[0] ?? ''
    result += text.slice(start, span.start) + before + (/secret/i.test(name) ? secretAccessKey : accessKeyId) + end
    start = span.end
  }
  return Buffer.from(result + text.slice(start), 'latin1')
}
