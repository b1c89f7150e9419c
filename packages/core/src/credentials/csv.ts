import {complaintAboutSecret, kindOfAccessKeyId, oddityOfSecret, type AccessKey} from './access-key.js'
import {guessOf} from './no-key-file.js'
import {Secret} from './secret.js'
import {MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {run, say, type Remedy} from '../remedy.js'

/** One key out of a file that AWS handed out. */
export interface HandedOverKey extends AccessKey {
  /** The IAM user, where the file names one. */
  readonly userName: string | null
  /** File and line, for messages; missing where it was typed. */
  readonly where?: string
  /** Absolute path of the file, where it can be read again; a pipe cannot. */
  readonly file?: string
  /** What looks odd but may be right. */
  readonly warnings: readonly string[]
}

/** No file that AWS hands out comes near; a larger one is a mistake, and is not read into memory. */
export const LARGEST_CSV_BYTES = 1024 * 1024

/**
 * Reads every shape of key file that AWS has handed out (aws/aws-cli#7721, #7758):
 * `rootkey.csv` old (`AWSAccessKeyId=…` lines) and new, `credentials.csv` of 2014 and of 2017 to 2022, and today's
 * `<user>_accessKeys.csv` with its byte order mark. Headers count without case and blanks. All rows or none.
 *
 * @param name for messages: the file's name, or "standard input"
 * @throws MturkError `malformed_credentials`, naming the file and the line; a row itself is never shown
 */
export async function readAwsCsv(text: string, name: string): Promise<readonly HandedOverKey[]> {
  const content = text.replace(/^\uFEFF/, '')
  if (content.trim() === '') throw malformed(`${name} is empty.`)
  const keys = /^[ \t]*AWSAccessKeyId[ \t]*=/im.test(content)
    ? readAssignments(content, name)
    : await readTable(content, name)
  if (keys.length === 0) throw malformed(`${name} has a header and no key below it.`)
  return keys
}

/** `AWSAccessKeyId=…` and `AWSSecretKey=…`, the old rootkey.csv. */
function readAssignments(content: string, name: string): HandedOverKey[] {
  const values = new Map<string, {value: string; line: number}>()
  content.split(/\r\n|\r|\n/).forEach((text, index) => {
    const [key = '', ...value] = text.split('=')
    values.set(key.trim().toLowerCase(), {value: value.join('=').trim(), line: index + 1})
  })
  const id = values.get('awsaccesskeyid')
  const secret = values.get('awssecretkey')
  if (!id || !secret) throw malformed(`${name} has a line AWSAccessKeyId= but none AWSSecretKey=.`)
  return [checkedKey({accessKeyId: id.value, secret: secret.value, userName: null, where: `${name}, line ${id.line}`})]
}

async function readTable(content: string, name: string): Promise<HandedOverKey[]> {
  const {parse} = await import('csv-parse/sync')
  let rows: {record: string[]; info: {lines: number}}[]
  try {
    rows = parse(content, {
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      trim: true,
      recordDelimiter: ['\r\n', '\n', '\r'],
    }) as never
  } catch (error) {
    // The parser's own message quotes the row, which holds a secret.
    const line = typeof error === 'object' && error !== null && 'lines' in error ? ` (line ${String(error.lines)})` : ''
    throw noKeyFile(content, name, `is no CSV file that can be read${line}`)
  }
  const [header, ...body] = rows
  const columns = (header?.record ?? []).map((title) => title.toLowerCase().replaceAll(/\s/g, ''))
  const at = {
    id: columns.indexOf('accesskeyid'),
    secret: columns.indexOf('secretaccesskey'),
    user: columns.indexOf('username'),
  }
  if (at.id < 0 || at.secret < 0) {
    throw noKeyFile(content, name, 'has no columns "Access key ID" and "Secret access key" in its first line')
  }
  return body.map(({record, info}) => {
    const where = `${name}, line ${info.lines}`
    if (record.slice(columns.length).some((cell) => cell !== '')) {
      throw malformed(`${where}: there are more cells than in the first line, so which is which cannot be told.`)
    }
    return checkedKey({
      accessKeyId: record[at.id]?.trim() ?? '',
      secret: record[at.secret]?.trim() ?? '',
      userName: record[at.user] || null,
      where,
    })
  })
}

/** Forty characters of base 64 with both kinds of letters, as AWS has made all of its secrets. */
const LIKE_A_SECRET = /^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/]{40}$/

function checkedKey(row: {accessKeyId: string; secret: string; userName: string | null; where: string}): HandedOverKey {
  const {where} = row
  const kind = kindOfAccessKeyId(row.accessKeyId)
  if (kind === 'temporary') {
    throw new MturkError({
      code: 'temporary_credentials',
      exit: Exit.credentials,
      message: `${where}: this is a temporary access key (ASIA…). Mechanical Turk takes only long-lived ones (AKIA…).`,
      remedy: [
        say('Hand over the key of an IAM user. An administrator (PROFILE) can make one, with its key stored as NEW:'),
        run('mturk iam create-user NAME --profile NEW --admin-profile PROFILE'),
      ],
    })
  }
  if (kind === 'malformed') {
    throw malformed(`${where}: the access key id has not the shape of one (AKIA and 16 characters of A-Z and 2-7).`)
  }
  const secretAccessKey = new Secret(row.secret)
  const complaint = complaintAboutSecret(secretAccessKey)
  if (complaint !== undefined) throw malformed(`${where}: the secret access key ${complaint}.`)
  // It would become the name of a profile, for everybody to see.
  if (row.userName === row.secret || LIKE_A_SECRET.test(row.userName ?? '')) {
    throw malformed(`${where}: a secret access key seems to stand in the column "User name".`)
  }
  const oddity = oddityOfSecret(secretAccessKey)
  return {
    accessKeyId: row.accessKeyId,
    secretAccessKey,
    userName: row.userName,
    where,
    warnings: oddity === undefined ? [] : [`${where}: ${oddity}.`],
  }
}

/** Says what the file seems to be, or else what it lacks. */
function noKeyFile(content: string, name: string, lacks: string): MturkError {
  const guess = guessOf(content)
  return malformed(`${name} ${guess?.what ?? lacks}.`, guess?.remedy)
}

/** A file that AWS did not hand out like this. Without a better remedy: which files work. */
export function malformed(message: string, remedy: readonly Remedy[] = []): MturkError {
  return new MturkError({
    code: 'malformed_credentials',
    exit: Exit.credentials,
    message,
    remedy: [
      ...remedy,
      say(
        'Files that work: rootkey.csv, credentials.csv and <user>_accessKeys.csv, as AWS hands them out. A lost secret cannot be shown again: make a new access key in the IAM console.',
      ),
    ],
  })
}
