import type {Emulator, EmulatorKey, RecordedRequest, UserSnapshot} from '@mturk-cli/emulator'
import type {Home} from '../../support/home.js'

/** Today's `rootkey.csv`: a byte order mark and CRLF, as AWS hands it out. */
export function keyCsv({accessKeyId, secretAccessKey}: EmulatorKey): string {
  return `\uFEFFAccess key ID,Secret access key\r\n${accessKeyId},${secretAccessKey}\r\n`
}

/** Writes the emulator's root key as AWS would hand it out, and answers the whole path. */
export function writeRootKey(home: Home, {rootKey}: Pick<Emulator, 'rootKey'>): string {
  return home.write('Downloads/rootkey.csv', keyCsv(rootKey))
}

/** A profile with a long-lived key, as a person has it after a set-up. */
export function writeProfile(home: Home, {accessKeyId, secretAccessKey}: EmulatorKey, profile = 'default'): void {
  const file = '.aws/credentials'
  const before = home.list().includes(file) ? home.read(file) : ''
  const lines = [`[${profile}]`, `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`]
  home.write(file, `${before}${lines.join('\n')}\n`)
}

/** The scenario's user; a test that asks for it where there is none has a fault. */
export function userKeyOf({userKey}: Pick<Emulator, 'userKey'>): EmulatorKey {
  if (!userKey) throw new Error('This scenario has no IAM user.')
  return userKey
}

const CHANGES = /^(Create|Delete|Put|Attach|Detach|Update|Tag|Untag)/

/** The operations that would change the account, in order. */
export function changesIn(requests: readonly RecordedRequest[]): string[] {
  return requests.map(({operation}) => operation).filter((operation) => CHANGES.test(operation))
}

/** The account without what a mere question changes: when a key was last used. */
export function withoutUse(emulator: Pick<Emulator, 'state'>): unknown {
  const {users, rootKeys, ...rest} = emulator.state()
  const unused = ({accessKeys, ...user}: UserSnapshot) => ({...user, accessKeys: accessKeys.map(forgetUse)})
  return {...rest, users: users.map(unused), rootKeys: rootKeys.map(forgetUse)}
}

function forgetUse({lastUsed: _lastUsed, ...key}: UserSnapshot['accessKeys'][number]) {
  return key
}
