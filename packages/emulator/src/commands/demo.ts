import {rmSync} from 'node:fs'
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {bold, dim, Flags, MturkCommand, MturkError, type ExitCode} from '@mturk-cli/command'

import {mturkIn, type Mturk} from '../demo/child.js'
import {playPerson} from '../demo/person.js'
import {accessKeysCsv} from '../key-files.js'
import {startEmulator, type Emulator} from '../server/emulator.js'

export default class Demo extends MturkCommand<typeof Demo> {
  static override summary = 'Watch the whole set-up against the emulator, in a home of its own that is thrown away.'
  static override description =
    'Starts the emulator with a brand-new AWS account, runs `mturk init` on its root key as you would, plays the person who links the accounts in the browser, and shows what came of it. Nothing of yours is read or changed, and nothing leaves this computer.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --keep']
  static override flags = {
    keep: Flags.boolean({default: false, summary: 'Keep the throw-away home, to look around in it.'}),
  }

  async run() {
    const home = await mkdtemp(join(tmpdir(), 'mturk-demo-'))
    if (!this.flags.keep) removeWhenStopped(home)
    const emulator = await startEmulator({scenario: 'new-account', newKeyDelayMs: 2500})
    try {
      await writeFile(join(home, 'rootkey.csv'), accessKeysCsv(emulator.rootKey), {mode: 0o600, flag: 'wx'})
      const mturk = mturkIn(home, join(this.config.root, 'bin', 'run.js'), {
        ...emulator.environment(),
        // Compiled code is nobody's secret, and not what is to be seen in that home.
        MTURK_CACHE_DIR: this.config.cacheDir,
      })
      this.log(dim(`A throw-away home: ${home}`))
      this.log(dim(`AWS for this demonstration: ${emulator.endpoint} and ${emulator.sandboxEndpoint}`))
      return await this.#play(emulator, mturk, home)
    } finally {
      await emulator.stop()
      if (this.flags.keep) this.log(dim(`Kept: ${home}`))
      else await rm(home, {recursive: true, force: true})
    }
  }

  async #play(emulator: Emulator, mturk: Mturk, home: string) {
    const leaving = new AbortController()
    // What the person does may fail only because the set-up failed, and that is what is reported.
    const person = playPerson(emulator, (text) => this.log(dim(text)), leaving.signal).catch(() => undefined)
    const init = await this.#show(mturk, ['init', '--from-csv', 'rootkey.csv', '--yes', '--wait', '1'])
    leaving.abort()
    const credentials = await this.#showCredentials(home)
    const balance = await this.#show(mturk, ['balance', '--sandbox'])
    const secondInit = await this.#show(mturk, ['init', '--yes'])
    await person
    return {home: this.flags.keep ? home : null, credentials, init, balance, secondInit}
  }

  /**
   * Runs a command as a person would see it, or for `--json` answers what it printed.
   *
   * @throws MturkError with the command's own code, where it fails: nothing is left to be shown then
   */
  async #show(mturk: Mturk, args: readonly string[]): Promise<unknown> {
    this.log('')
    this.log(bold(`$ mturk ${args.join(' ')}`))
    const capture = this.jsonEnabled()
    const {exit, stdout} = await mturk.run(capture ? [...args, '--json'] : args, {capture})
    if (exit !== 0) throw failed(args, exit, stdout)
    return capture ? JSON.parse(stdout) : null
  }

  /** The file that boto3 and psiTurk read, with the secret covered. */
  async #showCredentials(home: string): Promise<{file: string; mode: string}> {
    const file = join(home, '.aws', 'credentials')
    const mode = ((await stat(file)).mode & 0o777).toString(8).padStart(4, '0')
    this.log('')
    this.log(bold('$ cat ~/.aws/credentials') + dim(`      (mode ${mode}; the secret is covered here)`))
    for (const line of (await readFile(file, 'utf8')).trimEnd().split('\n')) {
      this.log(line.replace(/^(aws_secret_access_key\s*=\s*).*$/, '$1****************'))
    }
    return {file: '~/.aws/credentials', mode}
  }
}

/** In words the command has said already what is the matter. */
function failed(args: readonly string[], exit: number, stdout: string): Error {
  const said = /^\s*\{/.test(stdout)
    ? (JSON.parse(stdout) as {error?: {code: string; message: string}}).error
    : undefined
  const why = said ? `: ${said.message}` : '.'
  return new MturkError({
    code: said?.code ?? 'unknown',
    exit: exit as ExitCode,
    message: `The demonstration ends here, since \`mturk ${args.join(' ')}\` ended with exit code ${exit}${why}`,
  })
}

/** Whoever has seen enough leaves no keys behind either, though they open nothing but this emulator. */
function removeWhenStopped(home: string): void {
  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      rmSync(home, {recursive: true, force: true})
      process.exit(exit)
    })
  }
}
