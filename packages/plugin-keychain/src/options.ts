import {existsSync} from 'node:fs'
import {join} from 'node:path'
import type {BackendContext, BackendSetting} from '@mturk-cli/core'

export const BACKEND = 'keychain'

type SettingName = 'service' | 'wait'

/** What `config.ini` may say under `[keychain]`. */
export const keychainSettings: readonly (BackendSetting & {readonly name: SettingName})[] = [
  {
    name: 'service',
    kind: 'string',
    default: 'mturk',
    meaning: 'The name that the items have in the keychain; the default is mturk.',
  },
  {
    name: 'wait',
    kind: 'string',
    default: '10',
    meaning:
      'How many seconds the keychain may take where nobody sits at the terminal, 1 to 55; the default is 10. With a terminal it may take 55.',
  },
]

export interface Options {
  readonly service: string
  /** Milliseconds for all that one call asks of the keychain, a person who unlocks it included. */
  readonly patience: number
  /** What is known to be in the keychain. */
  readonly index: string
}

/** A set-up that cannot be worked with, and what to do. */
export interface Missing {
  readonly reason: string
  readonly remedy: string
}

/** Milliseconds; mturk itself goes on after 60 seconds. */
const LONGEST = 55_000

export function readOptions(context: BackendContext): Options | Missing {
  const {service = 'mturk', wait = '10'} = valuesOf(context)
  // On Windows a service is found by `*.service`: a dot or a star in it would find those of others.
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(service)) return wrong('service', 'is 1 to 64 letters, digits, _ and -.')
  if (!/^\d+$/.test(wait) || Number(wait) < 1 || Number(wait) > 55) return wrong('wait', 'is 1 to 55.')
  return {
    service,
    patience: context.interactive ? LONGEST : Number(wait) * 1000,
    index: join(dataDirectory(context), 'keychain.json'),
  }
}

/** Systems that the library has a store for which lasts. */
const SYSTEMS = new Set(['darwin', 'freebsd', 'linux', 'win32'])

export function isSupported(platform: NodeJS.Platform): boolean {
  return SYSTEMS.has(platform)
}

/** On systems with a Secret Service that is reached by the bus of the desktop; nothing is asked. */
export function hasSessionBus({env}: Pick<BackendContext, 'env'>, platform: NodeJS.Platform): boolean {
  if (platform === 'darwin' || platform === 'win32') return true
  const {DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: directory} = env
  // A socket that is named may be gone with its session; of other addresses nothing can be seen.
  const [, socket] = /^unix:path=([^,;%]+)(?:,[^;]*)?$/.exec(address ?? '') ?? []
  if (socket !== undefined) return existsSync(socket)
  return Boolean(address) || (Boolean(directory) && existsSync(join(directory ?? '', 'bus')))
}

function valuesOf({settings}: BackendContext): Partial<Record<SettingName, string>> {
  return Object.fromEntries(
    keychainSettings.flatMap(({name}) => {
      const value = settings[`${BACKEND}.${name}`]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function wrong(name: SettingName, reason: string): Missing {
  return {
    reason: `in config.ini, ${BACKEND}.${name} ${reason}`,
    remedy: `Mend it: mturk config set ${BACKEND}.${name} VALUE`,
  }
}

/** As oclif has it (`Config.dir` in @oclif/core), which does not tell plugins. */
function dataDirectory({env, home}: BackendContext): string {
  if (env['MTURK_DATA_DIR']) return env['MTURK_DATA_DIR']
  const local = process.platform === 'win32' ? env['LOCALAPPDATA'] : undefined
  return join(env['XDG_DATA_HOME'] || local || join(home, '.local', 'share'), 'mturk')
}
