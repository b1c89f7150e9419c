import {unwrapKey, type AccessKey} from './access-key.js'
import {processDocument} from './process-document.js'
import {MturkError} from '../errors.js'
import {Exit} from '../exit-codes.js'
import {say} from '../remedy.js'

/** How a key can be handed to another program. */
export const EXPORT_FORMATS = ['env', 'dotenv', 'powershell', 'fish', 'process'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** The variables of a key, in the order in which they are written. */
type Variables = readonly (readonly [name: string, value: string])[]

/** What Boto takes as the token of a key in the environment; one that was left there would spoil a key that has none. */
const TOKENS = ['AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN']

/**
 * A key as text for another program, with a line end. It holds the secret.
 *
 * The shells' formats also take away a session token that stands in that shell, unless the key has one of its own: keys
 * for Mechanical Turk have none, and AWS refuses one together with somebody else's token.
 *
 * @throws MturkError `malformed_credentials` where a value holds a control character, or where the format has no way to
 *   write it that every reader of it understands
 */
export function exportedKey(key: AccessKey, format: ExportFormat): string {
  const variables = variablesOf(key)
  for (const [name, value] of variables) {
    if (/\p{Cc}/u.test(value)) throw refused(`${name} would hold a control character or a line end, which no key has.`)
  }
  return format === 'process' ? `${processDocument(key)}\n` : `${WRITERS[format](variables).join('\n')}\n`
}

function variablesOf(key: AccessKey): Variables {
  const {accessKeyId, secretAccessKey, sessionToken} = unwrapKey(key)
  return [
    ['AWS_ACCESS_KEY_ID', accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', secretAccessKey],
    ...(sessionToken === undefined ? [] : [['AWS_SESSION_TOKEN', sessionToken] as const]),
  ]
}

const WRITERS: Readonly<Record<Exclude<ExportFormat, 'process'>, (variables: Variables) => string[]>> = {
  env: (variables) => [
    `unset ${strayTokens(variables).join(' ')}`,
    ...variables.map(([name, value]) => `export ${name}=${inShell(value)}`),
  ],
  fish: (variables) => [
    // Only in this session: a universal variable is the person's own. First, since to erase what is not there fails.
    `set --erase --global ${strayTokens(variables).join(' ')}`,
    ...variables.map(([name, value]) => `set --global --export ${name} ${inFish(value)}`),
  ],
  powershell: (variables) => [
    ...strayTokens(variables).map((name) => `$Env:${name} = $null`),
    ...variables.map(([name, value]) => `$Env:${name} = ${inPowerShell(value)}`),
  ],
  dotenv: (variables) => variables.map(([name, value]) => `${name}=${inDotenv(name, value)}`),
}

function strayTokens(variables: Variables): string[] {
  return TOKENS.filter((token) => !variables.some(([name]) => name === token))
}

/**
 * For sh, bash and zsh. Always in quotes, so not by `shlex`, which leaves bare what is safe in sh alone: zsh puts the path
 * of a command in the place of `=command`.
 */
function inShell(value: string): string {
  return `'${value.replaceAll("'", `'"'"'`)}'`
}

/** In single quotes fish knows two escapes: of the quote and of the backslash (fish, The fish language, Quotes). */
function inFish(value: string): string {
  return `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}

/** Doubled. PowerShell takes typographic single quotes for plain ones (language specification, 2.3.5.2.2). */
function inPowerShell(value: string): string {
  return `'${value.replaceAll(/['‘’‚‛]/g, '$&$&')}'`
}

/**
 * Readers of `.env` files disagree on escapes, so none is used: bare what is plain (Docker and systemd take quotes as part
 * of the value), else in quotes between which nothing needs one. python-dotenv puts a value in the place of `${NAME}` in
 * any quotes; others do so with every dollar between double ones.
 */
function inDotenv(name: string, value: string): string {
  if (/^[A-Za-z0-9_/+=.:@%-]+$/.test(value)) return value
  if (!/['\\]|\$\{/.test(value)) return `'${value}'`
  if (!/["\\$`]/.test(value)) return `"${value}"`
  throw refused(`${name} has signs that readers of .env files understand in different ways.`)
}

function refused(message: string): MturkError {
  return new MturkError({
    code: 'malformed_credentials',
    exit: Exit.credentials,
    message,
    remedy: [
      say(
        'Nothing was handed over. Look whether the key was stored as AWS gave it out; if it was, use another format.',
      ),
    ],
  })
}
