import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'

const RUN_JS = fileURLToPath(new URL('../../../packages/cli/bin/run.js', import.meta.url))

/** The real command at a real terminal of 100 columns, and a person in front of it. */
export interface Terminal {
  /** All lines so far, those that scrolled away too. */
  readonly screen: () => string
  /** Every byte that was ever sent to the terminal. */
  readonly written: () => string
  /** Waits until the screen holds the text, and answers the screen; an error with the screen after 20 seconds. */
  readonly until: (text: string | RegExp) => Promise<string>
  /** Presses keys by tmux's names: `Enter`, `Down`, `C-c`, `s`. */
  readonly press: (...keys: string[]) => void
  /** Types a text; it stands on no command line, since it may be a secret. */
  readonly type: (text: string) => void
  /** Waits for the end; answers the exit code. */
  readonly ended: () => Promise<number>
  readonly close: () => void
}

export function hasTmux(): boolean {
  return spawnSync('tmux', ['-V'], {timeout: 10_000}).status === 0
}

/** Milliseconds. */
const PATIENCE = 20_000
const BETWEEN_LOOKS = 40

/** @param program what is started; `mturk` where nothing is said */
export function openTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  program: readonly string[] = [process.execPath, RUN_JS],
): Terminal {
  // The path of a socket may have some hundred characters at most, so it is not in the home of the test.
  const folder = mkdtempSync(join(tmpdir(), 'mturk-tmux-'))
  const record = join(folder, 'written')
  const exit = join(folder, 'exit')
  for (const file of [record, exit]) writeFileSync(file, '')
  writeFileSync(
    join(folder, 'conf'),
    'set -g remain-on-exit on\nset -g history-limit 5000\nset -g default-terminal screen\n',
  )
  const tmux = (given: readonly string[], input?: string): string => {
    const ended = spawnSync('tmux', ['-u', '-S', join(folder, 's'), '-f', join(folder, 'conf'), ...given], {
      env: {...env, LC_ALL: 'C.UTF-8', TERM: 'screen'},
      encoding: 'utf8',
      input: input ?? '',
      timeout: 10_000,
    })
    if (ended.status !== 0) throw new Error(`tmux ${given[0]}: ${ended.stderr}`)
    return ended.stdout
  }
  const screen = () => tmux(['capture-pane', '-p', '-J', '-S', '-'])
  const poll = async <Found>(look: () => Found | undefined, what: string): Promise<Found> => {
    for (const end = Date.now() + PATIENCE; ; await delay(BETWEEN_LOOKS)) {
      const found = look()
      if (found !== undefined) return found
      if (Date.now() > end) throw new Error(`${what} did not come. The screen:\n${screen()}`)
    }
  }
  // tmux loses the exit code of a process that ends quickly; the shell that waits for it must survive a Ctrl-C.
  // tmux sets a TERM of its own.
  const asTerminal = env['TERM'] === undefined ? [] : ['env', `TERM=${env['TERM']}`]
  const started = [...asTerminal, 'sh', '-c', `trap : INT; "$@"; echo $? > '${exit}'`, 'sh', ...program, ...args]
  // Both in one call, so that nothing is written before the recording begins.
  tmux(['new-session', '-d', '-x', '100', '-y', '40', ...started, ';', 'pipe-pane', '-O', `cat >> '${record}'`])

  return {
    screen,
    written: () => readFileSync(record, 'utf8'),
    until: (text) =>
      poll(() => {
        const shown = screen()
        return (typeof text === 'string' ? shown.includes(text) : text.test(shown)) ? shown : undefined
      }, String(text)),
    press: (...keys) => void tmux(['send-keys', ...keys]),
    type(text) {
      tmux(['load-buffer', '-'], text)
      tmux(['paste-buffer', '-d'])
    },
    ended: () => poll(() => exitIn(exit), 'The end'),
    close() {
      spawnSync('tmux', ['-S', join(folder, 's'), 'kill-server'], {timeout: 10_000})
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

function exitIn(file: string): number | undefined {
  const [status] = /^\d+(?=\n)/.exec(readFileSync(file, 'utf8')) ?? []
  return status === undefined ? undefined : Number(status)
}
