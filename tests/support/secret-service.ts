import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
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
  const start = async (program: string, args: readonly string[], stdin: string) => {
    const child = spawn(program, args, {env, stdio: ['pipe', 'pipe', 'ignore']})
    started.push(child)
    child.stdin.end(stdin)
    // Both say a line when they can be asked.
    await Promise.race([once(child.stdout, 'data'), failed(child, program)])
    return child
  }
  const stop = async () => {
    for (const child of started.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    rmSync(folder, {recursive: true, force: true})
  }
  const tell = async (program: string, args: readonly string[], stdin?: string) => {
    const ended = await runChild(program, args, {env, ...(stdin === undefined ? {} : {stdin})})
    if (ended.exit !== 0) throw new Error(`${program} ended with ${ended.exit}: ${ended.stderr}`)
  }
  try {
    await start(
      'dbus-daemon',
      [`--config-file=${config}`, `--address=unix:path=${socket}`, '--nofork', '--print-address'],
      '',
    )
    const keyring = bare
      ? undefined
      : await start(
          'gnome-keyring-daemon',
          [...KEYRING, '--foreground', '--control-directory', env.GNOME_KEYRING_CONTROL],
          PASSWORD,
        )
    return {
      env,
      lock: () => tell('dbus-send', LOCK),
      unlock: () => tell('gnome-keyring-daemon', KEYRING, PASSWORD),
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
export async function hasSecretService(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const env = {PATH: process.env['PATH']}
  const asked = ['dbus-daemon', 'gnome-keyring-daemon'].map((program) => runChild(program, ['--version'], {env}))
  return Promise.all(asked).then(
    (ended) => ended.every(({exit}) => exit === 0),
    () => false,
  )
}

const KEYRING = ['--unlock', '--components=secrets']

const LOCK = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.secrets',
  '/org/freedesktop/secrets',
  'org.freedesktop.Secret.Service.Lock',
  'array:objpath:/org/freedesktop/secrets/collection/login',
]

async function failed(child: ChildProcess, program: string): Promise<never> {
  const ended = await Promise.race([once(child, 'exit'), once(child, 'error')])
  throw new Error(`${program} did not start: ${String(ended[0])}`)
}
