import {cpSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {startEmulator, type Emulator, type EmulatorKey, type ScenarioName} from '@mturk-cli/emulator'
import {fencesIn, readPages, type Page} from '../house/markdown.js'
import {readText, root} from '../house/sources.js'
import {runChild} from '../support/child.js'
import {Home} from '../support/home.js'
import {mturkIn} from '../support/mturk.js'
import {globalConfig2} from './support/psiturk-files.js'

/** Output of a command that a page shows. */
export interface Recording {
  readonly file: string
  /** `mturk link-check` */
  readonly command: string
  readonly output: string
}

/** What a command is run on, so that there is something to see. */
interface Scene {
  readonly scenario?: ScenarioName
  readonly exit?: number
  /** Puts things into the home, and answers further variables. */
  readonly prepare?: (home: Home, emulator: Emulator) => Promise<Record<string, string>> | Record<string, string>
}

const scenes: Readonly<Record<string, Scene>> = {
  'mturk demo': {},
  'mturk init --from-csv rootkey.csv --user-name anna --yes': {
    scenario: 'linked',
    prepare(home, {rootKey}) {
      home.write('rootkey.csv', csv(rootKey))
      return {}
    },
  },
  'mturk balance --sandbox': {
    scenario: 'linked',
    prepare(home, {userKey, rootKey}) {
      home.write('.aws/credentials', section('default', userKey ?? rootKey))
      return {}
    },
  },
  'mturk link-check': {
    scenario: 'linked-production-only',
    exit: 6,
    prepare(home, {userKey, rootKey}) {
      home.write('.aws/credentials', section('default', userKey ?? rootKey))
      return {}
    },
  },
  'mturk credentials list': {
    prepare(home, {rootKey}) {
      home.write('.aws/credentials', section('default', OLD))
      home.write('.aws/config', '[default]\nregion = us-east-1\n')
      home.write('.boto', '[Credentials]\naws_access_key_id = AKIAUVWXYZ234567ABCD\n')
      return {
        AWS_ACCESS_KEY_ID: rootKey.accessKeyId,
        AWS_SECRET_ACCESS_KEY: rootKey.secretAccessKey,
        BOTO_CONFIG: '~/.boto',
      }
    },
  },
  'mturk psiturk migrate --yes': {
    scenario: 'linked',
    prepare(home, {userKey, rootKey}) {
      home.write('.psiturkconfig', globalConfig2(userKey ?? rootKey))
      return {}
    },
  },
  'mturk credentials backends': {
    async prepare(home) {
      const folder = await buildExample(home, 'template')
      const mturk = mturkIn(home.env())
      await mturk('plugins', 'link', '--yes', folder)
      return {}
    },
  },
}

const OLD: EmulatorKey = {accessKeyId: 'AKIAABCDEFGH234567YZ', secretAccessKey: 'not/a/real/one/'.padEnd(40, 'x')}

function csv({accessKeyId, secretAccessKey}: EmulatorKey): string {
  return `Access key ID,Secret access key\r\n${accessKeyId},${secretAccessKey}\r\n`
}

function section(name: string, {accessKeyId, secretAccessKey}: EmulatorKey): string {
  return `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
}

export const pageOf = (file: string): Page => ({file, text: readText(file)})

/** A plugin of examples/, built without its package manager; answers its folder. */
export async function buildExample(home: Home, name: 'plugin-pass' | 'template'): Promise<string> {
  const folder = home.at(`example-${name}`)
  cpSync(join(root, 'examples', name), folder, {recursive: true, filter: (file) => !/node_modules|dist$/.test(file)})
  for (const [module, at] of [
    ['@mturk-cli/core', 'packages/core'],
    ['@types/node', 'node_modules/@types/node'],
  ] as const) {
    const link = join(folder, 'node_modules', module)
    mkdirSync(dirname(link), {recursive: true})
    symlinkSync(join(root, at), link, 'junction')
  }
  const {exit, stdout} = await runChild(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], {
    cwd: folder,
  })
  if (exit !== 0) throw new Error(`examples/${name} cannot be built: ${stdout}`)
  return folder
}

export function readRecordings(): Recording[] {
  return readPages().flatMap((page) =>
    fencesIn(page).flatMap(({marker, body}) => {
      const [, command] = /^recorded: (.+)$/.exec(marker ?? '') ?? []
      return command === undefined ? [] : [{file: page.file, command, output: body}]
    }),
  )
}

/** Runs the command in its scene; what it printed is normalised. */
export async function play(command: string): Promise<{exit: number | null; expected: number; output: string}> {
  const scene = scenes[command]
  if (!scene) throw new Error(`There is no scene for "${command}" in tests/e2e/recordings.ts.`)
  const home = new Home()
  const emulator = await startEmulator({scenario: scene.scenario ?? 'new-account'})
  try {
    const more = await scene.prepare?.(home, emulator)
    const mturk = mturkIn({...home.env(), ...emulator.environment(), ...more})
    const {exit, stdout} = await mturk(...command.split(' ').slice(1), {cwd: home.path})
    return {exit, expected: scene.exit ?? 0, output: normalised(stdout)}
  } finally {
    await emulator.stop()
    home.remove()
  }
}

/** Puts what was printed into the page, and answers it. */
export function record({file, command}: Recording, output: string): string {
  const [before = '', after = ''] = readText(file).split(`<!-- recorded: ${command} -->\n`)
  const rest = after.slice(after.indexOf('<!-- end -->'))
  writeFileSync(join(root, file), `${before}<!-- recorded: ${command} -->\n\`\`\`\n${output}\`\`\`\n${rest}`)
  return output
}

/**
 * What differs from run to run gets the same stand-in in each of them, as often as it comes: directories, ports, and key
 * ids with their last four characters. An access key id is not secret, but nobody's should be in a page.
 */
export function normalised(output: string): string {
  const ports = standIns(['40001', '40002', '40003'])
  const keys = standIns(['QX7A', 'M2KP', 'T5RD', 'W4HN'])
  return output
    .replaceAll(/\S*[/\\]mturk-demo-\w+/g, '/tmp/mturk-demo-a1b2c3')
    .replaceAll(/\S*[/\\]mturk-home-\w+/g, '/home/anna')
    .replaceAll(/mturk-backup-\d{8}T\d{6}Z/g, 'mturk-backup-20261121T073000Z')
    .replaceAll(/\b127\.0\.0\.1:(\d+)/g, (_, port: string) => `127.0.0.1:${ports(port)}`)
    .replaceAll(
      /(\*{16}|\bAKIA[A-Z2-7]{12})([A-Z2-7]{4})\b/g,
      (_, start: string, end: string) => (start.startsWith('*') ? start : 'AKIAEXAMPLEEXAMP') + keys(end),
    )
    .replaceAll(/ +$/gm, '')
}

function standIns(names: readonly string[]) {
  const given = new Map<string, string>()
  return (real: string): string => {
    const name = given.get(real) ?? names[given.size]
    if (name === undefined) throw new Error('tests/e2e/recordings.ts has too few stand-ins')
    given.set(real, name)
    return name
  }
}

/** What takes longer than a second is announced, and on a busy machine that is more than what the page shows. */
export function withoutSurprises(output: string, shown: string): string {
  const lines = new Set(shown.split('\n'))
  const isProgress = (line: string) => /^ {4}\S.* …$/.test(line)
  return output
    .split('\n')
    .filter((line) => !isProgress(line) || lines.has(line))
    .join('\n')
}
