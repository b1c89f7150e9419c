import {readFileSync} from 'node:fs'
import {homedir, userInfo} from 'node:os'
import path from 'node:path'

/** Where a person's files are: the environment that was given, and the home directory that goes with it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute; what `~` means. */
  readonly home: string
  /** What some files are to hold, by absolute path, for whoever asks what would come of that. */
  readonly instead?: ReadonlyMap<string, Uint8Array>
}

/** The files that Boto reads, absolute; whether they exist is another question. */
export interface BotoPaths {
  /** AWS_SHARED_CREDENTIALS_FILE, or `~/.aws/credentials`. */
  readonly credentials: string
  /** AWS_CONFIG_FILE, or `~/.aws/config`. */
  readonly config: string
  /** AWS_CREDENTIAL_FILE, the `k=v` file of the old EC2 tools; null where the variable is not set. */
  readonly ec2: string | null
  /** BOTO_CONFIG alone, or `/etc/boto.cfg` and then `~/.boto`. */
  readonly boto: readonly string[]
}

/**
 * botocore 1.43: `raw_config_parse` expands `$VARIABLES` and then `~`; OriginalEC2Provider only `~`. A variable that is
 * set but empty counts, and names no file.
 */
export function botoPaths({env, home}: Surroundings): BotoPaths {
  const ini = (name: string) => absolute(expandUser(expandVariables(name, env), home))
  const ec2 = env.AWS_CREDENTIAL_FILE
  return {
    credentials: ini(env.AWS_SHARED_CREDENTIALS_FILE ?? '~/.aws/credentials'),
    config: ini(env.AWS_CONFIG_FILE ?? '~/.aws/config'),
    ec2: ec2 === undefined ? null : absolute(expandUser(ec2, home)),
    boto: env.BOTO_CONFIG === undefined ? ['/etc/boto.cfg', '~/.boto'].map(ini) : [ini(env.BOTO_CONFIG)],
  }
}

/** HOME as Python's `expanduser` takes it, even empty; without it the password database. Windows: USERPROFILE. */
export function homeOf(env: Surroundings['env']): string {
  const home = process.platform === 'win32' ? env.USERPROFILE : env.HOME
  return home ?? (process.platform === 'win32' ? homedir() : userInfo().homedir)
}

/** For people: the home directory as `~`, and a mark that would make a line of its own as `?`. */
export function displayPath(file: string, home: string): string {
  const prefix = home.endsWith(path.sep) ? home : home + path.sep
  const short = prefix !== path.sep && file.startsWith(prefix) ? `~${path.sep}${file.slice(prefix.length)}` : file
  return short.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '?')
}

/** An empty name stays empty: there is no such file, and it must not become the working directory. */
function absolute(file: string): string {
  return file === '' ? '' : path.resolve(file)
}

/** Python's `os.path.expandvars`: `$name` and `${name}`, and what is not set stays as it stands. */
function expandVariables(file: string, env: Surroundings['env']): string {
  return file.replaceAll(/\$(\w+|\{[^}]*\})/g, (whole, name: string) => {
    const variable = name.startsWith('{') ? name.slice(1, -1) : name
    return (Object.hasOwn(env, variable) ? env[variable] : undefined) ?? whole
  })
}

/** Python's `os.path.expanduser`: `~` and `~/…` are the home directory, `~name` that of another user, if there is one. */
function expandUser(file: string, home: string): string {
  if (!file.startsWith('~')) return file
  const slash = file.search(process.platform === 'win32' ? /[/\\]/ : /\//)
  const user = file.slice(1, slash < 0 ? undefined : slash)
  const directory = user === '' ? home : homeOfUser(user)
  if (directory === undefined) return file
  return directory.replace(/\/+$/, '') + (slash < 0 ? '' : file.slice(slash)) || '/'
}

function homeOfUser(user: string): string | undefined {
  try {
    const lines = readFileSync('/etc/passwd', 'latin1').split('\n')
    return lines.map((line) => line.split(':')).find(([name]) => name === user)?.[5]
  } catch {
    return undefined // Windows, or no such list: Python leaves the name as it stands, too
  }
}
