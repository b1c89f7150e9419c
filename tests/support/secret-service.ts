import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {runChild} from './child.js'

export interface SecretService {
  /** What a program needs to reach it, and no other bus or keyring of the person at this computer. */
  readonly env: Readonly<Record<string, string>>
  lock(): Promise<void>
  unlock(): Promise<void>
  /** From now on it takes questions and does not answer them. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

const PASSWORD = 'of this keyring alone'

/** No service is started by being asked for: neither another keyring nor a window that would ask for a password. */
const BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/**
 * A bus of its own and, unless `bare`, a gnome-keyring on it, unlocked. Everything is in a temporary directory, and ends
 * with `stop`.
 */
export async function startSecretService({bare = false} = {}): Promise<SecretService> {
  const folder = mkdtempSync(join(tmpdir(), 'mturk-keyring-'))
  const [config, socket] = [join(folder, 'bus.conf'), join(folder, 'bus')]
  writeFileSync(config, BUS)
  for (const name of ['home', 'control']) mkdirSync(join(folder, name), {mode: 0o700})
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: join(folder, 'home'),
    XDG_DATA_HOME: join(folder, 'home', 'data'),
    XDG_RUNTIME_DIR: folder,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`,
    GNOME_KEYRING_CONTROL: join(folder, 'control'),
  }
  const started: ChildProcess[] = []
  /** Without `stdin` its standard input stays open until `stop`. */
  const start = async (program: string, args: readonly string[], stdin?: string) => {
    const child = spawn(program, args, {env, stdio: ['pipe', 'pipe', 'ignore']})
    started.push(child)
    child.stdin.on('error', () => {}) // it need not read it to its end
    if (stdin !== undefined) child.stdin.end(stdin)
    // Both say a line when they can be asked.
    await Promise.race([once(child.stdout, 'data'), failed(child, program)])
    return child
  }
  const stop = async () => {
    for (const child of started.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      if (child.stdin?.writable) child.stdin.end()
      else child.kill('SIGKILL')
      await once(child, 'exit')
    }
    rmSync(folder, {recursive: true, force: true})
  }
  let keyring: ChildProcess | undefined
  /** A running one is not unlocked by a password on standard input, so another takes its place. */
  const unlock = async () => {
    const control = ['--foreground', '--replace', '--control-directory', env.GNOME_KEYRING_CONTROL]
    keyring = await start('gnome-keyring-daemon', ['--unlock', '--components=secrets', ...control], PASSWORD)
    while (!(await isUnlocked())) await Promise.race([delay(20), failed(keyring, 'gnome-keyring-daemon')])
  }
  const isUnlocked = async () => (await runChild('dbus-send', IS_LOCKED, {env})).stdout.includes('boolean false')
  try {
    const options = [`--config-file=${config}`, `--address=unix:path=${socket}`, '--nofork', '--print-address']
    await start('sh', ['-c', WHILE_WE_LIVE, 'sh', 'dbus-daemon', ...options])
    if (!bare) await unlock()
    return {
      env,
      unlock,
      async lock() {
        await runChild('dbus-send', LOCK, {env})
        if (await isUnlocked()) throw new Error('gnome-keyring did not lock its keyring.')
      },
      freeze: () => void keyring?.kill('SIGSTOP'),
      thaw: () => void keyring?.kill('SIGCONT'),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Whether this machine has what it takes. */
export function hasSecretService(): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const isThere = (program: string) => folders.some((folder) => existsSync(join(folder, program)))
  return process.platform === 'linux' && NEEDED.every(isThere)
}

const NEEDED = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool']
/** The bus ends when its standard input does, also where this process is killed; and with the bus the keyring ends. */
const WHILE_WE_LIVE = '"$@" </dev/null & cat >/dev/null; kill -9 $!; wait'
const TO_IT = ['--session', '--print-reply', '--dest=org.freedesktop.secrets']
const KEYRING = '/org/freedesktop/secrets/collection/login'
const LOCK = [...TO_IT, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', `array:objpath:${KEYRING}`]
const IS_LOCKED = [
  ...TO_IT,
  KEYRING,
  'org.freedesktop.DBus.Properties.Get',
  'string:org.freedesktop.Secret.Collection',
  'string:Locked',
]

async function failed(child: ChildProcess, program: string): Promise<never> {
  const ended = await Promise.race([once(child, 'exit'), once(child, 'error')])
  throw new Error(`${program} did not start: ${String(ended[0])}`)
}
