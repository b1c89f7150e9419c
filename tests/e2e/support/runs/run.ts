import type {Emulator} from '@mturk-cli/emulator'
import type {Home} from '../../../support/home.js'
import {mturkIn, type MturkResult} from '../../../support/mturk.js'

/** Where a run takes place: a home full of secrets, and an account. */
export interface Scene {
  readonly home: Home
  readonly emulator: Emulator
  readonly secrets: Secrets
}

/** Every secret that a run may meet, by where it comes from. */
export type Secrets = Readonly<
  Record<
    'stored' | 'boto' | 'environment' | 'token' | 'misspelt' | 'handedOver' | 'password' | 'setting' | 'vault',
    string
  >
>

/** Among arguments: the id of the key that is stored. */
export const STORED_ID = '<stored>'

/** One run of a command. What `prepare` answers is added to the environment. */
export interface Run {
  /** The id of the command, as the manifest has it. */
  readonly command: string
  readonly args?: readonly string[]
  /** What is the matter. */
  readonly when: string
  readonly exit: number
  readonly prepare?: (scene: Scene) => Record<string, string> | void
  readonly stdin?: (scene: Scene) => string
}

/** The command and its arguments, as they are typed in this home. */
export function wordsOf({command, args = []}: Pick<Run, 'command' | 'args'>, {home, emulator}: Scene): string[] {
  const stored = emulator.userKey?.accessKeyId ?? ''
  return [...command.split(':'), ...args.map((word) => word.replace(/^~/, home.path).replace(STORED_ID, stored))]
}

/** Runs a command with everything that its case needs; `more` goes behind its arguments, `env` over its environment. */
export async function play(
  {command, args = [], prepare, stdin}: Run,
  scene: Scene,
  {more = [], env = {}}: {more?: readonly string[]; env?: Readonly<Record<string, string>>} = {},
): Promise<MturkResult> {
  const {home, emulator} = scene
  const added = prepare?.(scene) ?? {}
  home.write('tmp/mine', '')
  const temporary = {TMPDIR: home.at('tmp'), TEMP: home.at('tmp'), NODE_DISABLE_COMPILE_CACHE: '1'}
  const mturk = mturkIn({...home.env(), ...emulator.environment(), ...temporary, ...added, ...env})
  return mturk(...wordsOf({command, args}, scene), ...more, stdin ? {stdin: stdin(scene)} : {})
}
